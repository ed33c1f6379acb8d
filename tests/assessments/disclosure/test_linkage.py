"""Two rounds side by side: the people of both, and the items both have."""

from typing import Any

import pytest

from assessments.disclosure.derived import changes
from assessments.disclosure.linkage import Earlier
from assessments.disclosure.publications import Publication, publication
from assessments.disclosure.rules import Rules
from assessments.statistics.scales import Item, Scale, Scoring
from tests.assessments.disclosure.rounds import crowd, mixed, version

FOUR = version(T="AB", U="CD", V="EF", W="GH")


def keys(*spans: tuple[int, int]) -> list[str]:
    return [f"p{number}" for low, high in spans for number in range(low, high)]


def against(
    scoring: Scoring,
    before: list[Any],
    now: list[Any],
    was: list[str],
    are: list[str],
    scoring_before: Scoring | None = None,
) -> tuple[Publication, Publication]:
    """What was published of the earlier round, and of the later one beside it."""
    people = crowd(scoring_before or scoring, before, keys=was)
    first = publication(people, Rules(5))
    return first, publication(crowd(scoring, now, keys=are), Rules(5), [Earlier(1, people, first.counted)])


def test_the_change_is_the_difference_of_the_printed_scores() -> None:
    first, second = against(FOUR, mixed(FOUR, 12), mixed(FOUR, 14, 2), keys((0, 12)), keys((2, 16)))
    (link,) = second.linkages
    assert (link.number, link.both, link.sizes["T"]) == (1, 10, (12, 14, 10))
    change, before, after = changes((FOUR, first), (FOUR, second), link)["T"]
    means = [sum(found.items[code].mean or 0 for code in "AB") / 2 for found in (first, second)]
    assert (before.mean, after.mean, change.difference) == pytest.approx((*means, means[1] - means[0]))
    assert (change.n_before, change.n_after, change.both) == (12, 14, 10)


def test_a_change_rests_on_the_items_that_count_in_both_rounds() -> None:
    now = mixed(FOUR, 12, 2)
    for one in now[:8]:
        one["A"] = "na"
    first, second = against(FOUR, mixed(FOUR, 12), now, keys((0, 12)), keys((0, 12)))
    (link,) = second.linkages
    assert (link.items["T"], link.items["U"]) == (("B",), ("C", "D"))
    change, before, _after = changes((FOUR, first), (FOUR, second), link)["T"]
    assert before.items == ("B",)
    assert change.difference == pytest.approx((second.items["B"].mean or 0) - (first.items["B"].mean or 0))


def test_versions_are_compared_on_the_items_they_share_where_these_are_half_of_either() -> None:
    short = Scoring((Item("A"), Item("C"), Item("Z")), (Scale("T", ("A",), kind="theme"), Scale("U", ("C", "Z"))))
    _first, second = against(short, mixed(FOUR, 12), mixed(short, 12), keys((0, 12)), keys((0, 12)), FOUR)
    assert second.linkages[0].items == {"T": ("A",), "U": ("C",)}
    long = version(T="ABIJK")
    _first, second = against(short, mixed(long, 12), mixed(short, 12), keys((0, 12)), keys((0, 12)), long)
    assert second.linkages[0].items == {}


def test_an_item_that_means_something_else_now_is_another_item() -> None:
    turned = Scoring((Item("A", reverse=True), Item("B")), (Scale("T", ("A", "B"), kind="theme"),))
    plain = version(T="AB")
    _first, second = against(turned, mixed(plain, 12), mixed(turned, 12), keys((0, 12)), keys((0, 12)), plain)
    assert second.linkages[0].items == {"T": ("B",)}


def test_a_code_that_is_missing_or_stands_twice_links_nobody() -> None:
    was, are = ["", "", "x", "x", *keys((0, 8))], ["", "y", "x", "z", *keys((0, 8))]
    _first, second = against(FOUR, mixed(FOUR, 12), mixed(FOUR, 12, 1), was, are)
    assert second.linkages[0].both == 8
    _first, second = against(FOUR, mixed(FOUR, 12), mixed(FOUR, 12, 1), [""] * 12, [""] * 12)
    assert (second.linkages[0].both, second.linkages[0].r) == (0, 0.0)


def test_one_number_joins_two_rounds() -> None:
    same = mixed(FOUR, 12)
    _first, second = against(FOUR, same, same, keys((0, 12)), keys((0, 12)))
    assert second.linkages[0].r == 0.9  # clipped: the very same answers
    _first, second = against(FOUR, same[:8], same[:8], keys((0, 4), (20, 24)), keys((0, 4), (30, 34)))
    assert (second.linkages[0].both, second.linkages[0].r) == (4, 0.0)
    three = version(T="AB", U="CD", V="EF")
    _first, second = against(three, mixed(three, 12), mixed(three, 12), keys((0, 12)), keys((0, 12)))
    assert second.linkages[0].r == 0.0
