"""Effect sizes of a difference, each with its interval: g, g_av, Cliff's delta, matched-pairs rank-biserial."""

from math import atanh, erfc, exp, isnan, lgamma, sqrt, tanh

import numpy as np
from scipy.optimize import brentq
from scipy.special import nctdtr, ndtri
from scipy.stats import rankdata

from assessments.scoring.change import Effect
from assessments.scoring.intervals import SAME, t_quantile

PLACES = 9
"""Scores are rounded to this many decimals before ranking: thirds tie in fact but not in floats."""


def correction(df: float) -> float:
    """Hedges' exact small-sample factor J = Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2)); 0.9576 at df = 18."""
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def hedges_g(before: np.ndarray, after: np.ndarray) -> Effect | None:
    """Hedges' g of two independent sets: J (mean after - mean before) / pooled SD, noncentral-t interval.

    One-dimensional arrays without NaN. The interval is found by roots of the noncentral t (STATISTICS 7). None with
    fewer than 2 in a set or no variance in both.
    """
    n1, n2 = len(before), len(after)
    if min(n1, n2) < 2:
        return None
    df = n1 + n2 - 2
    pooled = sqrt(((n1 - 1) * before.var(ddof=1) + (n2 - 1) * after.var(ddof=1)) / df)
    if pooled < SAME:
        return None
    root = sqrt(n1 * n2 / (n1 + n2))
    d, j = float(after.mean() - before.mean()) / pooled, correction(df)
    low, high = noncentrality(d * root, df)
    return Effect("g", j * d, j * low / root, j * high / root)


def noncentrality(t: float, df: float) -> tuple[float, float]:
    """95 % limits of the noncentrality of an observed t: the roots of nctdtr(df, x, t) = .975 and .025."""
    reach = 5 * sqrt(1 + t**2 / (2 * df))

    def excess(x: float, target: float) -> float:
        tail = float(nctdtr(df, x, t))
        # far out on the other side of zero it has no value; there it is 1 below t and 0 above
        return (float(x < t) if isnan(tail) else tail) - target

    def root(target: float) -> float:
        return float(brentq(excess, t - reach, t + reach, args=(target,), xtol=1e-10))

    return root(0.975), root(0.025)


def g_av(before: np.ndarray, after: np.ndarray) -> Effect | None:
    """Paired effect in units of the average SD: J mean(d) / sqrt((s1^2 + s2^2) / 2), comparable with unlinked g.

    Paired arrays without NaN. Interval of Bonett (2008): with delta = mean(d)/s and df = n - 1,
    var = delta^2 (s1^4 + s2^4 + 2 s12^2) / (8 df s^4) + s_d^2 / (df s^2), normal quantile, times J.
    None with fewer than 3 pairs or no variance in both rounds.
    """
    n = len(before)
    if n < 3:
        return None
    (v1, s12), (_, v2) = np.cov(before, after)
    square = (v1 + v2) / 2
    if square < SAME:
        return None
    df, j = n - 1, correction(n - 1)
    delta = float((after - before).mean() / sqrt(square))
    spread = (after - before).var(ddof=1)
    variance = delta**2 * (v1**2 + v2**2 + 2 * s12**2) / (8 * df * square**2) + spread / (df * square)
    h = float(ndtri(0.975)) * sqrt(variance)
    return Effect("g_av", j * delta, j * (delta - h), j * (delta + h))


def cliff_delta(before: np.ndarray, after: np.ndarray) -> Effect | None:
    """Cliff's delta = P(after > before) - P(after < before), consistent variance, asymmetric 95 % limits.

    One-dimensional arrays without NaN (Cliff 1996; Feng & Cliff 2004, with t on n1 + n2 - 2 df). No interval at
    |delta| = 1, without variance in both, or with fewer than 2 in a set. None when a set is empty.
    """
    x, y = np.round(after, PLACES), np.round(before, PLACES)
    n1, n2 = len(x), len(y)
    if min(n1, n2) == 0:
        return None
    rows, columns = _dominance(x, y), -_dominance(y, x)
    delta = float(rows.mean())
    if min(n1, n2) < 2 or abs(delta) > 1 - SAME or np.ptp(x) == np.ptp(y) == 0:
        return Effect("cliff_delta", delta, label=magnitude(delta))
    pairs = n1 * n2
    values, often = np.unique(x, return_counts=True)
    ordered = np.sort(y)
    untied = pairs - often @ (np.searchsorted(ordered, values, "right") - np.searchsorted(ordered, values, "left"))
    cells = (untied - pairs * delta**2) / ((n1 - 1) * (n2 - 1))
    variance = ((n2 - 1) * rows.var(ddof=1) + (n1 - 1) * columns.var(ddof=1) + cells) / pairs
    t = t_quantile(n1 + n2 - 2)
    middle, h = delta - delta**3, t * sqrt(variance) * sqrt((1 - delta**2) ** 2 + t**2 * variance)
    scale = 1 - delta**2 + t**2 * variance
    return Effect("cliff_delta", delta, float((middle - h) / scale), float((middle + h) / scale), magnitude(delta))


def _dominance(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """For each x the share of y below it minus the share above it."""
    values, often = np.unique(y, return_counts=True)  # far fewer than people
    up_to = np.concatenate([[0], often.cumsum()])
    place = np.searchsorted(values, x)
    tied = values[np.minimum(place, len(values) - 1)] == x
    below, not_above = up_to[place], up_to[place + tied]
    result: np.ndarray = (below - (len(y) - not_above)) / len(y)
    return result


def magnitude(delta: float) -> str:
    """Cliff's delta in words: negligible below .147, small below .33, medium below .474, else large."""
    steps = ((0.474, "large"), (0.33, "medium"), (0.147, "small"))
    return next((word for limit, word in steps if abs(delta) >= limit), "negligible")


def rank_biserial(before: np.ndarray, after: np.ndarray) -> Effect | None:
    """Matched-pairs rank-biserial: (T+ - T-) / (T+ + T-) of the non-zero differences, interval on Fisher's z.

    Paired arrays without NaN. SE of z = sqrt((2n^3 + 3n^2 + n) / 6) / ((n^2 + n) / 2), n the non-zero differences
    (Kerby 2014; King & Minium 2008). No interval at |r| = 1. None when all differences are 0.
    """
    difference = nonzero(before, after)
    n = len(difference)
    if n == 0:
        return None
    ranks = rankdata(np.abs(difference))
    r = float((ranks * np.sign(difference)).sum() / ranks.sum())
    if abs(r) > 1 - SAME:
        return Effect("rank_biserial", r)
    h = float(ndtri(0.975)) * sqrt((2 * n**3 + 3 * n**2 + n) / 6) / ((n**2 + n) / 2)
    return Effect("rank_biserial", r, tanh(atanh(r) - h), tanh(atanh(r) + h))


def nonzero(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Differences after - before that are not 0, free of float noise, so that ties tie."""
    difference = np.round(after - before, PLACES)
    present: np.ndarray = difference[difference != 0]
    return present


def signed_rank_p(before: np.ndarray, after: np.ndarray) -> float:
    """Two-sided Wilcoxon signed-rank p, zeros dropped: exact with ties below 50 non-zero differences, else normal.

    Exact: the distribution of T+ over all sign patterns of the mid-ranks, doubled so that they are whole numbers.
    Normal: variance sum(ranks^2)/4, which contains the tie correction. All differences 0: 1.
    """
    difference = nonzero(before, after)
    if len(difference) == 0:
        return 1.0
    ranks = rankdata(np.abs(difference))
    positive = ranks[difference > 0].sum()
    if len(difference) >= 50:
        z = (positive - ranks.sum() / 2) / sqrt((ranks**2).sum() / 4)
        return erfc(abs(float(z)) / sqrt(2))
    chances = np.ones(1)
    for double in (2 * ranks).astype(int):
        flipped = np.concatenate([np.zeros(double), chances])
        chances = (np.concatenate([chances, np.zeros(double)]) + flipped) / 2
    place = round(2 * positive)
    return float(min(1.0, 2 * min(chances[: place + 1].sum(), chances[place:].sum())))
