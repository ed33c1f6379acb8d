"""Correlates of synergy: correlations and relative weights of constructs, in an order only as firm as n allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import atanh, sqrt, tanh
from statistics import NormalDist
from typing import Literal

import numpy as np

from assessments.statistics.intervals import SAME
from assessments.statistics.rounding import round_half_up
from assessments.statistics.thresholds import CORRELATES_FROM, PEOPLE_A_PREDICTOR, WEIGHTS_FROM

SMALLEST_EIGENVALUE = 1e-8
RESAMPLES, SEED, AT_ONCE = 1_000, 20_240_229, 40
LARGE, FEWEST_RESAMPLES = 10_000, 200  # with more people fewer: whole per cents do not move then

Order = Literal["nothing", "uncertain", "weighted"]
Dropped = Literal["constant", "singular", "shared_items"]
Shares = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Correlate:
    """How a construct goes with the outcome: r of one decimal, and its share of R^2 (0..1, a whole per cent).

    Both come with an interval.
    """

    code: str
    r: float
    low: float | None
    high: float | None
    share: float | None = None
    share_low: float | None = None
    share_high: float | None = None


@dataclass(frozen=True)
class Correlates:
    """The correlates of an outcome, from the `n` people with a score on everything.

    `order`: "nothing" (n < 30), "uncertain" (sorted by r, say so), "weighted" (n >= 100 and >= 10 a construct: with
    shares and adjusted R^2, a whole per cent). `dropped`: left out, and why.
    """

    n: int
    order: Order = "nothing"
    ranked: tuple[Correlate, ...] = ()
    adjusted_r2: float | None = None
    dropped: Mapping[str, Dropped] = field(default_factory=dict)


def correlates(scores: Mapping[str, np.ndarray], outcome: np.ndarray, shared: frozenset[str], known: int) -> Correlates:
    """Correlate people's scores (construct -> people, NaN missing) with those on the outcome, listwise (STATISTICS 8).

    `shared`: constructs that share an item with the outcome; they are dropped, as are constant and linearly dependent
    ones. Below 30 people nothing; `known`: at most so many count towards these sizes (imported answers do not).
    """
    dropped: dict[str, Dropped] = {code: "shared_items" for code in scores if code in shared}
    codes = [code for code in scores if code not in shared]
    table = np.column_stack([*(scores[code] for code in codes), outcome])
    table = table[~np.isnan(table).any(axis=1)]
    table = table[np.lexsort(table.T)]  # so that the order of people does not matter to what is drawn
    n, y = len(table), table[:, -1]
    if min(n, known) < CORRELATES_FROM or np.ptp(y) < SAME:
        return Correlates(n, dropped=dropped)
    varied = [column for column in range(len(codes)) if np.ptp(table[:, column]) >= SAME]
    independent = _independent(table, varied)
    dropped |= {code: "constant" for column, code in enumerate(codes) if column not in varied}
    dropped |= {codes[column]: "singular" for column in varied if column not in independent}
    if not independent:
        return Correlates(n, dropped=dropped)
    return _ranked(table[:, independent], y, [codes[column] for column in independent], dropped, min(n, known))


def _independent(x: np.ndarray, columns: list[int]) -> list[int]:
    """The columns, in order, that keep the smallest eigenvalue of their correlations above 1e-8."""
    kept: list[int] = []
    for column in columns:
        correlation = np.atleast_2d(np.corrcoef(x[:, [*kept, column]], rowvar=False))
        if np.linalg.eigvalsh(correlation)[0] >= SMALLEST_EIGENVALUE:
            kept.append(column)
    return kept


def _ranked(x: np.ndarray, y: np.ndarray, codes: list[str], dropped: dict[str, Dropped], size: int) -> Correlates:
    n, p = x.shape
    weighted = size >= max(WEIGHTS_FROM, PEOPLE_A_PREDICTOR * p)
    correlation, r = _correlations(x, y)
    shares: list[Shares] = _shares(x, y) if weighted else [(None, None, None)] * p
    ranked = [_correlate(code, float(r[column]), n, shares[column]) for column, code in enumerate(codes)]
    ranked.sort(key=lambda correlate: (-(correlate.share or 0.0), -correlate.r))  # ties stay as they were asked
    if not weighted:
        return Correlates(n, "uncertain", tuple(ranked), dropped=dropped)
    r2 = float(johnson_weights(correlation, r).sum())
    adjusted = round_half_up(1 - (1 - r2) * (n - 1) / (n - p - 1), 2)
    return Correlates(n, "weighted", tuple(ranked), adjusted, dropped)


def _correlate(code: str, r: float, n: int, shares: Shares) -> Correlate:
    """The interval comes from the rounded r, so that it does not tell the exact one."""
    printed = round_half_up(r, 1)
    return Correlate(code, printed, *fisher_interval(printed, n), *shares)


def fisher_interval(r: float, n: int) -> tuple[float | None, float | None]:
    """95 % interval of a correlation: tanh(atanh r -/+ 1.96 / sqrt(n - 3)) (Fisher 1921); None for n < 4 or |r| = 1."""
    if n < 4 or abs(r) > 1 - SAME:
        return None, None
    h = NormalDist().inv_cdf(0.975) / sqrt(n - 3)
    return tanh(atanh(r) - h), tanh(atanh(r) + h)


def _correlations(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    full = np.corrcoef(np.column_stack([x, y]), rowvar=False)
    return full[:-1, :-1], full[:-1, -1]


def johnson_weights(correlation: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Relative weights that sum to R^2 (Johnson 2000): R = VDV', L = V sqrt(D) V', w = (L o L)(L^-1 r)^2.

    `correlation` is p x p between predictors, `r` their correlations with the outcome; or many of both, one after the
    other.
    """
    values, vectors = np.linalg.eigh(correlation)
    root = (vectors * np.sqrt(np.clip(values, 0, None))[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    weights: np.ndarray = (root**2 @ np.linalg.solve(root, r[..., None]) ** 2)[..., 0]
    return weights


def _shares(x: np.ndarray, y: np.ndarray) -> list[Shares]:
    """Johnson weights as shares of R^2 with percentile intervals over resampled people (fixed seed)."""
    weights = johnson_weights(*_correlations(x, y))
    if weights.sum() < SAME:
        return [(None, None, None)] * len(weights)
    drawn = np.concatenate([_usable_shares(*resample) for resample in _resamples(x, y)])
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    rows = zip(weights / weights.sum(), low, high, strict=True)
    return [(round_half_up(w, 2), round_half_up(a, 2), round_half_up(b, 2)) for w, a, b in rows]


def _usable_shares(correlation: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Without resamples in which a construct is constant or follows from others: their weights do not exist."""
    finite = np.isfinite(correlation).all(axis=(1, 2)) & np.isfinite(r).all(axis=1)
    correlation, r = correlation[finite], r[finite]
    independent = np.linalg.eigvalsh(correlation)[:, 0] >= SMALLEST_EIGENVALUE
    weights = johnson_weights(correlation[independent], r[independent])
    shares: np.ndarray = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _resamples(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Correlations of resampled people, some resamples at once, fixed seed.

    Sums and products are weighed by how often each person was drawn. For thousands of people that is many times faster
    than copying their rows, and the same up to float noise.
    """
    rng, n = np.random.default_rng(SEED), len(y)
    table = np.column_stack([x, y])
    table = table - table.mean(axis=0)
    size = table.shape[1]
    row, column = np.triu_indices(size)
    moments = np.column_stack([table, table[:, row] * table[:, column]])
    for _ in range(max(FEWEST_RESAMPLES, min(RESAMPLES, RESAMPLES * LARGE // n)) // AT_ONCE):
        drawn = [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(AT_ONCE)]
        sums = np.array(drawn, dtype=float) @ moments / n
        covariance = np.empty((AT_ONCE, size, size))
        covariance[:, row, column] = covariance[:, column, row] = sums[:, size:] - sums[:, row] * sums[:, column]
        sd = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2).clip(0))
        with np.errstate(divide="ignore", invalid="ignore"):
            correlation = covariance / (sd[:, :, None] * sd[:, None, :])
        yield correlation[:, :-1, :-1], correlation[:, :-1, -1]
