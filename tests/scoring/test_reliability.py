"""Alpha, its interval and gates; Spearman-Brown; omega."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize

from assessments.scoring.reliability import Alpha, alpha, alpha_of, omega


def answers(n: int, k: int, seed: int = 0, common: float = 1.0) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    latent = draw.normal(size=(n, 1)) * common + draw.normal(size=(n, k))
    return pd.DataFrame(np.clip(np.round(latent + 3.5), 1, 5), columns=[f"i{number}" for number in range(k)])


def test_alpha_of_a_worked_example() -> None:
    # variances 1 and 1, covariance .5: variance of the sum 3, alpha = 2 (1 - 2/3) = .6667
    assert alpha_of(np.array([[1, 0.5], [0.5, 1]])) == pytest.approx(2 / 3)


def test_alpha_equals_spearman_brown_for_two_items_of_equal_variance() -> None:
    pairs = [(1, 2), (2, 1), (3, 3), (4, 5), (5, 4)] * 3
    got = alpha(pd.DataFrame(pairs, columns=["a", "b"], dtype=float))
    assert got.value == pytest.approx(got.spearman_brown)
    assert got.note == "indicative"


def test_spearman_brown_is_given_for_two_items_only() -> None:
    assert alpha(answers(30, 3)).spearman_brown is None
    pair = answers(30, 2)
    r = stats.pearsonr(pair["i0"], pair["i1"]).statistic
    assert alpha(pair).spearman_brown == pytest.approx(2 * r / (1 + r))


def test_the_interval_equals_the_delta_method_on_the_covariance_matrix() -> None:
    data = answers(60, 4, seed=5)
    x = data.to_numpy() - data.to_numpy().mean(axis=0)
    n, k = x.shape
    # gradient of alpha by the elements of the covariance matrix, times the covariance of the products x_i x_j
    moment = x.T @ x / n
    total, trace = moment.sum(), np.trace(moment)
    gradient = k / (k - 1) * (-np.eye(k) / total + trace / total**2)
    scores = np.einsum("ni,ij,nj->n", x, gradient, x)
    se = scores.std(ddof=1) / np.sqrt(n)
    value = k / (k - 1) * (1 - trace / total)
    h = stats.t.ppf(0.975, n - 1) * se / (1 - value)
    got = alpha(data)
    assert got.value == pytest.approx(value)
    assert (got.low, got.high) == pytest.approx((1 - (1 - value) * np.exp(h), 1 - (1 - value) * np.exp(-h)), abs=1e-9)


def test_the_interval_equals_resampling_in_large_samples() -> None:
    data = answers(2000, 3, seed=6).to_numpy()
    draw = np.random.default_rng(1)
    values = [alpha_of(np.cov(data[draw.integers(0, 2000, 2000)], rowvar=False)) for _ in range(400)]
    got = alpha(pd.DataFrame(data))
    assert got.high is not None
    assert got.low is not None
    assert (got.high - got.low) / 3.92 == pytest.approx(np.std(np.array(values, dtype=float)), rel=0.12)


@pytest.mark.parametrize(("n", "note", "has_value", "has_interval"), [
    (0, "too_few", False, False), (1, "too_few", False, False), (2, "too_few", False, False),
    (9, "too_few", False, False), (10, "indicative", True, False), (19, "indicative", True, False),
    (20, "", True, True),
])  # fmt: skip
def test_alpha_is_gated_by_complete_cases(n: int, note: str, has_value: bool, has_interval: bool) -> None:
    got = alpha(answers(30, 3).head(n))
    assert (got.n, got.note) == (n, note)
    assert (got.value is not None, got.low is not None) == (has_value, has_interval)


def test_one_item_has_no_alpha() -> None:
    assert alpha(answers(30, 1)) == Alpha(1, 30, note="one_item")


def test_an_item_without_variance_leaves_no_alpha() -> None:
    assert alpha(answers(30, 3).assign(i1=4.0)).note == "no_variance"
    assert alpha(pd.DataFrame({"a": [1.0, 5] * 15, "b": [5.0, 1] * 15})).note == "no_variance"


def test_nothing_answered_leaves_no_alpha() -> None:
    assert alpha(answers(30, 3) * np.nan).note == "too_few"


def test_equal_items_have_alpha_one_without_an_interval() -> None:
    one = answers(30, 1)["i0"]
    got = alpha(pd.DataFrame({"a": one, "b": one, "c": one}))
    assert got.value == pytest.approx(1)
    assert (got.low, got.high) == (None, None)


def test_a_forgotten_reversal_shows_as_a_negative_value() -> None:
    data = answers(40, 2)
    got = alpha(data.assign(i1=6 - data["i1"]))
    assert got.negative
    assert got.low is not None


def test_many_incomplete_people_switch_to_pairwise_covariances() -> None:
    data = answers(55, 11, seed=2)
    holes = np.random.default_rng(3).random(data.shape) < 0.08
    holed = data.mask(holes)
    got = alpha(holed)
    assert got.note == "pairwise"
    assert got.low is None
    assert got.value == pytest.approx(alpha_of(holed.cov().to_numpy()))
    few_holes = data.mask(holes & (np.arange(55) < 12)[:, None])
    assert alpha(few_holes).value == pytest.approx(alpha(few_holes.dropna()).value)


@given(st.integers(0, 500), st.integers(2, 6))
def test_alpha_is_at_most_one_and_inside_its_interval(seed: int, k: int) -> None:
    got = alpha(answers(25, k, seed))
    if got.value is not None and got.low is not None and got.high is not None:
        assert got.low <= got.value <= got.high <= 1


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
    assert omega(data).value == pytest.approx(ml_omega(data.to_numpy()), abs=2e-4)


def test_omega_is_gated_and_never_improper() -> None:
    assert omega(answers(49, 4)).note == "too_few"
    assert omega(answers(60, 2)).note == "too_few_items"
    assert omega(answers(60, 4).assign(i0=3.0)).note == "no_variance"
    data = answers(60, 4, common=2)
    assert omega(data.assign(i3=6 - data["i3"])).note == "improper"
    assert omega(data.assign(i3=data["i2"])).note == "improper"
