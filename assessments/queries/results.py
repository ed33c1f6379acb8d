"""The door: every page, chart, table and export reads the published numbers of a round here and nowhere else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Change, Invitation, ItemTally, PublicationPlan, Round, Score
from assessments.queries.groupings import BREAKDOWNS, group_of, labels_of
from assessments.queries.instruments import Questionnaire, questionnaire
from partnerships.models import Partnership

OTHERS = "others"  # the column that stands for every group of an imported round that is not shown


@dataclass(frozen=True)
class Value:
    """A construct's number as it may be shown; `shown` False: too few, or it would reveal a smaller group.

    `note` "alike": all answered alike, so `mean` is None and `low`..`high` is the range of the mean, not an interval.
    `shares` only for the compared item: option code -> share of valid answers.
    """

    construct: str
    shown: bool
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    band: str = ""
    shares: dict[str, float] = field(default_factory=dict)
    group: str = ""
    apart: float | None = None  # how far answers lie from their mean on average, in points; everybody's only
    agreed: bool | None = None  # whether that is close enough to speak of agreement
    decimals: int = 1  # how many the number is read with; fewer answers, or few who left an item out: fewer

    @property
    def alike(self) -> bool:
        return self.note == "alike"


@dataclass(frozen=True)
class Group:
    """A group of a breakdown; one that is not shown looks the same whether it is empty or too small."""

    code: str
    label: str
    shown: bool


@dataclass(frozen=True)
class Breakdown:
    code: str
    groups: tuple[Group, ...]
    values: dict[tuple[str, str], Value]  # (group, construct) -> value; absent means not shown
    constructs: frozenset[str]  # those on which groups are compared at all

    def value(self, group: Group, construct: str) -> Value:
        return self.values.get((group.code, construct)) or Value(construct, shown=False, group=group.code)


@dataclass(frozen=True)
class ChangeValue:
    """A construct's change since the round before, in scale points, with its 95 % interval and verdict."""

    construct: str
    against: int  # number of the earlier round
    linked: bool
    n_linked: int | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    arrow: bool


@dataclass(frozen=True)
class TallyValue:
    """An item's numbers; `counts` (option value -> answers) is None where only the mean may be shown."""

    item: str
    shown: bool
    n: int | None
    mean: float | None
    low: float | None
    high: float | None
    note: str
    counts: dict[str, int] | None
    dk_share: float | None
    na_share: float | None
    banded: bool = False  # counts of "low", "mid" and "high" instead of each option, and no mean


@dataclass(frozen=True)
class Plan:
    """What was decided at the close: K, whether anything is published, and why the rest is not."""

    k: int
    respondents: int
    published: bool
    distribution_from: int


def closed_rounds(partnership: Partnership) -> list[Round]:
    """Closed rounds, oldest first, with their versions, each read once; two queries."""
    found = Round.objects.closed().filter(partnership=partnership).prefetch_related("version").order_by("number")
    rounds: list[Round] = list(found)
    for round in rounds:
        round.partnership = partnership
    return rounds


def neighbours(rounds: list[Round], number: int) -> tuple[Round | None, Round | None, Round | None]:
    """The closed round of this number with the one before and the one after it; None for what is not there."""
    places = [place for place, round in enumerate(rounds) if round.number == number]
    if not places:
        return None, None, None
    place = places[0]
    return rounds[place], rounds[place - 1] if place else None, rounds[place + 1] if rounds[place + 1 :] else None


def plan_of(round: Round) -> Plan:
    """The publication plan of a closed round; PublicationPlan.DoesNotExist before the close."""
    content = PublicationPlan.objects.get(round=round).content
    return Plan(
        k=content["k"],
        respondents=content["respondents"],
        published=content["published"],
        distribution_from=content["distribution_from"],
    )


@dataclass(frozen=True)
class RoundResults:
    """Everybody's published numbers of a closed round, beside those of the round before where they compare."""

    round: Round
    asked: Questionnaire
    plan: Plan
    values: dict[str, Value]
    changes: dict[str, ChangeValue]
    before: Round | None = None
    before_values: dict[str, Value] = field(default_factory=dict)

    def value(self, construct: str) -> Value:
        return self.values.get(construct) or Value(construct, shown=False)


def results_of(round: Round, before: Round | None = None) -> RoundResults:
    """A closed round beside an earlier one, which counts only if it asked the same questions. Three queries."""
    found = scores_of([one for one in (round, before) if one])
    alike = before is not None and before.version_id == round.version_id
    return RoundResults(
        round=round,
        asked=questionnaire(round.version),
        plan=plan_of(round),
        values=found[round.pk],
        changes=changes_of(round),
        before=before,
        before_values=found[before.pk] if before and alike else {},
    )


def scores_of(rounds: Iterable[Round], constructs: Collection[str] = ()) -> dict[int, dict[str, Value]]:
    """Everybody's scores, of these constructs or of all: round id -> code -> value; one query for any number."""
    found: dict[int, dict[str, Value]] = {round.pk: {} for round in rounds}
    rows = Score.objects.filter(round__in=list(found), breakdown="", group="")
    for row in rows.filter(construct__in=constructs) if constructs else rows:
        found[row.round_id][row.construct] = _value(row)
    return found


def breakdown_of(round: Round, code: str) -> Breakdown | None:
    """One breakdown of a closed round, groups in the order of the vocabulary; None when it was not chosen.

    Groups that are not shown come from the invitations, never from the answers: whether nobody of a group answered or
    too few did looks the same. Where answers were imported, one column stands for all of them. Four queries at most.
    """
    chosen = PublicationPlan.objects.get(round=round).content["breakdowns"]
    listed = next((one for one in chosen if one["code"] == code), None)
    if listed is None:
        return None
    labels = labels_of(code)
    shown, known = set(listed["shown"]), set(listed["shown"]) | _invited_groups(round, code)
    order = sorted(known, key=lambda group: (list(labels).index(group) if group in labels else len(labels), group))
    groups = [Group(group, labels.get(group, group), group in shown) for group in order]
    if round.collection == Round.Collection.IMPORT:
        groups.append(Group(OTHERS, _("Other groups"), shown=False))
    rows = list(Score.objects.filter(round=round, breakdown=code))
    values = {(row.group, row.construct): _value(row) for row in rows if row.shown}
    return Breakdown(code, tuple(groups), values, frozenset(row.construct for row in rows))


def _invited_groups(round: Round, code: str) -> set[str]:
    if code not in BREAKDOWNS or round.collection == Round.Collection.IMPORT:
        return set()
    found = Invitation.objects.valid().filter(round=round).order_by().values_list(code, flat=True).distinct()
    return {group_of(round, code, str(group)) for group in found if group}


def changes_of(round: Round) -> dict[str, ChangeValue]:
    """Changes since the round before by construct; empty for the first round. One query."""
    rows = Change.objects.filter(round=round).select_related("against").order_by("against__number")
    return {row.construct: _change(row) for row in rows}  # those since the first round come first and are replaced


def tallies_of(round: Round) -> dict[str, TallyValue]:
    """Everybody's item tallies by item code; one query."""
    return {row.item: _tally(row) for row in ItemTally.objects.filter(round=round, breakdown="", group="")}


def _value(row: Score) -> Value:
    details: dict[str, Any] = row.details
    agreement: dict[str, Any] = details.get("agreement", {})
    return Value(
        construct=row.construct,
        shown=row.shown,
        n=row.n,
        mean=row.mean,
        sd=row.sd,
        low=row.low,
        high=row.high,
        note=row.note,
        band=details.get("band") or "",
        shares=details.get("shares", {}),
        group=row.group,
        apart=agreement.get("ad_mean"),
        agreed=agreement.get("acceptable"),
        decimals=details.get("decimals", 1),
    )


def _change(row: Change) -> ChangeValue:
    return ChangeValue(
        construct=row.construct,
        against=row.against.number,
        linked=row.linked,
        n_linked=row.n_linked,
        difference=row.difference,
        low=row.low,
        high=row.high,
        verdict=row.verdict,
        arrow=row.details.get("arrow", False),
    )


def _tally(row: ItemTally) -> TallyValue:
    details: dict[str, Any] = row.details
    return TallyValue(
        item=row.item,
        shown=row.shown,
        n=row.n,
        mean=row.mean,
        low=row.low,
        high=row.high,
        note=row.note,
        counts=row.counts,
        dk_share=details.get("dk_share"),
        na_share=details.get("na_share"),
        banded=details.get("banded", False),
    )
