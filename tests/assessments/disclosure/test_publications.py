"""What may be published of everybody: items, scores, the numbers that join items."""

from typing import Any

import numpy as np
import pytest

from assessments.disclosure.derived import item_scores, scores
from assessments.disclosure.publications import Publication, publication
from assessments.disclosure.rules import Rules
from assessments.statistics.scales import Item, Scale, Scoring
from assessments.statistics.tables import Table, table_of
from tests.assessments.disclosure.rounds import crowd, mixed, version

RULES = Rules(5)
PAIR = version(T="AB")


def without(answers: list[dict[str, Any]], code: str, people: int) -> list[dict[str, Any]]:
    return [
        {item: "dk" if item == code and place < people else value for item, value in one.items()}
        for place, one in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answered", "mean", "spread"), [(4, False, False), (5, True, False), (7, True, False), (8, True, True)]
)
def test_an_item_has_a_mean_from_five_answers_and_a_distribution_from_eight(
    answered: int, mean: bool, spread: bool
) -> None:
    found = publication(crowd(PAIR, without(mixed(PAIR, 11), "B", 11 - answered)), RULES)
    assert ("B" in found.items) is mean
    if mean:
        cell = found.items["B"]
        assert (cell.n, cell.dk, cell.table is not None, cell.sd is not None) == (
            answered, 11 - answered, spread, spread,
        )  # fmt: skip
    assert found.scales["T"].items == (("A", "B") if mean else ("A",))


def test_an_item_with_few_answers_enters_with_the_spread_of_all() -> None:
    found = publication(crowd(PAIR, without(mixed(PAIR, 11), "B", 5)), RULES)
    assert found.items["A"].sd is not None
    assert found.items["B"].sd is None
    assert found.spread == round(found.spread, 1)
    score = item_scores(PAIR, found)["B"]
    assert score.sd == pytest.approx(found.spread)
    both = scores(PAIR, found)["T"]
    a, b, n = found.items["A"].sd, found.spread, 11
    expected = (a**2 / 11 + b**2 / 6 + 2 * 0.5 * a * b / n) / 4
    assert both.se**2 == pytest.approx(expected)
    assert both.n == n


def test_a_construct_needs_half_of_its_items_or_what_its_version_asks_for() -> None:
    scoring = Scoring(tuple(Item(one) for one in "ABCD"), (Scale("T", tuple("ABCD")), Scale("U", tuple("ABCD"), 3)))
    answers = without(without(mixed(scoring, 11), "A", 9), "B", 9)
    found = publication(crowd(scoring, answers), RULES)
    assert found.scales["T"].items == ("C", "D")
    assert "U" not in found.scales


def test_answers_all_alike_are_published_as_they_were_given() -> None:
    found = publication(crowd(PAIR, [{"A": 4, "B": 5}] * 8), RULES)
    assert found.items["A"].table is not None
    assert found.items["A"].table.counts == (0, 0, 0, 8, 0)
    assert scores(PAIR, found)["T"].note == "all_equal"


def test_too_few_people_publish_nothing_but_their_number() -> None:
    found = publication(crowd(PAIR, mixed(PAIR, 4)), RULES)
    assert found == Publication(4)
    assert (found.published, publication(crowd(PAIR, mixed(PAIR, 5)), RULES).published) == (False, True)


@pytest.mark.parametrize(("from_links", "shown", "spread"), [(4, None, None), (5, True, False), (8, True, True)])
def test_imported_answers_protect_nobody(from_links: int, shown: bool | None, spread: bool | None) -> None:
    imported = [place >= from_links for place in range(20)]
    found = publication(crowd(PAIR, mixed(PAIR, 20), imported=imported), RULES)
    assert found.published is (shown is not None)
    assert found.comments_readable is (from_links >= 8)
    if shown is not None:
        assert found.items["A"].n == 20
        assert (found.items["A"].table is not None) is spread


def test_an_item_only_imported_people_answered_may_stand_beside_the_others() -> None:
    answers = without(mixed(PAIR, 20), "B", 10)
    found = publication(crowd(PAIR, answers, imported=[place >= 10 for place in range(20)]), RULES)
    assert found.items["B"].n == 10


def test_all_imported_count_as_everybody() -> None:
    found = publication(crowd(PAIR, mixed(PAIR, 8), imported=[True] * 8), RULES)
    assert found.items["A"].table is not None


def test_a_higher_k_asks_for_more_everywhere() -> None:
    found = publication(crowd(PAIR, mixed(PAIR, 11)), Rules(11))
    assert found.items["A"].table is not None
    assert not publication(crowd(PAIR, mixed(PAIR, 10)), Rules(11)).items


def test_an_item_that_is_not_rated_has_shares_and_no_mean() -> None:
    scoring = Scoring(
        (Item("A"), Item("I", 1, 3, rated=False)), (Scale("T", ("A",)), Scale("I", ("I",), kind="indicator"))
    )
    answers = [{"A": 1 + n % 5, "I": 1 + n % 3} for n in range(9)]
    found = publication(crowd(scoring, answers), RULES)
    assert found.items["I"].mean is None
    assert found.items["I"].table is not None
    assert found.items["I"].table.counts == (3, 3, 3)
    assert (found.counted, set(found.scales)) == ({"A"}, {"T"})
    assert "I" not in publication(crowd(scoring, answers[:7]), RULES).items


def test_the_order_of_people_changes_nothing() -> None:
    scoring = version(SYN="ABCD", E1="EF", E2="GH", P="EGH")
    rows = mixed(scoring, 120)
    order = np.random.default_rng(2).permutation(120)
    kinds = [{"kind": "ab"[n % 2]} for n in range(120)]
    one = publication(crowd(scoring, rows, kinds), Rules(5, ("kind",)))
    other = publication(crowd(scoring, [rows[n] for n in order], [kinds[n] for n in order]), Rules(5, ("kind",)))
    assert one == other
    assert one.correlates["element"].order == "weighted"


def test_swapped_answers_tell_the_same() -> None:
    """Two people of the same groups exchange one answer: nothing that is published tells (docs/decisions/0013)."""
    scoring = version(T="ABCD", U="EFGH", V="IJKL", W="MNOP")
    rows = mixed(scoring, 14)
    kinds = [{"kind": "ab"[n % 2]} for n in range(14)]
    before = publication(crowd(scoring, rows, kinds), Rules(5, ("kind",)))
    rows[0]["A"], rows[2]["A"] = rows[2]["A"], rows[0]["A"]
    assert rows[0]["A"] != rows[2]["A"]
    assert publication(crowd(scoring, rows, kinds), Rules(5, ("kind",))) == before


def test_an_answer_that_is_none_is_refused_by_name() -> None:
    for wrong in (0, 6, 2.5, "4", [4]):
        with pytest.raises(ValueError, match="B: "):
            crowd(PAIR, [{"A": 3, "B": wrong}])


def test_a_short_version_does_not_tell_the_spread_of_the_one_item_with_few_answers() -> None:
    """Of two items one has a distribution: a root mean square of both would tell how the other was answered."""
    few = without(mixed(PAIR, 11), "B", 5)
    other = [one | {"B": 3} if one["B"] != "dk" else one for one in few]
    first, second = (publication(crowd(PAIR, answers), RULES) for answers in (few, other))
    assert first.spread == second.spread == round(first.items["A"].sd or 0, 1)
    assert publication(crowd(PAIR, mixed(PAIR, 6)), RULES).spread == 1.0


def test_a_usual_version_counts_the_root_mean_square_of_all_its_items() -> None:
    scoring = version(T="ABCD", U="EFGH", V="IJKL")
    found = publication(crowd(scoring, without(mixed(scoring, 11), "B", 5)), RULES)
    spreads = [table.sd or 0 for table in found_tables(scoring, without(mixed(scoring, 11), "B", 5))]
    assert found.spread == pytest.approx((sum(one**2 for one in spreads) / 12) ** 0.5, abs=0.05)


def found_tables(scoring: Scoring, answers: list[dict[str, Any]]) -> list[Table]:
    counts, _from_links = crowd(scoring, answers).tables(np.zeros(len(answers), dtype=int), 1)
    return [table_of(item, row) for item, row in zip(scoring.items, counts[0], strict=True)]
