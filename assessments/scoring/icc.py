"""How much of the variance of scores lies between partnerships: ICC(1) and ICC(2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import fdtrc, fdtri

from assessments.scoring.intervals import SAME, clean

IccNote = Literal["", "one_group", "no_variance", "too_few"]


@dataclass(frozen=True)
class Icc:
    """ICC(1) and ICC(2) of `people` scores in `groups` groups, with 95 % intervals; estimates may be negative.

    Show a negative estimate as 0 with its interval. `useful` from 10 groups; with fewer it is formal only.
    """

    groups: int
    people: int
    icc1: float | None = None
    icc1_low: float | None = None
    icc1_high: float | None = None
    icc2: float | None = None
    icc2_low: float | None = None
    icc2_high: float | None = None
    size: float | None = None
    note: IccNote = ""
    p: float | None = None  # of F = MSB/MSW, were all partnerships alike; none when either is 0

    @property
    def useful(self) -> bool:
        return self.icc1 is not None and self.groups >= 10

    @property
    def label(self) -> str | None:
        """ICC(1) in words: none below .05, small, medium from .10, large from .25."""
        if self.icc1 is None:
            return None
        steps = ((0.25, "large"), (0.10, "medium"), (0.05, "small"))
        return next((word for limit, word in steps if self.icc1 >= limit), "none")


def icc(groups: Sequence[Iterable[float]]) -> Icc:
    """ICC(1), ICC(2) by one-way ANOVA with n0, intervals from F (Shrout & Fleiss 1979; Bliese 2000; STATISTICS 6).

    `groups` holds the person scores of one partnership each (scale points, NaN dropped, empty ones ignored). With
    stakeholder groups of one partnership a high ICC(1) means the groups see it differently: a gap, not aggregation.
    """
    parts = [part for part in map(clean, groups) if len(part)]
    sizes = np.array([len(part) for part in parts], dtype=float)
    return _icc(sizes, mean_squares(parts) if _enough(sizes) else (0.0, 0.0))


def icc_from_summaries(groups: Iterable[tuple[int, float, float]]) -> Icc:
    """The same from (n, mean, sd) of each partnership alone: the sums of squares need no person (STATISTICS 6).

    `sd` in scale points with n - 1, as published; a group of n = 1 has sd 0, one of n = 0 is ignored. From rounded
    means and SDs the result is as exact as they are. ValueError for a negative n or sd, or a number that is not finite.
    """
    rows = np.array([tuple(group) for group in groups], dtype=float).reshape(-1, 3)
    if not np.isfinite(rows).all() or (rows[:, [0, 2]] < 0).any():
        raise ValueError("groups need a finite n, mean and sd, none below 0 but the mean")
    sizes, means, spreads = rows[rows[:, 0] > 0].T
    if not _enough(sizes):
        return _icc(sizes, (0.0, 0.0))
    k, n = len(sizes), sizes.sum()
    grand = (sizes * means).sum() / n
    between = float((sizes * (means - grand) ** 2).sum() / (k - 1))
    within = float(((sizes - 1) * spreads**2).sum() / (n - k))
    return _icc(sizes, (between, within))


def _enough(sizes: np.ndarray) -> bool:
    return len(sizes) > 1 and sizes.sum() > len(sizes)


def _icc(sizes: np.ndarray, squares: tuple[float, float]) -> Icc:
    """From group sizes and the mean squares between and within them."""
    k, n = len(sizes), int(sizes.sum())
    if not _enough(sizes):
        return Icc(k, n, note="one_group" if k < 2 else "too_few")
    n0 = float((n - (sizes**2).sum() / n) / (k - 1))
    between, within = squares
    if between < SAME and within < SAME:
        return Icc(k, n, size=n0, note="no_variance")
    one = (between - within) / (between + (n0 - 1) * within)
    two = 1 - within / between if between >= SAME else None
    low1, high1, low2, high2 = _limits(between, within, k, n, n0)
    p = None if low1 is None else float(fdtrc(k - 1, n - k, between / within))
    return Icc(k, n, one, low1, high1, two, low2, high2, n0, p=p)


def _limits(between: float, within: float, k: int, n: int, n0: float) -> tuple[float | None, ...]:
    """Limits of ICC(1), then of ICC(2), from F = MSB/MSW; none when either mean square is 0."""
    if between < SAME or within < SAME:
        return None, None, None, None
    ratio = between / within
    upper, lower = (ratio / float(fdtri(k - 1, n - k, tail)) for tail in (0.975, 0.025))
    one = [(f - 1) / (f + n0 - 1) for f in (upper, lower)]
    return *one, 1 - 1 / upper, 1 - 1 / lower


def mean_squares(parts: Sequence[np.ndarray]) -> tuple[float, float]:
    """Mean squares between and within groups of a one-way ANOVA."""
    everybody = np.concatenate(parts)
    grand, n, k = everybody.mean(), len(everybody), len(parts)
    between = sum(len(part) * (part.mean() - grand) ** 2 for part in parts) / (k - 1)
    within = sum(((part - part.mean()) ** 2).sum() for part in parts) / (n - k)
    return float(between), float(within)
