"""How much of what is answered differs between partnerships, from their published numbers alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct
from assessments.results.programmes.queries import Programme
from assessments.results.values import Value
from assessments.results.wording import words as say
from assessments.statistics.icc import Icc, icc
from assessments.statistics.multiplicity import holm
from assessments.statistics.thresholds import CLEAR_P
from synergy.web.formats import number, percent


@dataclass(frozen=True)
class Difference:
    construct: Construct
    icc: Icc
    means: tuple[float, ...]


@dataclass(frozen=True)
class DifferenceRow:
    name: str
    role: str
    share: str
    interval: str
    reliability: str
    reach: str
    partnerships: int


def differences(programme: Programme, constructs: Sequence[Construct]) -> list[Difference]:
    """ICC of each construct over the partnerships that asked the same questions and whose mean is shown."""
    return [_difference(programme, one) for one in constructs]


def _difference(programme: Programme, construct: Construct) -> Difference:
    values = [value for column in programme.alike if (value := column.value(construct.code))]
    rows = [(one.n, one.mean, one.sd) for one in comparable(values)]
    counted = [(n, mean, sd) for n, mean, sd in rows if n and mean is not None and sd is not None]
    return Difference(construct, icc(counted), tuple(mean for _n, mean, _sd in counted))


def comparable(values: Sequence[Value]) -> list[Value]:
    """Those of one method: of the older one only where nothing else is there."""
    shown = [one for one in values if one.mean is not None]
    newer = [one for one in shown if not one.is_older]
    return newer or shown


def clear(found: Sequence[Difference]) -> list[str]:
    """Constructs in which partnerships differ clearly: F test, Holm over those asked about (STATISTICS 7)."""
    adjusted = holm([one.icc.p for one in found])
    return [one.construct.code for one, p in zip(found, adjusted, strict=True) if p is not None and p < CLEAR_P]


def difference_row(found: Difference) -> DifferenceRow:
    """In words; a negative estimate is shown as 0."""
    one = found.icc
    return DifferenceRow(
        name=str(found.construct.name),
        role=found.construct.role if found.construct.kind == "theme" else "",
        share=say.DASH if one.icc1 is None else percent(floored(one.icc1)),
        interval=_span(one.icc1_low, one.icc1_high),
        reliability=say.DASH if one.icc2 is None and one.icc1 is None else number(floored(one.icc2 or 0), 2),
        reach=_reach(found.means),
        partnerships=one.groups,
    )


def floored(estimate: float) -> float:
    return max(0.0, estimate)


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return say.DASH
    return _("%(low)s to %(high)s") % {"low": percent(floored(low)), "high": percent(floored(high))}


def _reach(means: Sequence[float]) -> str:
    if len(means) < 2:
        return say.DASH
    low, high = (number(one, 2) for one in (min(means), max(means)))
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
