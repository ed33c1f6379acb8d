"""What the close worked out beside scores and changes: agreement, reliability, gaps between groups, correlates."""

from dataclasses import dataclass, field
from typing import Any

from assessments.models import Finding, Gap, Round, Score


@dataclass(frozen=True)
class AgreementValue:
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
class ReliabilityValue:
    """Alpha from 50 people, omega from 100 where it is proper, both of one decimal.

    `negative`: the items do not hang together, or one is reversed. `constant`: items all answered alike, left out.
    """

    alpha: float | None
    omega: float | None
    negative: bool
    constant: tuple[str, ...]


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
    """Correlates of synergy; `order`: nothing (fewer than 30 people), uncertain (say so), weighted (with shares)."""

    order: str
    n: int | None
    correlates: tuple[CorrelateValue, ...] = ()
    dropped: dict[str, str] = field(default_factory=dict)


def agreement_of(round: Round) -> dict[str, AgreementValue]:
    """Construct -> agreement of everybody; absent where it may not be said. One query."""
    return {code: _agreement(stored) for code, stored in _details(round, "agreement").items()}


def reliability_of(round: Round) -> dict[str, ReliabilityValue]:
    """Construct -> alpha and omega of everybody; constructs of one item have none. One query."""
    return {
        code: ReliabilityValue(stored["alpha"], stored["omega"], stored["negative"], tuple(stored["constant"]))
        for code, stored in _details(round, "reliability").items()
    }


def gaps_of(round: Round) -> dict[str, list[Gap]]:
    """Breakdown -> gaps of its shown groups, by construct and group. One query."""
    gaps: dict[str, list[Gap]] = {}
    for gap in Gap.objects.filter(round=round):
        gaps.setdefault(gap.breakdown, []).append(gap)
    return gaps


def power_sharing_of(round: Round) -> dict[str, Any] | None:
    """The largest gap between kinds on "my views influence what the partnership does", as the close stored it.

    None with fewer than two kinds shown. One query.
    """
    return _content(round, "power_sharing")


def correlates_of(round: Round, predictors: str = "elements") -> CorrelateValues | None:
    """What goes with synergy among the `elements` or the `processes`; None where synergy is not shown. One query."""
    content = _content(round, f"goes_with_{predictors}")
    if content is None:
        return None
    correlates = tuple(CorrelateValue(**stored) for stored in content["predictors"])
    return CorrelateValues(content["order"], content["n"], correlates, content["dropped"])


def _details(round: Round, name: str) -> dict[str, Any]:
    """Construct -> what stands under this name in the details of everybody's score, where anything does."""
    rows = Score.objects.filter(round=round, breakdown="", shown=True).values_list("construct", "details")
    return {construct: details[name] for construct, details in rows if name in details}


def _content(round: Round, code: str) -> dict[str, Any] | None:
    return Finding.objects.filter(round=round, code=code).values_list("content", flat=True).first()


def _agreement(stored: dict[str, Any]) -> AgreementValue:
    names = ("n", "acceptable", "label", "rwg", "rwg_skew", "r_star", "rough")
    return AgreementValue(ad=stored["ad_mean"], limit=stored["ad_limit"], **{name: stored[name] for name in names})
