"""95 % interval of a mean on a scale with two ends, honest at small n."""

from math import log, sqrt, tanh
from typing import Literal, NamedTuple

from assessments.statistics.distributions import t_quantile

Note = Literal["", "all_equal"]
SAME = 1e-9  # numbers closer than this are equal: means of thirds are not exact in floats


class Interval(NamedTuple):
    """95 % limits in scale points; `note` "all_equal": no spread, or the mean at an end, so one more was assumed."""

    low: float
    high: float
    note: Note = ""


def interval(n: int, mean: float, se: float, lo: float = 1, hi: float = 5, df: float | None = None) -> Interval | None:
    """Limits of a mean of `n` people with standard error `se` by the logit-t interval (STATISTICS 3).

    They lie inside [lo, hi] and enclose the mean. Without spread, or with the mean at an end of the scale, one more
    response is assumed, half of it at each end. `df` is n - 1 unless given; None for a single person. ValueError for a
    mean outside the scale.
    """
    if not lo - SAME <= mean <= hi + SAME:
        raise ValueError(f"a mean of {mean} outside [{lo}, {hi}]")
    if n < 2:
        return None
    if se < SAME or not lo + SAME < mean < hi - SAME:
        return _pseudo_response(n, mean, lo, hi)
    width = hi - lo
    p = (mean - lo) / width
    h = t_quantile(n - 1 if df is None else df) * se / width / (p * (1 - p))
    low, high = (lo + width * (1 + tanh((log(p / (1 - p)) + step) / 2)) / 2 for step in (-h, h))
    return Interval(low, high)


def _pseudo_response(n: int, mean: float, lo: float, hi: float) -> Interval:
    size = n + 1
    centre = (n * mean + (lo + hi) / 2) / size
    variance = (n * mean**2 + (lo**2 + hi**2) / 2) / size - centre**2
    h = t_quantile(size - 1) * sqrt(variance / (size - 1))
    return Interval(max(lo, centre - h), min(hi, centre + h), "all_equal")
