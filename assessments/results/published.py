"""What the close found beside the scores: agreement, reliability, gaps between groups, and what goes with synergy."""

from dataclasses import dataclass, field
from typing import Any

from assessments.models import Change, Finding, Gap, PublicationPlan, Round, Score


@dataclass(frozen=True)
class Agreement:
    """How close answers lie: `ad` points from the mean on average; `label`: lack, weak, moderate, strong, very_strong.

    `rough`: fewer than ten raters. `acceptable`: `ad` is at most `limit`.
    """

    n: int
    ad: float
    limit: float
    acceptable: bool
    label: str
    rwg: float | None
    rwg_skew: float | None
    r_star: float | None
    rough: bool


@dataclass(frozen=True)
class Reliability:
    """Alpha from 50 people, omega from 100 where it is proper, both of one decimal.

    `negative`: the items do not hang together, or one is reversed. `constant`: items all answered alike, left out.
    """

    alpha: float | None
    omega: float | None
    negative: bool
    constant: tuple[str, ...]


@dataclass(frozen=True)
class ChangeDetail:
    """A change against any earlier round; effect size g from ten people up. `r` between the rounds, of one decimal."""

    construct: str
    against: int
    linked: bool
    n_linked: int | None
    n_before: int | None
    n_after: int | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    arrow: bool
    p: float | None
    p_adjusted: float | None
    r: float | None
    effect: float | None
    before: float | None = None
    after: float | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class GapValue:
    """A shown group's score minus that of the other shown groups together; `omnibus_p`: do the groups differ at all."""

    breakdown: str
    group: str
    construct: str
    difference: float | None
    low: float | None
    high: float | None
    verdict: str
    n: int
    n_rest: int
    omnibus_p: float | None
    p_adjusted: float | None


@dataclass(frozen=True)
class PowerSharing:
    """The largest gap between kinds on "my views influence what the partnership does"; `clear` by the test over all."""

    higher: str
    lower: str
    difference: float
    n_higher: int
    n_lower: int
    omnibus_p: float | None
    clear: bool


@dataclass(frozen=True)
class CorrelateValue:
    """How an element or process goes with synergy: r with interval; share of R^2 from 100 people."""

    code: str
    r: float
    low: float | None
    high: float | None
    share: float | None
    share_low: float | None
    share_high: float | None


@dataclass(frozen=True)
class CorrelateValues:
    """`order`: nothing (fewer than 30 people), uncertain (sorted, say so), weighted (with shares)."""

    order: str
    n: int | None
    correlates: tuple[CorrelateValue, ...] = ()
    adjusted_r2: float | None = None
    dropped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LinkedPeople:
    """How many answered both rounds, and how their scores of the two go together (r, one decimal)."""

    against: int
    answered_both: int
    r: float | None


def agreement_of(round: Round) -> dict[str, Agreement]:
    """Construct -> agreement of everybody; absent where it may not be said. One query."""
    return {code: _agreement(one["agreement"]) for code, one in _details(round) if "agreement" in one}


def reliability_of(round: Round) -> dict[str, Reliability]:
    """Construct -> alpha and omega of everybody; constructs of one item have none. One query."""
    return {code: _reliability(one["reliability"]) for code, one in _details(round) if "reliability" in one}


def change_details_of(round: Round) -> dict[int, dict[str, ChangeDetail]]:
    """Number of the earlier round -> construct -> change: the round before, and the first one. One query."""
    found: dict[int, dict[str, ChangeDetail]] = {}
    for row in Change.objects.filter(round=round).select_related("against").order_by("against__number", "pk"):
        found.setdefault(row.against.number, {})[row.construct] = _change(row)
    return found


def gaps_of(round: Round) -> dict[str, list[GapValue]]:
    """Breakdown -> gaps of its shown groups, by construct and group. One query."""
    found: dict[str, list[GapValue]] = {}
    for row in Gap.objects.filter(round=round):
        found.setdefault(row.breakdown, []).append(_gap(row))
    return found


def power_sharing_of(round: Round) -> PowerSharing | None:
    """None with fewer than two kinds shown. One query."""
    content = _content(round, "power_sharing")
    return PowerSharing(**{name: content[name] for name in PowerSharing.__dataclass_fields__}) if content else None


def published_correlates(round: Round, predictors: str = "elements") -> CorrelateValues | None:
    """What goes with synergy among the `elements` or the `processes`; None where synergy is not shown. One query."""
    content = _content(round, f"goes_with_{predictors}")
    if content is None:
        return None
    correlates = tuple(CorrelateValue(**one) for one in content["predictors"])
    return CorrelateValues(content["order"], content["n"], correlates, content["adjusted_r2"], content["dropped"])


def linked_people_of(round: Round) -> dict[int, LinkedPeople]:
    """Number of the earlier round -> who was compared with themselves, from the plan. One query."""
    listed = PublicationPlan.objects.get(round=round).content.get("linked", [])
    return {one["against"]: LinkedPeople(one["against"], one["answered_both"], one.get("r")) for one in listed}


def _details(round: Round) -> list[tuple[str, dict[str, Any]]]:
    return list(Score.objects.filter(round=round, breakdown="", shown=True).values_list("construct", "details"))


def _content(round: Round, code: str) -> dict[str, Any] | None:
    return Finding.objects.filter(round=round, code=code).values_list("content", flat=True).first()


def _agreement(one: dict[str, Any]) -> Agreement:
    names = ("n", "acceptable", "label", "rwg", "rwg_skew", "r_star", "rough")
    return Agreement(ad=one["ad_mean"], limit=one["ad_limit"], **{name: one[name] for name in names})


def _reliability(one: dict[str, Any]) -> Reliability:
    return Reliability(one["alpha"], one["omega"], one["negative"], tuple(one["constant"]))


def _change(row: Change) -> ChangeDetail:
    names = ("construct", "linked", "n_linked", "difference", "low", "high", "verdict")
    extra = ("n_before", "n_after", "p", "p_adjusted", "r", "effect", "before", "after")
    return ChangeDetail(
        against=row.against.number,
        arrow=row.details.get("arrow", False),
        items=tuple(row.details.get("items", ())),
        **{name: getattr(row, name) for name in names},
        **{name: row.details.get(name) for name in extra},
    )


def _gap(row: Gap) -> GapValue:
    names = ("breakdown", "group", "construct", "difference", "low", "high", "verdict")
    extra = ("n", "n_rest", "omnibus_p", "p_adjusted")
    return GapValue(**{name: getattr(row, name) for name in names}, **{name: row.details.get(name) for name in extra})
