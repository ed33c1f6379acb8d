"""What the close decides: who is compared with themselves, which groups are shown, what n allows to be said."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from assessments.closing.publishing.contents import stored
from assessments.disclosure.derived import scores
from assessments.imports.bulk_answers import GivenAnswers, seal_answers
from assessments.instruments.services import digest_of
from assessments.models import Change, Finding, Gap, InstrumentVersion, ItemTally, PublicationPlan, Round, Score
from assessments.questionnaire import questionnaire
from assessments.results import analyses
from assessments.results.queries import breakdown_of, changes_of, plan_of, results_of, tallies_of
from assessments.rounds.closing import close_round
from partnerships.models import Partnership
from tests.factories import alike, answers_of, open_round

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
Person = tuple[str, dict[str, str], dict[str, Any]]  # key, about, answers
Hold = Callable[..., Round]


@pytest.fixture
def hold(alpha: Partnership, core: InstrumentVersion) -> Hold:
    """A closed round of these people."""

    def make(people: Sequence[Person], number: int = 1, **fields: Any) -> Round:
        round = open_round(alpha, core, number, collection="import", **fields)
        given = [GivenAnswers(answers=one[2], about=one[1], imported_key=one[0]) for one in people]
        seal_answers(round=round, given=given, at=AT)
        return close_round(by=None, round=round, at=AT + timedelta(days=number))

    return make


def people(core: InstrumentVersion, keys: Sequence[str], shift: int = 0, **about: str) -> list[Person]:
    """People who answer 2, 3 or 4 to everything, by place; `shift` moves who answers what."""
    return [(key, about, answers_of(core, alike(2 + (place + shift) % 3))) for place, key in enumerate(keys)]


def keys(*spans: tuple[int, int]) -> list[str]:
    return [f"p{number}" for low, high in spans for number in range(low, high)]


def test_a_version_may_ask_for_more_than_half_of_its_items(hold: Hold, core: InstrumentVersion) -> None:
    """As SURVEY D4 allows: of four items all are needed, so where too few answered one there is no score."""
    for raw in (construct for construct in core.content["constructs"] if construct["code"] == "RES"):
        raw["min_answered"] = 4
    core.digest = digest_of(core.content)
    core.save()
    given = people(core, keys((0, 12)))
    for _, _, answered in given[:8]:
        answered["RES1"] = "dk"
        answered["ATM1"] = "dk"
    found = results_of(hold(given))
    assert [found.value(code).n for code in ("RES", "ATM", "SYN")] == [None, 12, 12]
    assert found.value("ATM").items == ("ATM2", "ATM3", "ATM4")


def test_everybody_is_compared_and_who_answered_both_times_sharpens_the_comparison(
    hold: Hold, core: InstrumentVersion
) -> None:
    """Twelve of seventeen answered again; the change is that of the two printed scores, whoever answered."""
    before = people(core, keys((0, 12))) + [(key, {}, answers_of(core, alike(5))) for key in keys((50, 55))]
    hold(before)
    after: list[Person] = [(key, {}, answers_of(core, alike(3 + place % 2))) for place, key in enumerate(keys((0, 12)))]
    second = hold(after, 2)
    change = Change.objects.get(round=second, construct="RES")
    # After: six 3s and six 4s, 3.5; before: twelve of 3.0 on average and five 5s, 61 / 17.
    assert change.difference == pytest.approx(3.5 - 61 / 17)
    assert (change.linked, change.n_linked) == (True, 12)
    detail = changes_of(second)[1]["RES"]
    assert (detail.n_before, detail.n_after) == (17, 12)
    assert (detail.before, detail.after) == (pytest.approx(61 / 17), 3.5)
    assert plan_of(second).linked[1] == (12, detail.r)


def test_people_without_a_code_are_never_linked(hold: Hold, core: InstrumentVersion) -> None:
    hold(people(core, [""] * 12))
    second = hold(people(core, [""] * 12, shift=1), 2)
    assert changes_of(second)[1]["RES"].linked is False
    assert plan_of(second).linked[1][1] == 0.0


def test_a_round_of_another_method_is_compared_with_nothing(hold: Hold, core: InstrumentVersion) -> None:
    """No change is worked out across the seam; from the first round of this method on there is one again."""
    first = hold(people(core, keys((0, 12))))
    PublicationPlan.objects.filter(round=first).update(method=1)
    assert not changes_of(hold(people(core, keys((0, 12)), shift=1), 2))
    third = hold(people(core, keys((0, 12)), shift=2), 3)
    assert set(changes_of(third)) == {2}


def test_what_was_published_is_read_back_as_it_was(hold: Hold, core: InstrumentVersion) -> None:
    """The earlier round of a change counts as it was stored, not as its rows would give it today."""
    given = people(core, keys((0, 12)))
    for _, _, answered in given[:6]:
        answered["E1A"] = "na"  # six answers: a mean, and no distribution
    round = Round.objects.select_related("plan", "version").get(pk=hold(given).pk)
    found = stored(round)
    scoring = questionnaire(core).scoring
    assert found.counted == {item.code for item in questionnaire(core).items} - {"I1"}
    assert found.items["E1A"].table is None
    rows = {row.construct: row for row in Score.objects.filter(round=round, breakdown="", mean__isnull=False)}
    assert {code: one.mean for code, one in scores(scoring, found).items()} == {
        code: pytest.approx(row.mean) for code, row in rows.items()
    }
    assert {code: one.sd for code, one in scores(scoring, found).items()} == {
        code: pytest.approx(row.sd) for code, row in rows.items()
    }


def test_the_third_round_is_compared_with_the_second_and_with_the_first(hold: Hold, core: InstrumentVersion) -> None:
    for number, level in ((1, 2), (2, 3), (3, 4)):
        hold([(key, {}, answers_of(core, alike(level + n % 2))) for n, key in enumerate(keys((0, 30)))], number)
    third = Round.objects.get(number=3)
    details = changes_of(third)
    assert {number: one["RES"].difference for number, one in details.items()} == {1: 2.0, 2: 1.0}
    assert results_of(third).changes["RES"].against == 2


def crossed(core: InstrumentVersion, table: dict[tuple[str, str], int]) -> list[Person]:
    found: list[Person] = []
    for (kind, sector), number in table.items():
        about = {"kind": kind, "sector": sector}
        found += [(f"{kind}{sector}{n}", about, answers_of(core, alike(2 + n % 3))) for n in range(number)]
    return found


def shown(round: Round, breakdown: str) -> frozenset[str]:
    table = breakdown_of(round, breakdown)
    assert table is not None
    return table.shown


def test_the_second_breakdown_vanishes_where_both_together_give_someone_away(
    hold: Hold, core: InstrumentVersion
) -> None:
    """Academics minus hospital people leaves one person on each side."""
    table = {
        ("academic", "hospital"): 4,
        ("academic", "clinic"): 1,
        ("clinician", "hospital"): 1,
        ("clinician", "clinic"): 5,
    }
    round = hold(crossed(core, table), breakdowns=["kind", "sector"])
    assert (shown(round, "kind"), shown(round, "sector")) == ({"academic", "clinician"}, set())
    listed = PublicationPlan.objects.get(round=round).content["breakdowns"]
    assert [(one["rank"], one["reason"]) for one in listed] == [(1, ""), (2, "too_small_beside_first")]
    assert not Score.objects.filter(round=round, breakdown="sector", shown=True).exists()
    hidden = Score.objects.filter(round=round, breakdown="sector")
    assert not hidden.exclude(n=None, mean=None, sd=None, low=None, high=None, details={}).exists()


def test_the_rank_decides_which_breakdown_stays(hold: Hold, core: InstrumentVersion) -> None:
    table = {("academic", "hospital"): 6, ("academic", "clinic"): 1, ("clinician", "clinic"): 6}
    round = hold(crossed(core, table), breakdowns=["sector", "kind"])
    assert (shown(round, "kind"), shown(round, "sector")) == (set(), {"hospital", "clinic"})


def test_two_breakdowns_that_do_not_cut_each_other_are_both_shown(hold: Hold, core: InstrumentVersion) -> None:
    table = {(kind, sector): 6 for kind in ("academic", "clinician") for sector in ("hospital", "clinic")}
    round = hold(crossed(core, table), breakdowns=["kind", "sector"])
    assert (shown(round, "kind"), shown(round, "sector")) == ({"academic", "clinician"}, {"hospital", "clinic"})


def test_groups_merged_before_the_opening_are_one_group(hold: Hold, core: InstrumentVersion) -> None:
    table = {("academic", ""): 3, ("patient_partner", ""): 4, ("clinician", ""): 8}
    assert shown(hold(crossed(core, table)), "kind") == {"clinician"}
    merges = {"kind": {"academic": "merged", "patient_partner": "merged"}}
    round = hold(crossed(core, table), 2, merges=merges)
    assert shown(round, "kind") == {"clinician", "merged"}
    assert Score.objects.get(round=round, breakdown="kind", group="merged", construct="RES").n == 7
    table_ = breakdown_of(round, "kind")
    assert table_ is not None
    assert "Other groups (merged)" in table_.labels.values()


@pytest.mark.parametrize(("number", "told"), [(49, False), (50, True)])
def test_alpha_is_told_from_fifty_people_with_one_decimal(
    number: int, told: bool, hold: Hold, core: InstrumentVersion
) -> None:
    random = Random(3)

    def varied(n: int) -> dict[str, Any]:
        return {item.code: 1 + (n % 3 + random.randint(0, 1)) % 3 for item in questionnaire(core).items}

    round = hold([(f"p{n}", {}, varied(n)) for n in range(number)])
    found = analyses.reliability_of(round)
    assert ("RES" in found) is told
    assert "I2" not in found
    if told:
        rho = Score.objects.get(round=round, breakdown="", construct="RES").details["rho"]["own"]
        assert found["RES"].alpha == pytest.approx(4 * rho / (1 + 3 * rho), abs=0.05)
        assert (found["RES"].omega, found["RES"].negative, found["RES"].constant) == (None, False, ())


def test_agreement_is_the_mean_distance_from_the_mean(hold: Hold, core: InstrumentVersion) -> None:
    """Twelve people, four each of 2, 3 and 4: two thirds of a point from the mean, and rough below ten."""
    found = analyses.agreement_of(hold(people(core, keys((0, 12)))))["RES"]
    assert (found.n, found.ad, found.acceptable, found.rough) == (12, pytest.approx(2 / 3), True, False)
    assert analyses.agreement_of(hold(people(core, keys((0, 9))), 2))["RES"].rough is True
    assert "RES" not in analyses.agreement_of(hold(people(core, keys((0, 7))), 3))
    unanimous = hold([(key, {}, answers_of(core, alike(4))) for key in keys((0, 9))], 4)
    assert analyses.agreement_of(unanimous)["RES"].ad == 0


def test_a_balance_item_says_where_it_leans(hold: Hold, core: InstrumentVersion) -> None:
    """Four 2s, four 3s and four 4s lean nowhere; 1s and 4s of ten people: (5 * -2 + 5 * 1) / 10."""
    directions = ItemTally.objects.filter(details__has_key="direction")
    first = hold(people(core, keys((0, 12))))
    assert directions.get(round=first, item="E5B").details["direction"] == 0
    mixed: list[Person] = [(key, {}, answers_of(core, alike(1 if n % 2 else 4))) for n, key in enumerate(keys((0, 10)))]
    round = hold(mixed, 2)
    assert directions.get(round=round, item="E5B").details["direction"] == -0.5
    assert set(directions.filter(round=round).values_list("item", flat=True)) == {"E5B", "E7B"}
    assert tallies_of(round)["E5B"].mean == 2  # the balance score: 1 scores 1, 4 scores 3


def test_gaps_are_between_shown_groups_only(hold: Hold, core: InstrumentVersion) -> None:
    low = [(f"c{n}", {"kind": "clinician"}, answers_of(core, alike(1 + n % 3))) for n in range(12)]
    high = [(f"a{n}", {"kind": "academic"}, answers_of(core, alike(3 + n % 3))) for n in range(12)]
    few = [
        (f"x{n}", {"kind": kind}, answers_of(core, alike(3 + n % 2)))
        for n, kind in enumerate(["supplier"] * 4 + ["manager"] * 4)
    ]
    round = hold(low + high + few)
    gap = Gap.objects.get(round=round, group="clinician", construct="I2")
    assert (gap.difference, gap.verdict, gap.details["n_rest"]) == (pytest.approx(-2.0), "lower", 12)
    assert set(Gap.objects.values_list("group", flat=True)) == {"clinician", "academic"}
    power = analyses.power_sharing_of(round)
    assert power is not None
    assert (power["higher"], power["lower"], power["clear"]) == ("academic", "clinician", True)
    assert power["difference"] == pytest.approx(2.0)
    assert {one.group for one in analyses.gaps_of(round)["kind"]} == {"clinician", "academic"}


def test_the_power_sharing_gap_is_never_clear_among_few(hold: Hold, core: InstrumentVersion) -> None:
    """A gap of two points; but one of the groups has nine people."""
    high = [(f"a{n}", {"kind": "academic"}, answers_of(core, alike(4 + n % 2))) for n in range(9)]
    low = [(f"c{n}", {"kind": "clinician"}, answers_of(core, alike(2 + n % 2))) for n in range(12)]
    power = analyses.power_sharing_of(hold(high + low))
    assert power is not None
    assert power["omnibus_p"] < 0.001
    assert (power["n_higher"], power["n_lower"], power["clear"]) == (9, 12, False)


def test_what_goes_with_synergy_is_ordered_only_as_far_as_n_allows(hold: Hold, core: InstrumentVersion) -> None:
    for number, size, order in ((1, 9, "nothing"), (2, 29, "nothing"), (3, 36, "uncertain")):
        found = analyses.correlates_of(hold(people(core, keys((0, size))), number))
        assert found is not None
        assert found.order == order
        assert (found.n is None) is (order == "nothing")


def test_nothing_at_all_is_found_below_k(hold: Hold, core: InstrumentVersion) -> None:
    round = hold(people(core, keys((0, 4))))
    assert sum(model.objects.count() for model in (Gap, Finding, Change)) == 0
    content = PublicationPlan.objects.get(round=round).content
    assert (content["published"], content["reason"], content["comments_readable"]) == (
        False,
        "too_few_respondents",
        False,
    )
