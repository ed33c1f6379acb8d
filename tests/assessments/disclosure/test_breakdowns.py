"""The groups of a breakdown: which are shown, on which items, with which scores."""

from collections.abc import Sequence
from typing import Any

import pytest

from assessments.disclosure.breakdowns import Breakdown, breakdowns
from assessments.disclosure.derived import group_scores
from assessments.disclosure.publications import publication
from assessments.disclosure.rules import Rules
from assessments.statistics.rounding import round_half_up
from assessments.statistics.scales import Scoring
from tests.assessments.disclosure.rounds import crowd, mixed, version

ONE = Rules(5, ("kind",))
TWO = Rules(5, ("kind", "sector"))
FOUR = version(T="ABCD")


def kinds(**sizes: int) -> list[dict[str, str]]:
    return [{"kind": code if code != "unsaid" else ""} for code, n in sizes.items() for _ in range(n)]


def found(
    scoring: Scoring, answers: Sequence[dict[str, Any]], groups: Sequence[dict[str, str]], rules: Rules = ONE
) -> list[Breakdown]:
    people = crowd(scoring, answers, groups)
    return breakdowns(people, rules, publication(people, Rules(rules.k)).counted)


def only(scoring: Scoring, answers: Sequence[dict[str, Any]], groups: Sequence[dict[str, str]]) -> Breakdown:
    (one,) = found(scoring, answers, groups)
    return one


def test_the_smallest_group_joins_a_remainder_that_is_too_small() -> None:
    one = only(FOUR, mixed(FOUR, 22), kinds(a=8, b=6, c=5, d=3))
    assert (one.shown, one.hidden) == (("a", "b"), ("c", "d"))
    assert only(FOUR, mixed(FOUR, 24), kinds(a=8, b=6, c=5, d=5)).shown == ("a", "b", "c", "d")


def test_who_did_not_say_is_part_of_the_remainder_and_never_listed() -> None:
    one = only(FOUR, mixed(FOUR, 17), kinds(a=6, b=6, unsaid=5))
    assert (one.shown, one.hidden) == (("a", "b"), ())
    assert only(FOUR, mixed(FOUR, 13), kinds(a=6, b=6, unsaid=1)).shown == ("b",)


def test_an_item_too_few_of_a_group_answered_is_left_out_for_all_groups_and_for_everybody_beside_them() -> None:
    answers = mixed(FOUR, 13)
    for one in answers[:2]:
        one["A"] = "dk"
    table = only(FOUR, answers, kinds(a=6, b=7))
    assert table.items["T"] == ("B", "C", "D")
    assert table.everybody["T"] == 13
    assert {len(cell.answers) for cell in table.cells.values()} == {3}


def test_a_group_that_answered_alike_leaves_the_item_out_below_ten_answers() -> None:
    answers = mixed(FOUR, 20)
    for one in answers[:9]:
        one["A"] = 4
    assert only(FOUR, answers, kinds(a=9, b=11)).items["T"] == ("B", "C", "D")
    answers[9]["A"] = 4
    assert only(FOUR, answers, kinds(a=10, b=10)).items["T"] == ("A", "B", "C", "D")


def test_a_remainder_that_answered_an_item_alike_leaves_the_item_out() -> None:
    answers = mixed(FOUR, 20)
    for one in answers[-6:]:
        one["A"] = 2
    assert only(FOUR, answers, kinds(a=7, b=7, c=4, d=2)).items["T"] == ("B", "C", "D")


def test_a_construct_is_broken_down_when_half_of_its_items_are_left() -> None:
    scoring = version(T="ABCD", U="EFGH")
    answers = mixed(scoring, 13)
    for one in answers[:2]:
        one |= dict.fromkeys("ABC", "na")
    table = only(scoring, answers, kinds(a=6, b=7))
    assert set(table.items) == {"U"}
    assert set(table.compared) == {"T", "U"}


@pytest.mark.parametrize(("sizes", "shown"), [((8, 8), True), ((8, 7), False), ((9, 8), True)])
def test_a_single_item_needs_as_many_answers_as_a_distribution(sizes: tuple[int, int], shown: bool) -> None:
    scoring = version(T="AB", U="C")
    table = only(scoring, mixed(scoring, sum(sizes)), kinds(a=sizes[0], b=sizes[1]))
    assert ("U" in table.items) is shown
    assert "T" in table.items


def test_while_too_little_can_stand_the_smallest_group_is_dropped() -> None:
    """Of the smallest group two left nearly everything out: without it, the others can be shown."""
    answers = mixed(FOUR, 20)
    for one in answers[-2:]:
        one |= dict.fromkeys("ABC", "dk")
    table = only(FOUR, answers, kinds(a=8, b=6, c=6))
    assert (table.shown, table.hidden) == (("a",), ("b", "c"))
    assert table.items["T"] == ("A", "B", "C", "D")


def test_indicators_but_one_are_not_compared() -> None:
    scoring = version(T="AB", I1="C", I2="D")
    assert only(scoring, mixed(scoring, 18), kinds(a=9, b=9)).compared == ("T", "I2")


def test_small_groups_have_one_decimal_from_the_start_and_large_ones_are_exact() -> None:
    people = crowd(FOUR, mixed(FOUR, 45), kinds(a=15, b=30))
    published = publication(people, ONE)
    (table,) = published.breakdowns
    exact = {
        group: sum(people.scores("ABCD")[rows].mean(axis=0)) / 4
        for group, rows in (("a", slice(0, 15)), ("b", slice(15, 45)))
    }
    assert table.cells["a", "T"].mean == round_half_up(exact["a"], 1)
    assert table.cells["b", "T"].mean == pytest.approx(exact["b"])
    told = group_scores(FOUR, published, table)
    assert told["a", "T"].mean == table.cells["a", "T"].mean
    assert told["", "T"].n == 45


def test_intervals_of_groups_rest_on_the_spread_of_everybody() -> None:
    published = publication(crowd(FOUR, mixed(FOUR, 30), kinds(a=12, b=18)), ONE)
    (table,) = published.breakdowns
    told = group_scores(FOUR, published, table)["a", "T"]
    spreads = [published.items[code].sd or 0 for code in "ABCD"]
    joint = sum(0.5 * one * other for i, one in enumerate(spreads) for j, other in enumerate(spreads) if i != j)
    assert told.se == pytest.approx(((sum(one**2 for one in spreads) + joint) / 12) ** 0.5 / 4)


def crossed(**cells: int) -> list[dict[str, str]]:
    """Groups of both breakdowns: `crossed(a_x=6)` is six people of kind a and sector x."""
    return [dict(zip(("kind", "sector"), cell.split("_"), strict=True)) for cell, n in cells.items() for _ in range(n)]


def test_a_second_breakdown_stands_where_the_cross_table_would_be_safe() -> None:
    first, second = found(FOUR, mixed(FOUR, 24), crossed(a_x=6, a_y=6, b_x=6, b_y=6), TWO)
    assert (first.shown, second.shown) == (("a", "b"), ("x", "y"))
    first, second = found(FOUR, mixed(FOUR, 12), crossed(a_x=6, b_y=6), TWO)
    assert (first.shown, second.shown) == (("a", "b"), ("x", "y"))


def test_a_second_breakdown_vanishes_where_a_cross_cell_is_too_small() -> None:
    first, second = found(FOUR, mixed(FOUR, 22), crossed(a_x=6, a_y=6, b_x=6, b_y=4), TWO)
    assert (first.shown, second.shown) == (("a", "b"), ())


def test_a_cross_cell_that_answered_alike_leaves_the_item_out_of_the_second_breakdown_alone() -> None:
    answers = mixed(FOUR, 24)
    for one in answers[:6]:
        one["A"] = 4
    first, second = found(FOUR, answers, crossed(a_x=6, a_y=6, b_x=6, b_y=6), TWO)
    assert (first.items["T"], second.items["T"]) == (("A", "B", "C", "D"), ("B", "C", "D"))


def test_where_the_first_breakdown_vanishes_the_second_takes_its_place() -> None:
    first, second = found(FOUR, mixed(FOUR, 12), crossed(a_x=3, b_x=3, c_y=3, d_y=3), TWO)
    assert (first.shown, second.shown) == ((), ("x", "y"))


def test_by_link_the_groups_must_fit_by_themselves() -> None:
    groups = kinds(a=12, b=12)
    imported = [False] * 6 + [True] * 6 + [False] * 6 + [True] * 6
    people = crowd(FOUR, mixed(FOUR, 24), groups, imported)
    (one,) = publication(people, ONE).breakdowns
    assert one.shown == ("a", "b")
    imported = [False] * 4 + [True] * 8 + [False] * 8 + [True] * 4
    (one,) = publication(crowd(FOUR, mixed(FOUR, 24), groups, imported), ONE).breakdowns
    assert one.shown == ()
