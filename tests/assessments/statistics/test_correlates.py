"""What goes with synergy: correlations, sizes from which they are told, relative weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.api import OLS, add_constant

from assessments.statistics.correlates import correlates, fisher_interval, johnson_weights

NOBODY: frozenset[str] = frozenset()
People = tuple[dict[str, np.ndarray], np.ndarray]


def people(n: int, p: int = 4, seed: int = 0) -> People:
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, 1)) + draw.normal(size=(n, p))
    weights = np.linspace(0.2, 1, p)
    return {f"E{place}": column for place, column in enumerate(x.T, start=1)}, x @ weights + draw.normal(size=n)


def first(found: People, n: int) -> People:
    return {code: one[:n] for code, one in found[0].items()}, found[1][:n]


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
    [(0, "nothing"), (2, "nothing"), (29, "nothing"), (30, "uncertain"), (99, "uncertain"), (100, "weighted")],
)
def test_what_is_told_depends_on_n(n: int, order: str) -> None:
    got = correlates(*first(people(120), n), NOBODY, 999)
    assert (got.n, got.order) == (n, order)
    assert (got.adjusted_r2 is not None) == (order == "weighted")
    assert bool(got.ranked) == (order != "nothing")


def test_imported_people_do_not_make_enough_for_an_order_of_correlates() -> None:
    x, y = people(150)
    assert [correlates(x, y, NOBODY, known).order for known in (29, 30, 100)] == ["nothing", "uncertain", "weighted"]


def test_relative_weights_need_ten_people_per_predictor() -> None:
    assert correlates(*people(100, p=11), NOBODY, 999).order == "uncertain"


def test_correlations_have_one_decimal_and_their_interval_comes_from_it() -> None:
    x, y = people(40)
    got = correlates(x, y, NOBODY, 999)
    for one in got.ranked:
        assert one.r == pytest.approx(stats.pearsonr(x[one.code], y).statistic, abs=0.05)
        assert round(one.r, 1) == one.r
        assert (one.low, one.high) == fisher_interval(one.r, 40)
    assert [one.r for one in got.ranked] == sorted((one.r for one in got.ranked), reverse=True)


def test_shares_are_whole_per_cents_of_what_statsmodels_explains() -> None:
    x, y = people(150)
    fit = OLS(y, add_constant(np.column_stack(list(x.values())))).fit()
    got = correlates(x, y, NOBODY, 999)
    assert got.adjusted_r2 == pytest.approx(fit.rsquared_adj, abs=0.005)
    assert sum(one.share or 0 for one in got.ranked) == pytest.approx(1, abs=0.02)
    for one in got.ranked:
        assert one.share is not None
        assert one.share_low is not None
        assert one.share_high is not None
        assert one.share_low <= one.share <= one.share_high
        assert {round(part, 2) for part in (one.share, one.share_low, one.share_high)} == {
            one.share, one.share_low, one.share_high,
        }  # fmt: skip


def test_the_order_of_people_does_not_matter() -> None:
    x, y = people(150)
    order = np.random.default_rng(9).permutation(150)
    assert correlates({code: one[order] for code, one in x.items()}, y[order], NOBODY, 999) == correlates(
        x, y, NOBODY, 999
    )


def test_people_without_a_score_are_left_out() -> None:
    x, y = people(40)
    x["E1"][:5] = np.nan
    y[5:8] = np.nan
    assert correlates(x, y, NOBODY, 999).n == 32


def test_constant_dependent_and_sharing_predictors_are_dropped_by_name() -> None:
    x, y = people(40)
    x |= {"E5": np.full(40, 4.0), "E6": x["E1"] + x["E2"], "T": x["E1"]}
    got = correlates(x, y, frozenset({"T"}), 999)
    assert got.dropped == {"E5": "constant", "E6": "singular", "T": "shared_items"}
    assert {one.code for one in got.ranked} == {"E1", "E2", "E3", "E4"}


def test_a_constant_outcome_goes_with_nothing() -> None:
    x, y = people(40)
    assert correlates(x, y * 0 + 4, NOBODY, 999).order == "nothing"
    assert correlates({code: one * 0 for code, one in x.items()}, y, NOBODY, 999).order == "nothing"


def test_uncorrelated_predictors_have_their_squared_correlations_as_weights() -> None:
    r = np.array([0.3, 0.5, 0.1])
    np.testing.assert_allclose(johnson_weights(np.eye(3), r), r**2)


@given(st.integers(0, 300))
def test_weights_sum_to_r_squared_one_by_one_and_many_at_once(seed: int) -> None:
    x, y = people(60, p=3, seed=seed)
    full = np.corrcoef(np.column_stack([*x.values(), y]), rowvar=False)
    correlation, r = full[:-1, :-1], full[:-1, -1]
    weights = johnson_weights(correlation, r)
    assert weights.sum() == pytest.approx(r @ np.linalg.solve(correlation, r))
    many = johnson_weights(np.array([correlation, np.eye(3)]), np.array([r, r]))
    np.testing.assert_allclose(many, [weights, r**2])
