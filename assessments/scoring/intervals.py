"""Mean, spread and 95 % interval of a set of person scores, honest at small n."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from scipy.special import expit, logit, stdtrit

Note = Literal["", "empty", "single", "all_equal", "everybody"]
SAME = 1e-9
"""Scores closer than this are equal: means of thirds are not exact in floats."""


@dataclass(frozen=True)
class Summary:
    """Mean of `n` scores with SD (n-1) and 95 % interval, in scale points; None where there is none.

    `note` says why: "empty" (n = 0), "single" (n = 1), "all_equal" (interval from a pseudo-response),
    "everybody" (the whole population answered, so the mean has no sampling interval).
    """

    n: int
    mean: float | None
    sd: float | None
    low: float | None
    high: float | None
    note: Note = ""


def clean(scores: Iterable[float]) -> np.ndarray:
    """The scores that exist, as a flat float array: NaN and None are dropped."""
    values = np.asarray(scores if hasattr(scores, "__array__") else list(scores), dtype=float).ravel()
    present: np.ndarray = values[~np.isnan(values)]
    return present


def t_quantile(df: float, level: float = 0.95) -> float:
    """Two-sided critical value of Student's t, e.g. 2.776 for df = 4 and 95 %."""
    return float(stdtrit(df, (1 + level) / 2))


def summarise(scores: Iterable[float], lo: float = 1, hi: float = 5, population: int | None = None) -> Summary:
    """Summarise person scores on a scale from `lo` to `hi` by the logit-t interval (STATISTICS 3).

    `scores` is one-dimensional, NaN = not scored. The interval lies inside [lo, hi] and contains the mean. With
    `population` (people invited) the finite-population correction sqrt(1 - n/N) applies when n/N > .05 (Cochran 1977).
    Raises ValueError for scores outside the scale or more scores than people.
    """
    values = clean(scores)
    n = len(values)
    if n == 0:
        return Summary(0, None, None, None, None, "empty")
    if values.min() < lo - SAME or values.max() > hi + SAME:
        raise ValueError(f"scores outside [{lo}, {hi}]")
    mean = float(values.mean())
    if n == 1:
        return Summary(1, mean, None, None, None, "single")
    equal = bool(np.ptp(values) < SAME)
    sd = 0.0 if equal else float(values.std(ddof=1))
    correction = _finite(n, population)
    if correction == 0:
        return Summary(n, mean, sd, None, None, "everybody")
    if equal:
        return Summary(n, mean, sd, *_pseudo_response(n, mean, lo, hi, correction), "all_equal")
    return Summary(n, mean, sd, *_logit_t(n, mean, sd * correction, lo, hi))


def _finite(n: int, population: int | None) -> float:
    if population is None:
        return 1.0
    if population < n:
        raise ValueError(f"{n} scores from {population} people")
    return sqrt(1 - n / population) if n / population > 0.05 else 1.0


def _logit_t(n: int, mean: float, sd: float, lo: float, hi: float) -> tuple[float, float]:
    """t-interval on the logit of the mean's place between the poles, by the delta method (Agresti)."""
    width = hi - lo
    p = (mean - lo) / width
    h = t_quantile(n - 1) * sd / sqrt(n) / width / (p * (1 - p))
    low, high = (lo + width * float(expit(logit(p) + step)) for step in (-h, h))
    return low, high


def _pseudo_response(n: int, mean: float, lo: float, hi: float, correction: float) -> tuple[float, float]:
    """Interval when all answers are equal: one more response, half of it at each pole, then t, clipped to the scale."""
    size = n + 1
    centre = (n * mean + (lo + hi) / 2) / size
    variance = (n * mean**2 + (lo**2 + hi**2) / 2) / size - centre**2
    h = t_quantile(size - 1) * sqrt(variance / (size - 1)) * correction
    return max(lo, centre - h), min(hi, centre + h)
