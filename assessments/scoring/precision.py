"""How small a change a number of people can show: for planning a round and for saying what is too few."""

from math import sqrt

from scipy.optimize import brentq
from scipy.special import stdtrit
from scipy.stats import nct

TYPICAL_SD, TYPICAL_R = 0.75, 0.5
"""SD of person scores and their correlation between rounds in real linked data (STATISTICS 10)."""


def _error(n: int, sd: float, linked: bool, r: float) -> tuple[float, int]:
    """Standard error of a change between rounds of n people each, and its degrees of freedom."""
    if n < 2:
        raise ValueError("a change needs at least 2 people in each round")
    return (sd * sqrt(2 * (1 - r) / n), n - 1) if linked else (sd * sqrt(2 / n), 2 * n - 2)


def significant_change(n: int, sd: float = TYPICAL_SD, linked: bool = False, r: float = TYPICAL_R) -> float:
    """Smallest observed difference in scale points with p <= .05, with `n` people in each of two rounds.

    `linked`: the same people, whose scores correlate by `r`. Raises ValueError for n < 2.
    """
    error, df = _error(n, sd, linked, r)
    return float(stdtrit(df, 0.975)) * error


def detectable_change(
    n: int, sd: float = TYPICAL_SD, linked: bool = False, r: float = TYPICAL_R, power: float = 0.8, level: float = 0.05
) -> float:
    """Smallest true difference in scale points found with `power` at two-sided `level`, from the noncentral t.

    Arguments otherwise as for `significant_change`; level .05/16 is Holm's worst step over 16 scales.
    """
    error, df = _error(n, sd, linked, r)
    critical = float(stdtrit(df, 1 - level / 2))

    def missing(noncentrality: float) -> float:
        return float(nct.sf(critical, df, noncentrality)) - power

    return float(brentq(missing, 0, critical + 20 * sqrt(1 + critical**2 / df))) * error
