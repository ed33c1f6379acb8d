"""The door: every page, chart, table and export reads the published numbers of a round here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assessments.models import Change, ItemTally, PublicationPlan, Round, Score
from partnerships.models import Partnership, Sector, StakeholderKind


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

    @property
    def decimals(self) -> int:
        """How many decimals may be printed: one below ten answers, two from there."""
        return 1 if (self.n or 0) < 10 else 2

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


@dataclass(frozen=True)
class Plan:
    """What was decided at the close: K, whether anything is published, and why the rest is not."""

    k: int
    respondents: int
    published: bool
    distribution_from: int


def closed_rounds(partnership: Partnership) -> list[Round]:
    """Closed rounds, oldest first, with their versions; one query."""
    found = Round.objects.closed().filter(partnership=partnership).select_related("version", "partnership")
    return list(found.order_by("number"))


def plan_of(round: Round) -> Plan:
    """The publication plan of a closed round; PublicationPlan.DoesNotExist before the close."""
    content = PublicationPlan.objects.get(round=round).content
    return Plan(
        k=content["k"],
        respondents=content["respondents"],
        published=content["published"],
        distribution_from=content["distribution_from"],
    )


def scores_of(rounds: Iterable[Round]) -> dict[int, dict[str, Value]]:
    """Everybody's scores: round id -> construct code -> value; one query for any number of rounds."""
    found: dict[int, dict[str, Value]] = {round.pk: {} for round in rounds}
    for row in Score.objects.filter(round__in=list(found), breakdown="", group=""):
        found[row.round_id][row.construct] = _value(row)
    return found


def breakdown_of(round: Round, code: str) -> Breakdown | None:
    """One breakdown of a closed round, groups in the order of the vocabulary; None when it was not chosen."""
    chosen = PublicationPlan.objects.get(round=round).content["breakdowns"]
    listed = next((one for one in chosen if one["code"] == code), None)
    if listed is None:
        return None
    labels = _labels(code)
    known = [*listed["shown"], *listed["hidden"]]
    order = sorted(known, key=lambda group: (list(labels).index(group) if group in labels else len(labels), group))
    groups = tuple(Group(group, labels.get(group, group), group in listed["shown"]) for group in order)
    rows = Score.objects.filter(round=round, breakdown=code, shown=True)
    return Breakdown(code, groups, {(row.group, row.construct): _value(row) for row in rows})


def changes_of(round: Round) -> dict[str, ChangeValue]:
    """Changes since the round before by construct; empty for the first round. One query."""
    return {row.construct: _change(row) for row in Change.objects.filter(round=round).select_related("against")}


def tallies_of(round: Round) -> dict[str, TallyValue]:
    """Everybody's item tallies by item code; one query."""
    return {row.item: _tally(row) for row in ItemTally.objects.filter(round=round, breakdown="", group="")}


def _labels(breakdown: str) -> dict[str, str]:
    vocabulary: Any = {"kind": StakeholderKind, "sector": Sector}.get(breakdown)
    return {term.code: term.name for term in vocabulary.objects.all()} if vocabulary else {}


def _value(row: Score) -> Value:
    details: dict[str, Any] = row.details
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
    )
