"""Permutation p-values for small groups, also when the other side is large."""

from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np

from assessments.scoring.intervals import SAME

SEED, RESAMPLES = 20_240_229, 9_999
WIDE = 500
_KEPT = 8  # sets of splits; at most 9,999 of 19 places (1.5 MB) each where the smaller group has fewer than 20


def permutation_p(x: np.ndarray, y: np.ndarray) -> float:
    """Two-sided permutation p of two independent sets of at least 2 scores, fixed seed.

    The statistic is Welch's t (Chung & Romano 2013). Without variance in a set scipy answers p = 0 there; the mean
    difference itself is permuted instead, and all scores equal give 1. Exact when there are at most 9,999 ways to
    split, else 9,999 random splits; twice the smaller tail, counting the observed split, as scipy does.
    """
    # The same split is drawn whichever set is named first: of two sets of a size, the one with the lower scores leads.
    small, large = sorted((x, y), key=lambda one: (len(one), sorted(one.tolist())))
    pooled = np.concatenate([small, large])
    if np.ptp(pooled) < SAME:
        return 1.0
    pooled = pooled - pooled.mean()
    student = bool(min(np.ptp(x), np.ptp(y)) >= SAME)
    m = len(small)
    observed = _statistics(pooled, np.arange(m)[None, :], student)[0]
    values = _statistics(pooled, _splits(len(pooled), m), student)
    slack, extra = abs(observed) * 1e-9, 0 if _exact(len(pooled), m) else 1
    tails = np.count_nonzero(values >= observed - slack), np.count_nonzero(values <= observed + slack)
    return float(min(1.0, 2 * (min(tails) + extra) / (len(values) + extra)))


def _exact(n: int, m: int) -> bool:
    return comb(n, m) <= RESAMPLES


@lru_cache(maxsize=_KEPT)
def _splits(n: int, m: int) -> np.ndarray:
    """All ways to choose m of n places, or 9,999 random ones: by sizes alone the same, so kept for the next scale."""
    chosen = np.array(list(combinations(range(n), m))) if _exact(n, m) else np.ascontiguousarray(_draw(n, m))
    chosen.flags.writeable = False
    return chosen


def _draw(n: int, m: int) -> np.ndarray:
    """9,999 random sets of m of n places: by partial sorting, or by redrawing repeats where n is much larger than m."""
    rng = np.random.default_rng(SEED)
    if n <= max(WIDE, m * m):
        chosen: np.ndarray = np.argpartition(rng.random((RESAMPLES, n), dtype=np.float32), m - 1, axis=1)[:, :m]
        return chosen
    chosen = rng.integers(0, n, (RESAMPLES, m))
    while (again := (np.diff(np.sort(chosen, axis=1), axis=1) == 0).any(axis=1)).any():
        chosen[again] = rng.integers(0, n, (int(again.sum()), m))
    return chosen


def _statistics(centred: np.ndarray, chosen: np.ndarray, student: bool) -> np.ndarray:
    """Mean difference, or Welch's t, of each chosen set against the remainder; infinite without any variance."""
    n, m = len(centred), chosen.shape[1]
    picked = centred[chosen]
    total, squares = picked.sum(axis=1), (picked**2).sum(axis=1)
    difference: np.ndarray = total / m + total / (n - m)
    if not student:
        return difference
    rest = float((centred**2).sum()) - squares
    error = (squares - total**2 / m) / (m - 1) / m + (rest - total**2 / (n - m)) / (n - m - 1) / (n - m)
    flat = error < SAME**2
    t: np.ndarray = difference / np.sqrt(np.where(flat, 1, error))
    return np.where(flat & (np.abs(difference) > SAME), np.copysign(np.inf, difference), t)
