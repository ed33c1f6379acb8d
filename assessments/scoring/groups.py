"""Who sees it differently: differences between groups of one round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt
from typing import Literal

import numpy as np
from scipy.special import fdtrc
from scipy.stats import studentized_range

from assessments.scoring.change import Change, Effect, judge
from assessments.scoring.comparisons import compare_unlinked
from assessments.scoring.families import holm
from assessments.scoring.intervals import SAME, clean
from assessments.scoring.permutations import RESAMPLES, SEED

Groups = Mapping[str, Iterable[float]]
"""Person scores by group, scale points, NaN = not scored; every person in one group only."""
LARGE = 1_000
"""With more people than this a tenth of the permutations is enough for a gate."""
GapVerdict = Literal["higher", "lower", "possible_higher", "possible_lower", "none", "too_few"]
WORDS: dict[str, GapVerdict] = {
    "rise": "higher",
    "fall": "lower",
    "possible_rise": "possible_higher",
    "possible_fall": "possible_lower",
    "none": "none",
    "too_few": "too_few",
}


@dataclass(frozen=True)
class Omnibus:
    """Whether the groups differ at all. "permuted": a group has no variance, so p is of permuted between squares."""

    groups: int
    n: int
    f: float | None = None
    df1: float | None = None
    df2: float | None = None
    p: float | None = None
    note: Literal["", "one_group", "permuted"] = ""


@dataclass(frozen=True)
class Gap:
    """A group's mean minus that of everybody else, in scale points, with 95 % interval (unadjusted) and verdict."""

    group: str
    n: int
    n_rest: int
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    verdict: GapVerdict
    p_adjusted: float | None = None
    ordinal: Effect | None = None


@dataclass(frozen=True)
class Pair:
    """Mean of `higher` minus mean of `lower`, with the simultaneous 95 % interval and p of Games and Howell."""

    higher: str
    lower: str
    difference: float
    low: float | None
    high: float | None
    p: float | None


def _usable(groups: Groups) -> dict[str, np.ndarray]:
    cleaned = {name: clean(scores) for name, scores in groups.items()}
    return {name: scores for name, scores in cleaned.items() if len(scores) >= 2}


def welch_anova(groups: Groups) -> Omnibus:
    """Welch's (1951) one-way test of equal means with unequal variances, the gate before any gap (STATISTICS 7).

    Groups of fewer than 2 scores are left out. With w = n/s^2: F = sum w (m - m_w)^2 / (g-1) over
    1 + 2(g-2)/(g^2-1) L, L = sum (1 - w/W)^2 / (n-1), df2 = (g^2-1) / (3L).
    """
    parts = list(_usable(groups).values())
    g, n = len(parts), sum(map(len, parts))
    if g < 2:
        return Omnibus(g, n, note="one_group")
    if min(float(np.ptp(part)) for part in parts) < SAME:
        return Omnibus(g, n, p=_permuted(parts), note="permuted")
    sizes, means = np.array([len(part) for part in parts]), np.array([part.mean() for part in parts])
    w = sizes / np.array([part.var(ddof=1) for part in parts])
    centre = (w * means).sum() / w.sum()
    spread = float(((1 - w / w.sum()) ** 2 / (sizes - 1)).sum())
    f = float((w * (means - centre) ** 2).sum() / (g - 1) / (1 + 2 * (g - 2) / (g**2 - 1) * spread))
    df2 = (g**2 - 1) / (3 * spread)
    return Omnibus(g, n, f, g - 1, df2, float(fdtrc(g - 1, df2, f)))


def _permuted(parts: list[np.ndarray]) -> float:
    """Permutation p of the between-group sum of squares, fixed seed; 1 when all scores are equal."""
    pooled = np.concatenate(parts)
    if np.ptp(pooled) < SAME:
        return 1.0
    pooled = pooled - pooled.mean()
    edges, sizes = np.cumsum([0, *map(len, parts)])[:-1], np.array([len(part) for part in parts])
    rng = np.random.default_rng(SEED)
    observed = float((np.add.reduceat(pooled, edges) ** 2 / sizes).sum())
    resamples = RESAMPLES if len(pooled) <= LARGE else RESAMPLES // 10
    drawn = (np.add.reduceat(rng.permutation(pooled), edges) for _ in range(resamples))
    extreme = sum(float((sums**2 / sizes).sum()) >= observed - SAME for sums in drawn)
    return (extreme + 1) / (resamples + 1)


def against_rest(groups: Groups) -> list[Gap]:
    """Each group against all others together (never against the overall mean, which contains it), Holm over groups.

    Tests and gates are those of `compare_unlinked`; pass only groups that the publication plan shows.
    """
    cleaned = {name: clean(scores) for name, scores in groups.items()}
    compared = {}
    for name, scores in cleaned.items():
        others = [part for other, part in cleaned.items() if other != name]
        compared[name] = compare_unlinked(np.concatenate(others) if others else [], scores)
    adjusted = holm([change.p for change in compared.values()])
    return [_gap(name, change, p) for (name, change), p in zip(compared.items(), adjusted, strict=True)]


def _gap(name: str, change: Change, p: float | None) -> Gap:
    verdict = WORDS[judge(change.difference, change.low, change.high, p, change.n)]
    return Gap(
        name,
        change.n_after,
        change.n_before,
        change.difference,
        change.low,
        change.high,
        change.p,
        verdict,
        p,
        change.ordinal,
    )


def adjust_gaps(gaps: list[Gap], adjusted: list[float | None]) -> list[Gap]:
    """The same gaps judged by other adjusted p-values, say Benjamini-Hochberg over scales x groups."""
    judged = []
    for gap, p in zip(gaps, adjusted, strict=True):
        verdict = WORDS[judge(gap.difference, gap.low, gap.high, p, min(gap.n, gap.n_rest))]
        judged.append(replace(gap, p_adjusted=p, verdict=verdict))
    return judged


def games_howell(groups: Groups) -> list[Pair]:
    """All pairs of groups with simultaneous intervals (Games & Howell 1976), p unrounded.

    se = sqrt(s1^2/n1 + s2^2/n2), Welch's df, q of the studentised range over sqrt 2. Groups of fewer than 2 scores are
    left out; pairs without any variance have no interval.
    """
    parts = _usable(groups)
    return [_pair(parts, one, two) for one, two in combinations(parts, 2)]


def _pair(parts: dict[str, np.ndarray], one: str, two: str) -> Pair:
    higher, lower = (one, two) if parts[one].mean() >= parts[two].mean() else (two, one)
    a, b = parts[higher], parts[lower]
    difference = float(a.mean() - b.mean())
    va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    if va + vb < SAME**2:
        return Pair(higher, lower, difference, None, None, None)
    df, se = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1)), sqrt((va + vb) / 2)
    h = float(studentized_range.ppf(0.95, len(parts), df)) * se
    p = float(studentized_range.sf(difference / se, len(parts), df))
    return Pair(higher, lower, difference, difference - h, difference + h, p)


def largest_gap(groups: Groups) -> tuple[Pair | None, Omnibus]:
    """Highest minus lowest group mean, never without the omnibus result: a maximum is biased upward (STATISTICS 7).

    For the item on influence read by stakeholder kind this is the power-sharing gap. None with fewer than 2 groups.
    Pass only groups that the publication plan shows.
    """
    parts = _usable(groups)
    omnibus = welch_anova(groups)
    if len(parts) < 2:
        return None, omnibus
    ordered = sorted(parts, key=lambda name: float(parts[name].mean()))
    return _pair(parts, ordered[-1], ordered[0]), omnibus
