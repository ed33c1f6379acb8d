"""How well the items of a construct hang together: alpha from their correlation, omega from 100 people."""

import warnings

import numpy as np

from assessments.scoring.correlations import Own
from assessments.scoring.intervals import SAME
from assessments.scoring.rounding import round_half_up

OMEGA_FROM = 100


def alpha(own: Own, items: int) -> float | None:
    """k rho / (1 + (k - 1) rho), one decimal, with the construct's own rho; Spearman-Brown for two items.

    Items in which all answered alike are left out of k as of rho; None for fewer than two others (STATISTICS 4).
    """
    k = items - len(own.constant)
    return round_half_up(k * own.rho / (1 + (k - 1) * own.rho), 1) if k >= 2 else None


def omega(scores: np.ndarray) -> float | None:
    """omega = (sum sd l)^2 / ((sum sd l)^2 + sum sd^2 u), one ML factor, covariance form (McDonald 1999; Flora 2020).

    `scores`: people x items, NaN missing; complete cases only, at least 100, and three items; one decimal. None for an
    item without variance and for improper solutions (a uniqueness <= .01, loadings of both signs, no convergence), on
    which implementations disagree (STATISTICS 4).
    """
    complete = scores[~np.isnan(scores).any(axis=1)]
    if complete.shape[0] < OMEGA_FROM or complete.shape[1] < 3:
        return None
    sd = complete.std(axis=0, ddof=1)
    factor = None if (sd < SAME).any() else _one_factor(np.corrcoef(complete, rowvar=False))
    if factor is None:
        return None
    loadings, uniqueness = factor
    common = float((sd * loadings).sum() ** 2)
    return round_half_up(common / (common + float((sd**2 * uniqueness).sum())), 1)


def _one_factor(correlation: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Loadings and uniquenesses of a proper ML solution, else None."""
    # imported here because it costs a second and only closed rounds of 100 and more people need it
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
