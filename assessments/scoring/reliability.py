"""How well the items of a scale hang together: alpha with its interval and gates, Spearman-Brown, omega."""

import warnings
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

import numpy as np
import pandas as pd

from assessments.scoring.intervals import SAME, t_quantile
from assessments.scoring.scales import half_of

INDICATIVE, FIRM, OMEGA_N = 10, 20, 50
LISTWISE_SHARE = 0.7

AlphaNote = Literal["", "too_few", "one_item", "no_variance", "indicative", "pairwise"]
OmegaNote = Literal["", "too_few", "too_few_items", "no_variance", "improper"]


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of `items` items from `n` complete cases, 95 % interval, and why a part is missing.

    `spearman_brown` is given for two items only. `negative`: items do not hang together, or one is reversed.
    """

    items: int
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    spearman_brown: float | None = None
    note: AlphaNote = ""

    @property
    def negative(self) -> bool:
        return self.value is not None and self.value < 0


@dataclass(frozen=True)
class Omega:
    """McDonald's omega total of one factor from `n` complete cases, or None with the reason in `note`."""

    n: int
    value: float | None
    note: OmegaNote = ""


def alpha(scored: pd.DataFrame) -> Alpha:
    """Reliability of a scale on everybody of a round (never per group): alpha, gates by n, interval from 20 cases.

    `scored` holds the scale's item scores (respondents x k, reversed items already turned, NaN missing). Listwise when
    at least 70 % of the people the half rule scores are complete, else pairwise covariances without an interval. Fewer
    than 10 complete cases, one item, or an item or total without variance: no value (STATISTICS 4).
    """
    values = scored.to_numpy(dtype=float)
    k = values.shape[1]
    complete = values[~np.isnan(values).any(axis=1)]
    n = len(complete)
    if k < 2:
        return Alpha(k, n, note="one_item")
    if n < INDICATIVE:
        return Alpha(k, n, note="too_few")
    people = int((np.count_nonzero(~np.isnan(values), axis=1) >= half_of(k)).sum())
    listwise = n >= LISTWISE_SHARE * people
    covariance = np.cov(complete, rowvar=False) if listwise else scored.cov().to_numpy()
    value = alpha_of(covariance)
    if value is None:
        return Alpha(k, n, note="no_variance")
    split = _spearman_brown(covariance) if k == 2 else None
    if not listwise:
        return Alpha(k, n, value, spearman_brown=split, note="pairwise")
    if n < FIRM:
        return Alpha(k, n, value, spearman_brown=split, note="indicative")
    return Alpha(k, n, value, *_alpha_interval(complete, value), split)


def alpha_of(covariance: np.ndarray) -> float | None:
    """alpha = k/(k-1) (1 - sum of variances / variance of the sum) from a k x k covariance; None without variance."""
    k = len(covariance)
    total = covariance.sum()
    if np.isnan(covariance).any() or (np.diag(covariance) < SAME).any() or total < SAME:
        return None
    return float(k / (k - 1) * (1 - np.trace(covariance) / total))


def _spearman_brown(covariance: np.ndarray) -> float | None:
    """2r/(1+r) for two items (Eisinga, Te Grotenhuis & Pelzer 2013); None at r = -1."""
    r = float(covariance[0, 1] / sqrt(covariance[0, 0] * covariance[1, 1]))
    return 2 * r / (1 + r) if r > SAME - 1 else None


def _alpha_interval(complete: np.ndarray, value: float) -> tuple[float | None, float | None]:
    """Distribution-free SE with t on ln(1 - alpha) (Maydeu-Olivares, Coffman & Hartmann 2007)."""
    n, k = complete.shape
    centred = complete - complete.mean(axis=0)
    a, b = (centred**2).sum(axis=1), centred.sum(axis=1) ** 2
    influence = k / (k - 1) / b.mean() * (a - a.mean() / b.mean() * b)
    if 1 - value < SAME:
        return None, None
    step = t_quantile(n - 1) * float(influence.std(ddof=1)) / sqrt(n) / (1 - value)
    return 1 - exp(log(1 - value) + step), 1 - exp(log(1 - value) - step)


def omega(scored: pd.DataFrame) -> Omega:
    """omega = (sum sd l)^2 / ((sum sd l)^2 + sum sd^2 u), one ML factor, covariance form (McDonald 1999; Flora 2020).

    `scored` as for `alpha`, complete cases only. Needs k >= 3 and n >= 50. Improper solutions (a uniqueness <= .01,
    loadings of both signs, no convergence) give None: implementations disagree on them (STATISTICS 4).
    """
    values = scored.to_numpy(dtype=float)
    complete = values[~np.isnan(values).any(axis=1)]
    n, k = complete.shape
    if k < 3:
        return Omega(n, None, "too_few_items")
    if n < OMEGA_N:
        return Omega(n, None, "too_few")
    sd = complete.std(axis=0, ddof=1)
    if (sd < SAME).any():
        return Omega(n, None, "no_variance")
    factor = _one_factor(np.corrcoef(complete, rowvar=False))
    if factor is None:
        return Omega(n, None, "improper")
    loadings, uniqueness = factor
    common = float((sd * loadings).sum() ** 2)
    return Omega(n, common / (common + float((sd**2 * uniqueness).sum())))


def _one_factor(correlation: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Loadings and uniquenesses of a proper ML solution, else None."""
    # imported here because it costs a second and only closed rounds of 50 and more people need it
    from statsmodels.multivariate.factor import Factor

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            fit = Factor(corr=correlation, n_factor=1, method="ml").fit()
        except (Warning, np.linalg.LinAlgError, ValueError):
            return None
    loadings, uniqueness = fit.loadings[:, 0], fit.uniqueness
    mixed = loadings.min() < 0 < loadings.max()
    finite = np.isfinite(loadings).all() and np.isfinite(uniqueness).all()
    return None if mixed or not finite or (uniqueness <= 0.01).any() else (loadings, uniqueness)
