"""Effect sizes against scipy and second derivations."""

from itertools import product
from math import atanh, gamma, sqrt, tanh
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.scoring import effects

THIRDS = st.lists(st.integers(3, 15).map(lambda x: x / 3), min_size=3, max_size=12)


@pytest.mark.parametrize("df", [2, 5, 18, 100])
def test_hedges_correction_is_the_exact_gamma_form(df: int) -> None:
    assert effects.correction(df) == pytest.approx(gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2)))


def test_g_of_a_worked_example() -> None:
    # means 2 and 4, variances 1 and 1: d = 2, J(4) = .7979, g = 1.596
    got: Any = effects.hedges_g(np.array([1.0, 2, 3]), np.array([3.0, 4, 5]))
    assert got.value == pytest.approx(2 * gamma(2) / (sqrt(2) * gamma(1.5)))
    assert got.low < got.value < got.high


def test_limits_of_g_reproduce_the_tail_probabilities() -> None:
    draw = np.random.default_rng(1)
    x, y = draw.normal(3, 1, 14), draw.normal(3.6, 0.8, 22)
    got: Any = effects.hedges_g(x, y)
    t, j, root = stats.ttest_ind(y, x).statistic, effects.correction(34), sqrt(14 * 22 / 36)
    assert stats.nct.cdf(t, 34, got.low / j * root) == pytest.approx(0.975, abs=1e-8)
    assert stats.nct.cdf(t, 34, got.high / j * root) == pytest.approx(0.025, abs=1e-8)


def test_limits_of_g_stay_honest_near_zero() -> None:
    low, high = effects.noncentrality(0.0, 20)
    assert (low, high) == (pytest.approx(-1.96, abs=1e-3), pytest.approx(1.96, abs=1e-3))


@pytest.mark.parametrize("df", [2, 3, 4, 8, 38, 2000])
@pytest.mark.parametrize("t", [-150.0, -10.0, 0.5, 20.0, 60.0])
def test_extreme_effects_still_have_limits(t: float, df: float) -> None:
    low, high = effects.noncentrality(t, df)
    assert low < t < high
    assert stats.nct.cdf(t, df, low) == pytest.approx(0.975, abs=1e-6)
    assert stats.nct.cdf(t, df, high) == pytest.approx(0.025, abs=1e-6)


def test_no_g_without_variance_or_people() -> None:
    assert effects.hedges_g(np.array([3.0, 3]), np.array([4.0, 4])) is None
    assert effects.hedges_g(np.array([3.0]), np.array([4.0, 5])) is None
    assert effects.g_av(np.array([3.0, 3, 3]), np.array([4.0, 4, 4])) is None
    assert effects.g_av(np.array([3.0, 4]), np.array([4.0, 4])) is None


def test_g_av_of_a_worked_example() -> None:
    # before 2 3 4, after 3 4 5.5: mean d 7/6, s1^2 = 1, s2^2 = 19/12, s12 = 1.25, df = 2, J = gamma(1)/gamma(.5)
    got: Any = effects.g_av(np.array([2.0, 3, 4]), np.array([3.0, 4, 5.5]))
    s2, j = (1 + 19 / 12) / 2, 1 / gamma(0.5)
    delta = 7 / 6 / sqrt(s2)
    sd2 = 1 + 19 / 12 - 2 * 1.25
    var = delta**2 * (1 + (19 / 12) ** 2 + 2 * 1.25**2) / (8 * 2 * s2**2) + sd2 / (2 * s2)
    assert got.value == pytest.approx(j * delta)
    assert got.low == pytest.approx(j * (delta - 1.959964 * sqrt(var)), abs=1e-6)
    assert got.high == pytest.approx(j * (delta + 1.959964 * sqrt(var)), abs=1e-6)


def test_cliff_of_a_worked_example() -> None:
    # after 3 4 5 against before 2 3 4: 6 pairs higher, 1 lower, 2 tied: 5/9
    got: Any = effects.cliff_delta(np.array([2.0, 3, 4]), np.array([3.0, 4, 5]))
    assert got.value == pytest.approx(5 / 9)
    assert got.label == "large"


@given(THIRDS, THIRDS)
def test_cliff_equals_its_definition_over_all_pairs(before: list[float], after: list[float]) -> None:
    got: Any = effects.cliff_delta(np.array(before), np.array(after))
    dominance = np.array([[np.sign(round(a - b, 9)) for b in before] for a in after])
    d, (m, n) = dominance.mean(), dominance.shape
    assert got.value == pytest.approx(d)
    if got.low is None:
        assert abs(d) == 1 or np.ptp(before) == np.ptp(after) == 0
        return
    rows, columns = dominance.mean(axis=1), dominance.mean(axis=0)
    cells = ((dominance - d) ** 2).sum() / ((m - 1) * (n - 1))
    s2 = ((n - 1) * rows.var(ddof=1) + (m - 1) * columns.var(ddof=1) + cells) / (m * n)
    t = stats.t.ppf(0.975, m + n - 2)
    h = t * sqrt(s2) * sqrt(1 - 2 * d**2 + d**4 + t**2 * s2)
    assert got.low == pytest.approx((d - d**3 - h) / (1 - d**2 + t**2 * s2), abs=1e-9)
    assert got.high == pytest.approx((d - d**3 + h) / (1 - d**2 + t**2 * s2), abs=1e-9)
    assert -1 - 1e-9 <= got.low <= got.high <= 1 + 1e-9


def test_full_separation_and_no_variance_have_a_value_only() -> None:
    apart: Any = effects.cliff_delta(np.array([1.0, 2]), np.array([4.0, 5]))
    assert (apart.value, apart.low, apart.label) == (1, None, "large")
    same: Any = effects.cliff_delta(np.array([4.0, 4]), np.array([4.0, 4]))
    assert (same.value, same.low, same.label) == (0, None, "negligible")
    assert effects.cliff_delta(np.array([]), np.array([4.0])) is None


def test_rank_biserial_of_a_worked_example() -> None:
    # differences 1 1 -1 2 0: the zero drops, ranks 2 2 2 4, T+ = 8, T- = 2: .6
    before, after = np.array([3.0, 3, 3, 3, 3]), np.array([4.0, 4, 2, 5, 3])
    got: Any = effects.rank_biserial(before, after)
    assert got.value == pytest.approx(0.6)
    h = 1.959964 * sqrt((2 * 64 + 3 * 16 + 4) / 6) / 10
    assert (got.low, got.high) == pytest.approx((tanh(atanh(0.6) - h), tanh(atanh(0.6) + h)), abs=1e-6)
    assert effects.rank_biserial(before, before) is None
    one_way: Any = effects.rank_biserial(before, before + 1)
    assert one_way.low is None


def test_differences_of_thirds_tie_despite_float_noise() -> None:
    before, after = np.array([1 / 3, 2 / 3, 1.0, 7 / 3]), np.array([2 / 3, 1.0, 4 / 3, 8 / 3])
    assert len({float(x) for x in effects.nonzero(before, after)}) == 1


@given(THIRDS.map(lambda x: x[:9]), st.integers(0, 99))
def test_the_exact_signed_rank_p_equals_all_sign_patterns(before: list[float], seed: int) -> None:
    after = np.array(before)[np.random.default_rng(seed).permutation(len(before))]
    difference = effects.nonzero(np.array(before), after)
    got: Any = effects.signed_rank_p(np.array(before), after)
    if len(difference) == 0:
        assert got == 1
        return
    ranks = stats.rankdata(np.abs(difference))
    sums = np.array([ranks[np.array(signs)].sum() for signs in product([False, True], repeat=len(ranks))])
    seen = ranks[difference > 0].sum()
    assert got == pytest.approx(min(1, 2 * min((sums <= seen + 1e-9).mean(), (sums >= seen - 1e-9).mean())))


def test_signed_rank_p_equals_scipy_without_ties_and_in_large_samples() -> None:
    draw = np.random.default_rng(4)
    x, y = draw.normal(size=30), draw.normal(0.4, 1, 30)
    assert effects.signed_rank_p(x, y) == pytest.approx(stats.wilcoxon(y - x, method="exact").pvalue)
    x, y = draw.integers(3, 16, 90) / 3, draw.integers(3, 16, 90) / 3
    difference = effects.nonzero(x, y)
    expected = stats.wilcoxon(difference, method="asymptotic", correction=False).pvalue
    assert effects.signed_rank_p(x, y) == pytest.approx(expected)
