"""What the close decides: who is compared with themselves, which groups are shown, what n allows to be said."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from assessments.models import Change, Finding, Gap, InstrumentVersion, PublicationPlan, Round, Score
from assessments.queries import findings
from assessments.queries.instruments import questionnaire
from assessments.queries.results import breakdown_of, changes_of, results_of, tallies_of
from assessments.services.closing import close_round
from assessments.services.instruments import digest_of, publish_instruments
from assessments.services.sealing import GivenAnswers, seal_answers
from partnerships.models import Partnership
from tests.assessments.holding import opened

AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
Person = tuple[str, dict[str, str], dict[str, Any]]  # key, about, answers
Hold = Callable[..., Round]


@pytest.fixture
def core(vocabulary: None) -> InstrumentVersion:
    publish_instruments(at=AT)
    return InstrumentVersion.objects.get(code="core_1")


@pytest.fixture
def hold(alpha: Partnership, core: InstrumentVersion) -> Hold:
    """A closed round of these people."""

    def make(people: Sequence[Person], number: int = 1, **fields: Any) -> Round:
        round = opened(alpha, core, number, collection="import", **fields)
        given = [GivenAnswers(answers=one[2], about=one[1], imported_key=one[0]) for one in people]
        seal_answers(round=round, given=given, at=AT)
        return close_round(by=None, round=round, at=AT + timedelta(days=number))

    return make


def answers(core: InstrumentVersion, value: int) -> dict[str, Any]:
    return {item.code: min(value, len(item.options)) for item in questionnaire(core).items}


def people(core: InstrumentVersion, keys: Sequence[str], shift: int = 0, **about: str) -> list[Person]:
    """People who answer 2, 3 or 4 to everything, by place; `shift` moves who answers what."""
    return [(key, about, answers(core, 2 + (place + shift) % 3)) for place, key in enumerate(keys)]


def keys(*spans: tuple[int, int]) -> list[str]:
    return [f"p{number}" for low, high in spans for number in range(low, high)]


def test_a_version_may_ask_for_more_than_half_of_the_answers(hold: Hold, core: InstrumentVersion) -> None:
    """As SURVEY D4 allows: of four items all are needed, so two people who answered three have no score."""
    for raw in (construct for construct in core.content["constructs"] if construct["code"] == "RES"):
        raw["min_answered"] = 4
    core.digest = digest_of(core.content)
    core.save()
    given = people(core, keys((0, 12)))
    for _, _, answered in given[:2]:
        answered["RES1"] = "dk"
    found = results_of(hold(given))
    assert [found.value(code).n for code in ("RES", "ATM", "SYN")] == [10, 12, 12]


@pytest.mark.parametrize(
    ("before", "after", "linked"),
    [
        (keys((0, 12)), keys((0, 12)), 12),  # everybody answered both times: nothing is left over
        (keys((0, 20)), keys((0, 12)), 12),  # 8 people only before
        (keys((0, 15)), keys((0, 12), (20, 22)), 12),  # 3 + 2 people answered once: five in all
        (keys((0, 14)), keys((0, 12), (20, 22)), None),  # 2 + 2: the totals would give four people away
        (keys((0, 20)), keys((0, 9), (30, 40)), None),  # 9 of 19 are linked: too few
        (keys((0, 30)), keys((0, 12), (40, 60)), None),  # 12 of 30 are under 60 %
    ],
)
def test_people_are_compared_with_themselves_where_enough_are_linked_and_nobody_is_left_over(
    before: list[str], after: list[str], linked: int | None, hold: Hold, core: InstrumentVersion
) -> None:
    hold(people(core, before))
    second = hold(people(core, after, shift=1), 2)
    change = changes_of(second)["RES"]
    assert (change.linked, change.n_linked) == (linked is not None, linked)
    both = findings.linked_people_of(second)[1]
    assert both.answered_both == len(set(before) & set(after))
    assert ("RES" in both.linked) is (linked is not None)
    detail = findings.change_details_of(second)[1]["RES"]
    assert (detail.n_before, detail.n_after) == ((linked, linked) if linked else (len(before), len(after)))


def test_a_linked_change_is_the_mean_of_the_persons_changes(hold: Hold, core: InstrumentVersion) -> None:
    """Twelve of seventeen: before 2 3 4 over and over, after 3 4 2; the five others are left out of both."""
    before = people(core, keys((0, 12))) + [(key, {}, answers(core, 5)) for key in keys((50, 55))]
    hold(before)
    after: list[Person] = [(key, {}, answers(core, 3 + place % 2)) for place, key in enumerate(keys((0, 12)))]
    second = hold(after, 2)
    change = Change.objects.get(round=second, construct="RES")
    # After: six 3s and six 4s, 3.5 on average; before, the same people: 3.0. All seventeen before: 3.59.
    assert (change.linked, change.difference) == (True, 0.5)
    assert change.details["effect"]["name"] == "g_av"


def test_people_without_a_code_are_never_linked(hold: Hold, core: InstrumentVersion) -> None:
    hold(people(core, [""] * 12))
    second = hold(people(core, [""] * 12, shift=1), 2)
    assert changes_of(second)["RES"].linked is False
    assert Change.objects.get(round=second, construct="RES").details["effect"]["name"] == "g"


def test_the_third_round_is_compared_with_the_second_and_with_the_first(hold: Hold, core: InstrumentVersion) -> None:
    for number, level in ((1, 2), (2, 3), (3, 4)):
        hold([(key, {}, answers(core, level + n % 2)) for n, key in enumerate(keys((0, 30)))], number)
    third = Round.objects.get(number=3)
    details = findings.change_details_of(third)
    assert {number: one["RES"].difference for number, one in details.items()} == {1: 2.0, 2: 1.0}
    assert changes_of(third)["RES"].against == 2


@pytest.mark.parametrize(("breakdowns", "linked"), [([], True), (["kind"], False)])
def test_groups_shown_beside_it_can_forbid_a_linked_change(
    breakdowns: list[str], linked: bool, hold: Hold, core: InstrumentVersion
) -> None:
    """Five newcomers are enough beside the totals; as a shown group with one member of before they are not."""
    clinicians, patients = {"kind": "clinician"}, {"kind": "patient_partner"}
    first = [(key, clinicians, answers(core, 2 + n % 3)) for n, key in enumerate(keys((0, 12)))]
    hold(first, breakdowns=breakdowns)
    second = first[:11] + [(key, patients, answers(core, 2 + n % 4)) for n, key in enumerate(keys((11, 17)))]
    assert changes_of(hold(second, 2, breakdowns=breakdowns))["RES"].linked is linked


def test_an_earlier_linked_change_can_forbid_a_later_one(hold: Hold, core: InstrumentVersion) -> None:
    """Rounds 1 and 2 share twenty people. Beside that, 2 to 3 may not stand: it leaves out one of these twenty and
    takes in one newcomer of the five. A combination of both sums would rest on these two and the two of round 3."""
    hold(people(core, keys((0, 20))))
    assert changes_of(hold(people(core, keys((0, 20), (30, 35)), shift=1), 2))["RES"].linked is True
    third = hold(people(core, keys((1, 20), (30, 31), (40, 42)), shift=2), 3)
    assert changes_of(third)["RES"].linked is False


def crossed(core: InstrumentVersion, table: dict[tuple[str, str], int]) -> list[Person]:
    found: list[Person] = []
    for (kind, sector), number in table.items():
        about = {"kind": kind, "sector": sector}
        found += [(f"{kind}{sector}{n}", about, answers(core, 2 + n % 3)) for n in range(number)]
    return found


def shown(round: Round, breakdown: str) -> set[str]:
    table = breakdown_of(round, breakdown)
    assert table is not None
    return {group.code for group in table.groups if group.shown}


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
    assert "Other groups (merged)" in [group.label for group in table_.groups]


@pytest.mark.parametrize(
    ("number", "note", "value", "interval"),
    [
        (9, "too_few", False, False),
        (10, "indicative", True, False),
        (19, "indicative", True, False),
        (20, "", True, True),
    ],
)
def test_alpha_is_said_as_far_as_the_number_of_people_allows(
    number: int, note: str, value: bool, interval: bool, hold: Hold, core: InstrumentVersion
) -> None:
    random = Random(3)

    def varied(n: int) -> dict[str, Any]:
        return {item.code: 1 + (n % 3 + random.randint(0, 1)) % 3 for item in questionnaire(core).items}

    round = hold([(f"p{n}", {}, varied(n)) for n in range(number)])
    found = findings.reliability_of(round)["RES"]
    assert found.note == note
    assert ((found.alpha is not None), (found.low is not None)) == (value, interval)
    assert (found.omega, found.omega_note) == (None, "too_few")
    assert "I2" not in findings.reliability_of(round)


def test_agreement_is_the_mean_distance_from_the_mean(hold: Hold, core: InstrumentVersion) -> None:
    """Twelve people, four each of 2, 3 and 4: two thirds of a point from the mean, and rough below ten."""
    round = hold(people(core, keys((0, 12))))
    found = findings.agreement_of(round)["RES"]
    assert (found.n, found.ad, found.acceptable, found.note) == (12, 0.67, True, "")
    assert findings.agreement_of(hold(people(core, keys((0, 9))), 2))["RES"].note == "rough"
    alike = hold([(key, {}, answers(core, 4)) for key in keys((0, 9))], 3)
    assert "RES" not in findings.agreement_of(alike)


def test_a_balance_item_says_where_it_leans(hold: Hold, core: InstrumentVersion) -> None:
    """Four 2s, four 3s and four 4s lean nowhere; 1s and 4s of ten people: (5 * -2 + 5 * 1) / 10."""
    assert findings.directions_of(hold(people(core, keys((0, 12)))))["E5B"] == 0
    mixed: list[Person] = [(key, {}, answers(core, 1 if n % 2 else 4)) for n, key in enumerate(keys((0, 10)))]
    round = hold(mixed, 2)
    assert findings.directions_of(round)["E5B"] == -0.5
    assert set(findings.directions_of(round)) == {"E5B", "E7B"}
    assert tallies_of(round)["E5B"].mean == 2  # the balance score: 1 scores 1, 4 scores 3


def test_gaps_are_between_shown_groups_only(hold: Hold, core: InstrumentVersion) -> None:
    low = [(f"c{n}", {"kind": "clinician"}, answers(core, 2 + n % 2)) for n in range(12)]
    high = [(f"a{n}", {"kind": "academic"}, answers(core, 4 + n % 2)) for n in range(12)]
    few = [(f"x{n}", {"kind": kind}, answers(core, 3)) for n, kind in enumerate(["supplier"] * 2 + ["manager"] * 4)]
    round = hold(low + high + few)
    gap = Gap.objects.get(round=round, group="clinician", construct="I2")
    assert (gap.difference, gap.verdict, gap.details["n_rest"]) == (-2.0, "lower", 12)
    assert set(Gap.objects.values_list("group", flat=True)) == {"clinician", "academic"}
    power = findings.power_sharing_of(round)
    assert power is not None
    assert (power.higher, power.lower, power.difference, power.clear) == ("academic", "clinician", 2.0, True)
    assert {one.group for one in findings.gaps_of(round)["kind"]} == {"clinician", "academic"}


def test_nothing_is_clear_beside_a_printed_zero(hold: Hold, core: InstrumentVersion) -> None:
    """The interval starts at .02, which a reader sees as 0.0; the test over all groups has p = .043."""
    high = [
        (f"a{n}", {"kind": "academic"}, answers(core, value)) for n, value in enumerate([3] * 3 + [4] * 4 + [5] * 5)
    ]
    low = [(f"c{n}", {"kind": "clinician"}, answers(core, value)) for n, value in enumerate([2] + [3] * 4 + [4] * 7)]
    power = findings.power_sharing_of(hold(high + low))
    assert power is not None
    assert (power.low, power.omnibus_p, power.clear) == (0.0, 0.043, False)
    assert not Gap.objects.filter(verdict__in=("higher", "lower")).exists()


def test_what_goes_with_synergy_is_ordered_only_as_far_as_n_allows(hold: Hold, core: InstrumentVersion) -> None:
    for number, size, order in ((1, 9, "nothing"), (2, 12, "questionnaire"), (3, 36, "uncertain")):
        found = findings.goes_with_of(hold(people(core, keys((0, size))), number))
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
