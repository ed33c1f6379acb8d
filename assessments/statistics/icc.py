"""How much of the variance of scores lies between partnerships: ICC(1) and ICC(2), from published scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from assessments.statistics.distributions import f_quantile, f_tail
from assessments.statistics.intervals import SAME

IccNote = Literal["", "one_group", "no_variance", "too_few"]


@dataclass(frozen=True)
class Icc:
    """ICC(1) and ICC(2) of `people` in `groups` partnerships, with 95 % intervals; estimates may be negative.

    Show a negative estimate as 0 with its interval. `useful` from 10 partnerships; with fewer it is formal only.
    """

    groups: int
    people: int
    icc1: float | None = None
    icc1_low: float | None = None
    icc1_high: float | None = None
    icc2: float | None = None
    icc2_low: float | None = None
    icc2_high: float | None = None
    note: IccNote = ""
    p: float | None = None  # of F = MSB/MSW, were all partnerships alike; none when either is 0

    @property
    def useful(self) -> bool:
        return self.icc1 is not None and self.groups >= 10


def icc(groups: Iterable[tuple[int, float, float]]) -> Icc:
    """ICC(1), ICC(2) by one-way ANOVA with n0, intervals from F (Shrout & Fleiss 1979; Bliese 2000; STATISTICS 6).

    `groups` holds n, score and SD (SE times the root of n) of one partnership each; n = 1 has SD 0, n = 0 is ignored.
    ValueError for a negative n or SD, or a number that is not finite.
    """
    rows = list(groups)
    if not all(isfinite(number) for row in rows for number in row) or any(n < 0 or sd < 0 for n, _mean, sd in rows):
        raise ValueError("groups need a finite n, mean and sd, none below 0 but the mean")
    rows = [row for row in rows if row[0]]
    k, n = len(rows), sum(size for size, _mean, _sd in rows)
    if k < 2 or n <= k:
        return Icc(k, n, note="one_group" if k < 2 else "too_few")
    grand = sum(size * mean for size, mean, _sd in rows) / n
    between = sum(size * (mean - grand) ** 2 for size, mean, _sd in rows) / (k - 1)
    within = sum((size - 1) * sd**2 for size, _mean, sd in rows) / (n - k)
    return _icc([size for size, _mean, _sd in rows], between, within)


def _icc(sizes: Sequence[int], between: float, within: float) -> Icc:
    """From group sizes and the mean squares between and within them; no limits when either is 0."""
    k, n = len(sizes), sum(sizes)
    n0 = (n - sum(size**2 for size in sizes) / n) / (k - 1)
    if between < SAME and within < SAME:
        return Icc(k, n, note="no_variance")
    icc1 = (between - within) / (between + (n0 - 1) * within)
    icc2 = 1 - within / between if between >= SAME else None
    if between < SAME or within < SAME:
        return Icc(k, n, icc1, icc2=icc2)
    ratio = between / within
    upper, lower = (ratio / f_quantile(k - 1, n - k, tail) for tail in (0.025, 0.975))
    low, high = ((f - 1) / (f + n0 - 1) for f in (upper, lower))
    p = f_tail(k - 1, n - k, ratio)
    return Icc(k, n, icc1, low, high, icc2, 1 - 1 / upper, 1 - 1 / lower, p=p)
