"""How much of what is answered differs between partnerships, from their published numbers alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct
from assessments.results.programmes.queries import ProgrammeResults
from assessments.results.tables import theme_role
from assessments.results.values import ScoreValue
from assessments.results.wording.means import DASH, range_words
from assessments.statistics.icc import Icc, icc
from assessments.statistics.thresholds import CLEAR_P, holm
from synergy.web.formats import number, percent

WIDE = 0.5  # of a share between 0 and 1


@dataclass(frozen=True)
class Difference:
    """ICC of a construct, and its words for a row of the table; a negative estimate is shown as 0."""

    construct: Construct
    icc: Icc
    means: tuple[float, ...]

    @property
    def role(self) -> str:
        return theme_role(self.construct)

    @property
    def too_few(self) -> bool:
        """Whether so few partnerships leave the share anywhere: its interval is wider than half of what is possible."""
        low, high = self.icc.icc1_low, self.icc.icc1_high
        return not self.icc.useful and low is not None and high is not None and high - max(0.0, low) > WIDE

    @property
    def share(self) -> str:
        if self.too_few:
            return _("too few partnerships to tell")
        return DASH if self.icc.icc1 is None else _share(self.icc.icc1)

    @property
    def interval(self) -> str:
        low, high = self.icc.icc1_low, self.icc.icc1_high
        return DASH if low is None or high is None or self.too_few else range_words(_share(low), _share(high))

    @property
    def reliability(self) -> str:
        unknown = self.too_few or (self.icc.icc2 is None and self.icc.icc1 is None)
        return DASH if unknown else number(max(0.0, self.icc.icc2 or 0), 2)

    @property
    def reach(self) -> str:
        """Between which ends the means lie."""
        if len(self.means) < 2:
            return DASH
        low, high = (number(end, 2) for end in (min(self.means), max(self.means)))
        return low if low == high else range_words(low, high)


def differences(results: ProgrammeResults, constructs: Sequence[Construct]) -> list[Difference]:
    """ICC of each construct over the partnerships that asked the same questions and whose mean is shown."""
    return [_difference(results, construct) for construct in constructs]


def _difference(results: ProgrammeResults, construct: Construct) -> Difference:
    values = comparable([value for column in results.alike if (value := column.value(construct.code))])
    counted = [
        (value.n, value.mean, value.sd)
        for value in values
        if value.n and value.mean is not None and value.sd is not None
    ]
    return Difference(construct, icc(counted), tuple(mean for _n, mean, _sd in counted))


def comparable(values: Sequence[ScoreValue]) -> list[ScoreValue]:
    """Those of one method: of the older one only where nothing else is there."""
    shown = [value for value in values if value.mean is not None]
    newer = [value for value in shown if not value.is_method_one]
    return newer or shown


def clear_differences(themes: Sequence[Difference]) -> list[str]:
    """Constructs in which partnerships differ clearly: F test, Holm over those asked about (STATISTICS 7)."""
    adjusted = holm([difference.icc.p for difference in themes])
    return [
        difference.construct.code
        for difference, p in zip(themes, adjusted, strict=True)
        if p is not None and p < CLEAR_P
    ]


def _share(estimate: float) -> str:
    return percent(max(0.0, estimate))
