"""What goes with synergy: correlations, gates, relative weights."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.api import OLS, add_constant

from assessments.scoring.drivers import fisher_interval, johnson_weights, key_drivers, shapley_weights


def people(n: int, p: int = 4, seed: int = 0) -> tuple[pd.DataFrame, pd.Series]:
    draw = np.random.default_rng(seed)
    shared = draw.normal(size=(n, 1))
    x = pd.DataFrame(shared + draw.normal(size=(n, p)), columns=[f"E{number}" for number in range(1, p + 1)])
    weights = np.linspace(0.2, 1, p)
    return x, pd.Series(x.to_numpy() @ weights + draw.normal(size=n), name="SYN")


@pytest.mark.parametrize(
    ("n", "low", "high"), [(10, -0.19, 0.86), (20, 0.07, 0.77), (30, 0.17, 0.73), (60, 0.28, 0.67)]
)
def test_intervals_of_a_correlation_of_one_half(n: int, low: float, high: float) -> None:
    assert fisher_interval(0.5, n) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


def test_no_interval_for_tiny_or_perfect_correlations() -> None:
    assert fisher_interval(0.5, 3) == (None, None)
    assert fisher_interval(1.0, 30) == (None, None)


@pytest.mark.parametrize(
    ("n", "order"),
    [(0, "nothing"), (2, "nothing"), (9, "nothing"), (10, "questionnaire"), (29, "questionnaire"), (30, "uncertain"),
     (99, "uncertain"), (100, "weighted")],
)  # fmt: skip
def test_what_is_shown_depends_on_n(n: int, order: str) -> None:
    x, y = people(120)
    got = key_drivers(x.head(n), y.head(n))
    assert (got.n, got.order) == (n, order)
    assert (got.adjusted_r2 is not None) == (order == "weighted")
    codes = [one.code for one in got.predictors]
    if order == "questionnaire":
        assert codes == list(x.columns)
    elif order != "nothing":
        assert codes == sorted(codes, key=lambda code: -np.corrcoef(x[code].head(n), y.head(n))[0, 1])


def test_relative_weights_need_ten_people_per_predictor() -> None:
    assert key_drivers(*people(100, p=11)).order == "uncertain"


def test_correlations_equal_scipy() -> None:
    x, y = people(40)
    for one in key_drivers(x, y).predictors:
        test = stats.pearsonr(x[one.code], y)
        interval = test.confidence_interval()
        assert one.r == pytest.approx(test.statistic)
        assert (one.low, one.high) == pytest.approx((interval.low, interval.high), abs=1e-6)
        assert one.spearman == pytest.approx(stats.spearmanr(x[one.code], y).statistic)
        assert one.priority(40) == one.low
        assert one.priority(29) is None


def test_r_squared_equals_statsmodels_and_shares_sum_to_one() -> None:
    x, y = people(150)
    fit = OLS(y, add_constant(x)).fit()
    got = key_drivers(x, y)
    assert got.adjusted_r2 == pytest.approx(fit.rsquared_adj)
    assert sum(one.share or 0 for one in got.predictors) == pytest.approx(1)
    for one in got.predictors:
        assert one.share_low is not None
        assert one.share is not None
        assert one.share_high is not None
        assert one.share_low < one.share < one.share_high
    assert key_drivers(x, y) == got


def test_people_without_a_score_are_left_out() -> None:
    x, y = people(40)
    x.iloc[:5, 0] = np.nan
    y.iloc[5:8] = np.nan
    assert key_drivers(x, y).n == 32


def test_constant_dependent_and_sharing_predictors_are_dropped_by_name() -> None:
    x, y = people(40)
    x = x.assign(E5=4.0, E6=x["E1"] + x["E2"], T=x["E1"])
    got = key_drivers(x, y, {"SYN": ["RES1", "RES2"], "T": ["RES2"], "E1": ["E1A"]})
    assert got.dropped == {"E5": "constant", "E6": "singular", "T": "shared_items"}
    assert {one.code for one in got.predictors} == {"E1", "E2", "E3", "E4"}


def test_a_constant_outcome_goes_with_nothing() -> None:
    x, y = people(40)
    assert key_drivers(x, y * 0 + 4).order == "nothing"
    assert key_drivers(x * 0, y).order == "nothing"


def test_uncorrelated_predictors_have_their_squared_correlations_as_weights() -> None:
    r = np.array([0.3, 0.5, 0.1])
    np.testing.assert_allclose(johnson_weights(np.eye(3), r), r**2)
    np.testing.assert_allclose(shapley_weights(np.eye(3), r), r**2)


@given(st.integers(0, 300))
def test_weights_sum_to_r_squared_and_shapley_equals_all_orders(seed: int) -> None:
    x, y = people(60, p=3, seed=seed)
    full = np.corrcoef(np.column_stack([x, y]), rowvar=False)
    correlation, r = full[:-1, :-1], full[:-1, -1]
    r2 = r @ np.linalg.solve(correlation, r)
    assert johnson_weights(correlation, r).sum() == pytest.approx(r2)
    gains = np.zeros(3)
    for order in permutations(range(3)):
        before = 0.0
        for place, one in enumerate(order):
            chosen = list(order[: place + 1])
            after = r[chosen] @ np.linalg.solve(correlation[np.ix_(chosen, chosen)], r[chosen])
            gains[one] += (after - before) / 6
            before = after
    np.testing.assert_allclose(shapley_weights(correlation, r), gains, atol=1e-10)


def test_shapley_refuses_more_than_twelve_predictors() -> None:
    with pytest.raises(ValueError, match="13 predictors"):
        shapley_weights(np.eye(13), np.zeros(13))
