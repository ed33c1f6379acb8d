"""What goes with synergy: correlations and relative weights of the elements, in an order only as firm as n allows."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import atanh, factorial, sqrt, tanh
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import rankdata

from assessments.scoring.effects import PLACES
from assessments.scoring.intervals import SAME

CORRELATE, SORT, WEIGH, PER_PREDICTOR = 10, 30, 100, 10
SMALLEST_EIGENVALUE, LARGEST_SHAPLEY = 1e-8, 12
RESAMPLES, SEED = 1_000, 20_240_229
AT_ONCE = 40
PRIORITY_FROM = 30

Order = Literal["nothing", "questionnaire", "uncertain", "weighted"]
Dropped = Literal["constant", "singular", "shared_items"]


@dataclass(frozen=True)
class Driver:
    """How one predictor goes with the outcome: Pearson r with interval, Spearman, share of R^2 (0..1) with interval."""

    code: str
    r: float
    low: float | None
    high: float | None
    spearman: float
    share: float | None = None
    share_low: float | None = None
    share_high: float | None = None

    def priority(self, n: int) -> float | None:
        """What a priority matrix may use: the lower limit of r, from 30 people."""
        return self.low if n >= PRIORITY_FROM else None


@dataclass(frozen=True)
class Drivers:
    """Predictors that go with the outcome, from the `n` people with a score on everything.

    `order`: "nothing" (n < 10), "questionnaire" (10-29, not sorted), "uncertain" (sorted by r, say so), "weighted"
    (n >= 100 and >= 10 per predictor: with shares and adjusted R^2). `dropped`: left out, and why.
    """

    n: int
    order: Order
    predictors: tuple[Driver, ...] = ()
    adjusted_r2: float | None = None
    dropped: Mapping[str, Dropped] | None = None


def key_drivers(
    predictors: pd.DataFrame, outcome: pd.Series, items: Mapping[str, Collection[str]] | None = None
) -> Drivers:
    """Correlate each predictor with the outcome and, where n allows, share out R^2 (STATISTICS 8).

    Person scores (people x predictors; people), NaN missing, listwise. `items` gives the items of each scale: a
    predictor that shares one with the outcome (`outcome.name`) is dropped; so are constant and linearly dependent ones.
    """
    dropped = _sharing(predictors, str(outcome.name), items or {})
    kept = [code for code in predictors.columns if code not in dropped]
    table = pd.concat([predictors[kept], outcome.rename("outcome of all")], axis=1).dropna()
    x, y, n = table[kept].to_numpy(dtype=float), table["outcome of all"].to_numpy(dtype=float), len(table)
    if n < CORRELATE or np.ptp(y) < SAME:
        return Drivers(n, "nothing", dropped=dropped)
    varied = [place for place in range(len(kept)) if np.ptp(x[:, place]) >= SAME]
    independent = _independent(x, varied)
    dropped |= {code: "constant" for place, code in enumerate(kept) if place not in varied}
    dropped |= {kept[place]: "singular" for place in varied if place not in independent}
    x, codes = x[:, independent], [kept[place] for place in independent]
    if not codes:
        return Drivers(n, "nothing", dropped=dropped)
    return _ordered(x, y, codes, dropped)


def _sharing(predictors: pd.DataFrame, outcome: str, items: Mapping[str, Collection[str]]) -> dict[str, Dropped]:
    own = set(items.get(outcome, ()))
    return {code: "shared_items" for code in predictors.columns if own & set(items.get(code, ()))}


def _independent(x: np.ndarray, places: list[int]) -> list[int]:
    """The predictors, in order, that keep the smallest eigenvalue of their correlations above 1e-8."""
    kept: list[int] = []
    for place in places:
        correlation = np.atleast_2d(np.corrcoef(x[:, [*kept, place]], rowvar=False))
        if np.linalg.eigvalsh(correlation)[0] >= SMALLEST_EIGENVALUE:
            kept.append(place)
    return kept


def _ordered(x: np.ndarray, y: np.ndarray, codes: list[str], dropped: dict[str, Dropped]) -> Drivers:
    n, p = x.shape
    weighted = n >= WEIGH and n >= PER_PREDICTOR * p
    shares = _shares(x, y) if weighted else [(None, None, None)] * p
    found = [_driver(code, x[:, i], y, shares[i]) for i, code in enumerate(codes)]
    if n < SORT:
        return Drivers(n, "questionnaire", tuple(found), dropped=dropped)
    found.sort(key=lambda driver: -driver.r)
    if not weighted:
        return Drivers(n, "uncertain", tuple(found), dropped=dropped)
    r2 = float(johnson_weights(*_correlations(x, y)).sum())
    return Drivers(n, "weighted", tuple(found), 1 - (1 - r2) * (n - 1) / (n - p - 1), dropped)


def _driver(code: str, x: np.ndarray, y: np.ndarray, share: tuple[float | None, float | None, float | None]) -> Driver:
    r = float(np.corrcoef(x, y)[0, 1])
    ranks = np.corrcoef(rankdata(np.round(x, PLACES)), rankdata(np.round(y, PLACES)))
    return Driver(code, r, *fisher_interval(r, len(x)), float(ranks[0, 1]), *share)


def fisher_interval(r: float, n: int) -> tuple[float | None, float | None]:
    """95 % interval of a correlation: tanh(atanh r -/+ 1.96 / sqrt(n - 3)) (Fisher 1921); None for n < 4 or |r| = 1."""
    if n < 4 or abs(r) > 1 - SAME:
        return None, None
    h = float(ndtri(0.975)) / sqrt(n - 3)
    return tanh(atanh(r) - h), tanh(atanh(r) + h)


def _correlations(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    full = np.corrcoef(np.column_stack([x, y]), rowvar=False)
    return full[:-1, :-1], full[:-1, -1]


def johnson_weights(correlation: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Relative weights that sum to R^2 (Johnson 2000): R = VDV', L = V sqrt(D) V', w = (L o L)(L^-1 r)^2.

    `correlation` is p x p between predictors, `r` their correlations with the outcome.
    """
    values, vectors = np.linalg.eigh(correlation)
    root = vectors @ np.diag(np.sqrt(np.clip(values, 0, None))) @ vectors.T
    weights: np.ndarray = root**2 @ np.linalg.solve(root, r) ** 2
    return weights


def shapley_weights(correlation: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Exact Shapley (LMG) shares that sum to R^2: the mean gain in R^2 over all orders, from 2^p subsets.

    Arguments as for `johnson_weights`. Raises ValueError for more than 12 predictors.
    """
    p = len(r)
    if p > LARGEST_SHAPLEY:
        raise ValueError(f"{p} predictors, at most {LARGEST_SHAPLEY}")
    r2 = np.zeros(2**p)
    for subset in range(1, 2**p):
        chosen = [i for i in range(p) if subset >> i & 1]
        r2[subset] = r[chosen] @ np.linalg.solve(correlation[np.ix_(chosen, chosen)], r[chosen])
    shares = np.zeros(p)
    for subset in range(2**p):
        size = subset.bit_count()
        for i in range(p):
            if not subset >> i & 1:
                shares[i] += (
                    factorial(size) * factorial(p - size - 1) / factorial(p) * (r2[subset | 1 << i] - r2[subset])
                )
    return shares


def _shares(x: np.ndarray, y: np.ndarray) -> list[tuple[float | None, float | None, float | None]]:
    """Johnson weights as shares of R^2 with percentile intervals over resampled people (fixed seed)."""
    weights = johnson_weights(*_correlations(x, y))
    if weights.sum() < SAME:
        return [(None, None, None)] * len(weights)
    drawn = []
    for correlation, r in _resampled(x, y):
        if np.isfinite(correlation).all() and np.linalg.eigvalsh(correlation)[0] >= SMALLEST_EIGENVALUE:
            one = johnson_weights(correlation, r)
            drawn.append(one / one.sum())
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return [(float(w), float(a), float(b)) for w, a, b in zip(weights / weights.sum(), low, high, strict=True)]


def _resampled(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Correlations of resampled people, fixed seed: how often each person was drawn weighs sums and products.

    Many times faster for thousands of people than copying their rows, and equal to that up to float noise.
    """
    rng, n = np.random.default_rng(SEED), len(y)
    table = np.column_stack([x, y])
    table = table - table.mean(axis=0)
    one, two = np.triu_indices(table.shape[1])
    moments = np.column_stack([table, table[:, one] * table[:, two]])
    for _ in range(RESAMPLES // AT_ONCE):
        drawn = [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(AT_ONCE)]
        for sums in np.array(drawn, dtype=float) @ moments / n:
            covariance = np.empty((table.shape[1],) * 2)
            covariance[one, two] = covariance[two, one] = sums[table.shape[1] :] - sums[one] * sums[two]
            sd = np.sqrt(np.diag(covariance).clip(0))
            with np.errstate(divide="ignore", invalid="ignore"):
                correlation = covariance / np.outer(sd, sd)
            yield correlation[:-1, :-1], correlation[:-1, -1]
