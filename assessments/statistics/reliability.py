"""How well the items of a construct hang together: alpha from their correlation, omega from 100 people."""

import numpy as np

from assessments.statistics.correlations import Own
from assessments.statistics.intervals import SAME
from assessments.statistics.rounding import round_half_up
from assessments.statistics.thresholds import OMEGA_FROM

STEPS, IMPROPER = 2_000, 0.01


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
    """Loadings and uniquenesses of a proper maximum likelihood solution, else None.

    Lawley's iteration: given uniquenesses, the loadings are the first eigenvector of the correlations scaled by them;
    equal to statsmodels' `Factor(method="ml")`, whose import alone costs more than the close of a thousand responses.
    """
    unique = 1 / np.diag(np.linalg.pinv(correlation, hermitian=True))
    for _ in range(STEPS):
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        loadings = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
        before, unique = unique, np.clip(1 - loadings**2, IMPROPER / 2, None)
        if np.abs(unique - before).max() < SAME:
            mixed = loadings.min() < 0 < loadings.max()
            return None if mixed or (unique <= IMPROPER).any() else (loadings, unique)
    return None
