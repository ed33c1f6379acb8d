"""Where few people left an item out, its score is printed coarser, and below ten people the items are not shown."""

from typing import Any

import pytest

from assessments.exports.findings import CHANGE_COLUMNS, changes
from assessments.exports.scores import ITEM_COLUMNS, SCORE_COLUMNS, items_of_round, scores_of_round
from assessments.models import InstrumentVersion, Round
from assessments.queries.results import results_of, tallies_of
from tests.assessments.test_publishing import Hold, answers, core, hold

__all__ = ["core", "hold"]
GROUP = {"kind": "clinician"}


def people(core: InstrumentVersion, n: int, left_out: dict[int, tuple[str, ...]], shift: int = 0) -> list[Any]:
    """n people who answer 2 to 5 by place and item, and what some of them left out."""
    found = []
    for place in range(n):
        given = {
            code: min(value, 2 + (place * 7 + number * 3 + shift) % 4) if value == 5 else value
            for number, (code, value) in enumerate(answers(core, 5).items())
        }
        for code in left_out.get(place, ()):
            given[code] = "dk"
        found.append((f"p{place}", GROUP, given))
    return found


def to(places: int, value: Any) -> float:
    return float(f"{value:.{places}f}")


def exported(round: Round, group: str) -> dict[Any, Any]:
    column = SCORE_COLUMNS.index
    rows = scores_of_round(round, None)
    return {row[column("construct")]: row[column("mean")] for row in rows if row[column("group")] == group}


def solved(round: Round, element: str, first: str, second: str) -> float:
    """What the attacker computes: twice the sum of the scores minus the sums of both items."""
    score, tally = results_of(round).value(element), tallies_of(round)
    counts = [tally[item].counts or {} for item in (first, second)]
    sums = sum(int(option) * n for one in counts for option, n in one.items() if option.isdigit())
    return 2 * (score.n or 0) * (score.mean or 0) - sums


def test_the_other_answer_of_the_one_who_left_an_item_out_cannot_be_computed(
    hold: Hold, core: InstrumentVersion
) -> None:
    """At two decimals the combination would give that answer to .13 points; at one it is a point off either way."""
    round = hold(people(core, 13, {4: ("E1B",)}))
    score = results_of(round).value("E1")
    assert score.decimals == 1
    assert score.mean == to(1, score.mean)
    assert tallies_of(round)["E1A"].counts
    answered = people(core, 13, {})[4][2]["E1A"]
    assert abs(solved(round, "E1", "E1A", "E1B") - answered) <= 2 * 13 * 0.05 + 1e-9


def test_five_who_left_it_out_cover_each_other(hold: Hold, core: InstrumentVersion) -> None:
    round = hold(people(core, 13, dict.fromkeys(range(5), ("E1B",))))
    assert results_of(round).value("E1").decimals == 2


def test_one_item_of_sixteen_drowns_in_two_decimals(hold: Hold, core: InstrumentVersion) -> None:
    round = hold(people(core, 13, {4: ("RES1",)}))
    found = results_of(round)
    assert [found.value(code).decimals for code in ("SYN", "RES", "ATM")] == [2, 1, 2]


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_below_ten_people_the_items_of_a_scale_of_two_are_not_shown(
    hold: Hold, core: InstrumentVersion, n: int, *, shown: bool
) -> None:
    round = hold(people(core, n, {4: ("E1B",)}))
    tallies = tallies_of(round)
    assert [tallies[code].shown for code in ("E1A", "E1B", "E2A")] == [shown, shown, True]
    listed = {row[ITEM_COLUMNS.index("item")]: row for row in items_of_round(round)}
    assert (listed["E1A"][ITEM_COLUMNS.index("mean")] is not None) is shown
    assert results_of(round).value("E1").shown


@pytest.mark.parametrize(("n", "decimals"), [(41, 1), (101, 2)])
def test_large_rounds_lose_their_full_precision_only_as_far_as_needed(
    hold: Hold, core: InstrumentVersion, n: int, decimals: int
) -> None:
    round = hold(people(core, n, {4: ("E1B",)}))
    means = exported(round, "")
    assert means["E1"] == to(decimals, means["E1"])
    assert means["SYN"] != to(2, means["SYN"])


def test_a_change_tells_no_more_than_the_mean(hold: Hold, core: InstrumentVersion) -> None:
    hold(people(core, 13, {}), 1)
    second = hold(people(core, 13, {4: ("E1B",)}, shift=1), 2)
    rows = {
        row[CHANGE_COLUMNS.index("construct")]: dict(zip(CHANGE_COLUMNS, row, strict=True)) for row in changes(second)
    }
    assert all(rows["E1"][name] == to(1, rows["E1"][name]) for name in ("change", "low", "high"))
    assert rows["E1"]["p_holm"] is None or float(str(rows["E1"]["p_holm"])) < 0.1
    assert rows["E2"]["p_holm"] is not None


def test_the_same_holds_for_groups(hold: Hold, core: InstrumentVersion) -> None:
    round = hold(people(core, 41, {4: ("E1B",)}), breakdowns=["kind"])
    means = exported(round, "clinician")
    assert means["E1"] == to(1, means["E1"])
    assert means["SYN"] != to(2, means["SYN"])
