"""Where few people left an item out, the items go in bands, and scores with parts are printed coarser."""

from typing import Any

import pytest

from assessments.exports.findings import CHANGE_COLUMNS, changes
from assessments.exports.scores import ITEM_COLUMNS, SCORE_COLUMNS, items_of_round, scores_of_round
from assessments.models import Change, InstrumentVersion, PublicationPlan, Round, Score
from assessments.queries.instruments import questionnaire
from assessments.queries.results import results_of, tallies_of
from assessments.services.instruments import digest_of
from assessments.services.publishing.covers import covers_of
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


def test_beside_the_score_of_one_who_left_an_item_out_its_items_are_in_bands(
    hold: Hold, core: InstrumentVersion
) -> None:
    """Exact counts would give that person's other answer: 2 n m - S1 - S2."""
    round = hold(people(core, 13, {4: ("E1B",)}))
    given = [one[2]["E1A"] for one in people(core, 13, {})]
    tally = tallies_of(round)["E1A"]
    assert tally.banded
    assert tally.mean is None
    assert tally.counts == {
        "low": sum(value < 3 for value in given),
        "mid": given.count(3),
        "high": sum(value > 3 for value in given),
        "na": 0,
        "dk": 0,
    }
    assert not tallies_of(round)["E2A"].banded
    found = results_of(round)
    assert found.value("E1").decimals == 2
    assert found.value("E1").mean == to(2, found.value("E1").mean)
    listed = {
        row[ITEM_COLUMNS.index("item")]: dict(zip(ITEM_COLUMNS, row, strict=True)) for row in items_of_round(round)
    }
    assert (listed["E1A"]["mean"], listed["E1A"]["count_4"], listed["E1A"]["count_mid"]) == (None, None, given.count(3))


@pytest.mark.parametrize(("outer", "shown"), [((2,), False), ((2, 4), False), ((2, 4, 5), True)])
def test_nearly_all_in_the_middle_band_would_tell_the_sum(
    hold: Hold, core: InstrumentVersion, outer: tuple[int, ...], shown: bool
) -> None:
    listed = people(core, 13, {4: ("E1B",)})
    for place, (_, _, given) in enumerate(listed):
        given["E1A"] = outer[place] if place < len(outer) else 3
    tally = tallies_of(hold(listed))["E1A"]
    assert (tally.shown, bool(tally.counts)) == (shown, shown)


def test_five_who_left_it_out_cover_each_other(hold: Hold, core: InstrumentVersion) -> None:
    round = hold(people(core, 13, dict.fromkeys(range(5), ("E1B",))))
    assert not tallies_of(round)["E1A"].banded
    assert results_of(round).value("CONT").decimals == 2


def test_but_not_where_a_group_sets_one_of_them_apart(hold: Hold, core: InstrumentVersion) -> None:
    """Six patients, of whom only one answered both items: the mean of the group cancels the five."""
    listed = people(core, 32, dict.fromkeys(range(5), ("E7A",)))
    listed = [(key, {"kind": "patient_partner" if place < 6 else "clinician"}, given)
              for place, (key, _, given) in enumerate(listed)]  # fmt: skip
    assert tallies_of(hold(listed, breakdowns=["kind"]))["E7A"].banded
    assert not tallies_of(hold(listed, 2, breakdowns=[]))["E7A"].banded


def test_scores_with_parts_are_rounded_as_far_as_needed(hold: Hold, core: InstrumentVersion) -> None:
    """CONT has four items in two elements; of one who left an item out a third of the own mean stands alone."""
    for number, (n, decimals) in enumerate([(13, 1), (41, 1), (101, 2)], start=1):
        round = hold(people(core, n, {4: ("E1B",)}), number)
        means = exported(round, "")
        assert results_of(round).value("CONT").decimals == decimals
        assert means["CONT"] == to(decimals, means["CONT"])
        assert means["E1"] == to(2, means["E1"])  # one divides by one item, all others by two
        assert n < 30 or means["E2"] != to(2, means["E2"])


def test_below_ten_people_the_items_of_scores_with_parts_are_hidden(hold: Hold, core: InstrumentVersion) -> None:
    """One skips the whole of E1: alone in CONT beside its items, though complete in E8 and in no mean of E1."""
    round = hold(people(core, 9, {4: ("E1A", "E1B")}))
    assert [tallies_of(round)[code].banded for code in ("E1A", "E8A", "E2A")] == [True, True, False]
    assert results_of(round).value("CONT").shown


def test_at_the_last_a_score_with_parts_is_not_shown(hold: Hold, core: InstrumentVersion) -> None:
    """Of six one has no E1 and one no E8: CONT beside both leaves the four others, with their whole means."""
    round = hold(people(core, 6, {4: ("E1A", "E1B"), 5: ("E8A", "E8B")}))
    found = results_of(round)
    assert [found.value(code).shown for code in ("E1", "E8", "CONT")] == [True, True, False]
    assert exported(round, "")["CONT"] is None


def test_every_way_to_put_a_score_together(core: InstrumentVersion) -> None:
    asked = questionnaire(core)
    ways = {
        one.code: [{part.code for part in cover.parts} for cover in covers_of(asked, one)] for one in asked.constructs
    }
    assert ways["SYN"] == [{"RES", "ATM", "BEN", "ADA"}]
    assert ways["INT"] == [{"LEAD", "E4"}, {"E3", "E4", "E6"}]
    assert ways["E1"] == ways["RES"] == []


def test_of_exact_parts_the_items_count_one_by_one(core: InstrumentVersion) -> None:
    asked = questionnaire(core)
    (cover,) = covers_of(asked, next(one for one in asked.constructs if one.code == "CONT"))
    assert sorted(map(list, cover.columns)) == [[0, 1], [2, 3]]
    assert len(list(cover.choices(set()))) == 1
    columns = [sorted(list(part.columns) for part in one) for one in cover.choices({"E1", "E8"})]
    assert [[0], [1], [2], [3]] in columns
    assert len(list(cover.choices({"E1", "E8"}))) == 4


def test_a_change_tells_no_more_than_the_mean(hold: Hold, core: InstrumentVersion) -> None:
    hold(people(core, 40, {}), 1)
    second = hold(people(core, 40, {4: ("E1B",)}, shift=1), 2)
    rows = {
        row[CHANGE_COLUMNS.index("construct")]: dict(zip(CHANGE_COLUMNS, row, strict=True)) for row in changes(second)
    }
    assert all(rows["CONT"][name] == to(1, rows["CONT"][name]) for name in ("change", "low", "high"))
    assert rows["CONT"]["p_holm"] is None or float(str(rows["CONT"]["p_holm"])) < 0.1
    assert rows["E2"]["p_holm"] is not None
    assert rows["E2"]["linked"]


def test_a_change_reads_the_decimals_that_were_published(hold: Hold, core: InstrumentVersion) -> None:
    """After an anonymous round the groups are gone, and nothing could be worked out again as it was at its close."""
    first = hold(people(core, 40, {}), 1)
    score = Score.objects.get(round=first, construct="E2", breakdown="")
    Score.objects.filter(pk=score.pk).update(details=score.details | {"decimals": 1})
    second = hold(people(core, 40, {4: ("E9B",)}, shift=1), 2)
    changed = Change.objects.get(round=second, construct="E2")
    assert all(value == to(1, value) for value in (changed.difference, changed.low, changed.high))
    other = Change.objects.get(round=second, construct="E4")
    assert any(value != to(1, value) for value in (other.difference, other.low, other.high))


def test_a_linked_change_of_few_people_has_one_decimal(hold: Hold, core: InstrumentVersion) -> None:
    hold(people(core, 20, {}), 1)
    second = hold(people(core, 20, {}, shift=1), 2)
    assert Change.objects.filter(round=second, linked=True).count() > 20
    assert all(one.difference == to(1, one.difference) for one in Change.objects.filter(round=second, linked=True))


def test_newcomers_do_not_set_apart_one_who_stayed(hold: Hold, core: InstrumentVersion) -> None:
    """Six leave E4A out, so its counts are exact; five of them are new, and a linked change would leave the sixth."""
    hold(people(core, 15, {}), 1)
    second = hold(people(core, 20, dict.fromkeys((3, 15, 16, 17, 18, 19), ("E4A",)), shift=1), 2)
    assert not tallies_of(second)["E4A"].banded
    linked = dict(Change.objects.filter(round=second).values_list("construct", "linked"))
    assert (linked["E4"], linked["E2"]) == (False, True)


def by_pattern(core: InstrumentVersion, *given: tuple[int, dict[str, str], tuple[str, ...]]) -> list[Any]:
    """So many people each, with these traits, who left these items out."""
    who = [(about, left_out) for n, about, left_out in given for _ in range(n)]
    listed = people(core, len(who), {place: left_out for place, (_, left_out) in enumerate(who)})
    return [(key, about, one) for (key, _, one), (about, _) in zip(listed, who, strict=True)]


KIND, SECTOR = {"kind": "clinician"}, {"sector": "hospital"}
OTHER_KIND, OTHER_SECTOR = {"kind": "academic"}, {"sector": "primary_care"}


def test_a_group_of_which_one_alone_answered_an_item(hold: Hold, core: InstrumentVersion) -> None:
    """Ten academics, of whom nine answer only E8A and one only E8B, as the clinicians do: their mean minus E8A."""
    round = hold(
        by_pattern(core, (9, OTHER_KIND, ("E8B",)), (1, OTHER_KIND, ("E8A",)), (12, KIND, ("E8A",))),
        breakdowns=["kind"],
    )
    assert tallies_of(round)["E8A"].banded
    assert tallies_of(round)["E8B"].banded


def test_two_breakdowns_beside_the_items(hold: Hold, core: InstrumentVersion) -> None:
    """E1A + E1B - clinicians - hospital leaves one who is neither."""
    listed = by_pattern(
        core,
        (25, KIND | SECTOR, ()),
        (5, KIND | OTHER_SECTOR, ("E1B",)),
        (5, OTHER_KIND | SECTOR, ("E1B",)),
        (1, OTHER_KIND | OTHER_SECTOR, ()),
    )
    both = hold(listed, breakdowns=["kind", "sector"])
    assert PublicationPlan.objects.get(round=both).content["breakdowns"][1]["shown"]
    assert tallies_of(both)["E1A"].banded
    assert not tallies_of(hold(listed, 2, breakdowns=["kind"]))["E1A"].banded


def test_two_breakdowns_beside_the_parts(hold: Hold, core: InstrumentVersion) -> None:
    """2 CONT - E1 - E8, of clinicians and of the hospital together, less that of everybody: one who has no E1."""
    no_e1 = ("E1A", "E1B")
    listed = by_pattern(
        core,
        *((25, KIND | SECTOR, ()), (1, KIND | SECTOR, no_e1)),
        *((5, KIND | OTHER_SECTOR, ()), (5, KIND | OTHER_SECTOR, no_e1)),
        *((5, OTHER_KIND | SECTOR, ()), (5, OTHER_KIND | SECTOR, no_e1)),
    )
    means = [
        row
        for row in scores_of_round(hold(listed, breakdowns=["kind", "sector"]), None)
        if row[SCORE_COLUMNS.index("construct")] == "CONT" and row[SCORE_COLUMNS.index("mean")] is not None
    ]
    two = [row for row in means if row[SCORE_COLUMNS.index("mean")] != to(1, row[SCORE_COLUMNS.index("mean")])]
    assert len(means) > len(two)


def test_a_part_used_whole_and_item_by_item(hold: Hold, core: InstrumentVersion) -> None:
    """CONT + E8 / 3 - (E1A + E1B) / 3 - 2 (E8A + E8B) / 3 leaves the one who answered all four."""
    listed = by_pattern(core, (26, KIND, ("E8B",)), (4, KIND, ("E1A", "E1B")), (1, KIND, ()))
    assert results_of(hold(listed, breakdowns=[])).value("CONT").decimals == 1


def test_an_unrounded_mean_would_tell_by_its_thirds(hold: Hold, core: InstrumentVersion) -> None:
    """Of 41 people one answered three items of four: 12 n m modulo 3 is the sum of these, modulo 3."""
    given = people(core, 41, {7: ("RES4",)})
    means = exported(hold(given, breakdowns=[]), "")
    assert means["RES"] == to(2, means["RES"])
    more = exported(hold(people(core, 41, dict.fromkeys(range(5), ("RES4",))), 2, breakdowns=[]), "")
    assert more["RES"] != to(2, more["RES"])


def test_two_scores_of_the_same_items_by_different_rules(hold: Hold, core: InstrumentVersion) -> None:
    """COMM asks for both items of E4: times their people, E4 - COMM is the one who answered one of them."""
    for raw in (construct for construct in core.content["constructs"] if construct["code"] == "COMM"):
        raw["min_answered"] = 2
    core.digest = digest_of(core.content)
    core.save()
    found = results_of(hold(people(core, 41, {7: ("E4B",)}), breakdowns=[]))
    assert [found.value(code).decimals for code in ("E4", "COMM", "LEAD")] == [2, 1, 2]


def test_agreement_is_coarser_wherever_an_item_is_in_bands(hold: Hold, core: InstrumentVersion) -> None:
    """CONT has items of E1, which are in bands, and of E8, which are not."""
    round = hold(people(core, 13, {4: ("E1B",)}))
    for code in ("E1", "CONT", "SYS"):
        close = Score.objects.get(round=round, construct=code, breakdown="").details["agreement"]
        assert close["ad_mean"] == to(1, close["ad_mean"])
