"""Alpha from one correlation; omega."""

import warnings

import numpy as np
import pytest
from scipy.optimize import minimize
from statsmodels.multivariate.factor import Factor

from assessments.statistics.correlations import Own
from assessments.statistics.reliability import _one_factor, alpha, omega


def answers(n: int, k: int, seed: int = 0, common: float = 1.0) -> np.ndarray:
    draw = np.random.default_rng(seed)
    latent = draw.normal(size=(n, 1)) * common + draw.normal(size=(n, k))
    return np.clip(np.round(latent + 3.5), 1, 5)


@pytest.mark.parametrize(("rho", "items", "value"), [(0.5, 2, 0.7), (0.4, 4, 0.7), (0.0, 16, 0.0), (0.3, 16, 0.9)])
def test_alpha_is_that_of_spearman_and_brown(rho: float, items: int, value: float) -> None:
    # 2 * .5 / 1.5 = .667; 4 * .4 / 2.2 = .727; 16 * .3 / 5.5 = .873
    assert alpha(Own(rho), items) == value


def test_items_without_variance_are_left_out_of_alpha() -> None:
    assert alpha(Own(0.5, constant=("A", "B")), 4) == 0.7
    assert alpha(Own(0.5, constant=("A",)), 2) is None


def ml_omega(data: np.ndarray) -> float:
    """The one-factor model fitted to the covariance matrix by minimising the ML discrepancy directly."""
    s, k = np.cov(data, rowvar=False), data.shape[1]

    def discrepancy(theta: np.ndarray) -> float:
        sigma = np.outer(theta[:k], theta[:k]) + np.diag(np.exp(theta[k:]))
        return float(np.linalg.slogdet(sigma)[1] + np.trace(np.linalg.solve(sigma, s)))

    start = np.concatenate([np.sqrt(np.diag(s) / 2), np.log(np.diag(s) / 2)])
    fit = minimize(discrepancy, start, method="L-BFGS-B", options={"maxiter": 5000, "ftol": 1e-14, "gtol": 1e-9})
    common = fit.x[:k].sum() ** 2
    return float(common / (common + np.exp(fit.x[k:]).sum()))


@pytest.mark.parametrize("k", [3, 4, 8])
def test_omega_equals_a_fit_of_the_covariance_matrix(k: int) -> None:
    data = answers(120, k, seed=k)
    got = omega(data)
    assert got == pytest.approx(ml_omega(data), abs=0.0502)
    assert got == round(got or 0, 1)


@pytest.mark.parametrize("seed", range(12))
def test_its_factor_is_that_of_statsmodels(seed: int) -> None:
    data = answers(150, 3 + seed % 6, seed, common=0.6 + seed / 10)
    correlation = np.corrcoef(data, rowvar=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = Factor(corr=correlation, n_factor=1, method="ml").fit()
    found = _one_factor(correlation)
    if found is None:
        assert (expected.uniqueness <= 0.01).any() or expected.loadings.min() < 0 < expected.loadings.max()
    else:
        np.testing.assert_allclose(found[1], expected.uniqueness, atol=1e-4)


def test_omega_needs_a_hundred_complete_people_and_three_items() -> None:
    assert omega(answers(99, 4)) is None
    assert omega(answers(120, 2)) is None
    holed = answers(120, 4)
    holed[:21, 0] = np.nan
    assert omega(holed) is None
    holed[0, 0] = 3
    assert omega(holed) is not None


def test_omega_is_never_improper() -> None:
    flat = answers(120, 4)
    flat[:, 0] = 3
    assert omega(flat) is None
    turned = answers(120, 4, common=2)
    turned[:, 3] = 6 - turned[:, 3]
    assert omega(turned) is None
    twice = answers(120, 4, common=2)
    twice[:, 3] = twice[:, 2]
    assert omega(twice) is None
