"""How much of the variance of scores lies between partnerships: ICC(1) and ICC(2), from published scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import fdtrc, fdtri

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
    rows = np.array([tuple(group) for group in groups], dtype=float).reshape(-1, 3)
    if not np.isfinite(rows).all() or (rows[:, [0, 2]] < 0).any():
        raise ValueError("groups need a finite n, mean and sd, none below 0 but the mean")
    sizes, means, spreads = rows[rows[:, 0] > 0].T
    k, n = len(sizes), int(sizes.sum())
    if k < 2 or n <= k:
        return Icc(k, n, note="one_group" if k < 2 else "too_few")
    grand = (sizes * means).sum() / n
    between = float((sizes * (means - grand) ** 2).sum() / (k - 1))
    within = float(((sizes - 1) * spreads**2).sum() / (n - k))
    return _icc(sizes, between, within)


def _icc(sizes: np.ndarray, between: float, within: float) -> Icc:
    """From group sizes and the mean squares between and within them; no limits when either is 0."""
    k, n = len(sizes), int(sizes.sum())
    n0 = float((n - (sizes**2).sum() / n) / (k - 1))
    if between < SAME and within < SAME:
        return Icc(k, n, note="no_variance")
    one = (between - within) / (between + (n0 - 1) * within)
    two = 1 - within / between if between >= SAME else None
    if between < SAME or within < SAME:
        return Icc(k, n, one, icc2=two)
    ratio = between / within
    upper, lower = (ratio / float(fdtri(k - 1, n - k, tail)) for tail in (0.975, 0.025))
    low, high = ((f - 1) / (f + n0 - 1) for f in (upper, lower))
    p = float(fdtrc(k - 1, n - k, ratio))
    return Icc(k, n, one, low, high, two, 1 - 1 / upper, 1 - 1 / lower, p=p)
