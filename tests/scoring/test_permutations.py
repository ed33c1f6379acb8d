"""Permutation p-values against scipy, and where scipy cannot be followed."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.scoring.permutations import permutation_p


def test_very_small_rounds_get_the_exact_permutation_p() -> None:
    x, y = np.array([1.0, 2, 2, 3]), np.array([3.0, 4, 4.5, 5])
    exact = stats.permutation_test(
        (y, x), lambda a, b: stats.ttest_ind(a, b, equal_var=False).statistic, n_resamples=np.inf
    ).pvalue
    assert permutation_p(x, y) == pytest.approx(exact)


def test_rounds_without_variance_never_get_the_p_of_zero_that_scipy_gives() -> None:
    assert permutation_p(np.array([4.0] * 6), np.array([4.0] * 6)) == 1.0
    assert permutation_p(np.array([3.0] * 4), np.array([4.0] * 4)) == pytest.approx(2 / 70)
    assert permutation_p(np.array([3.0] * 4), np.array([4.0] * 5)) == pytest.approx(2 / 126)
    assert 0 < permutation_p(np.array([4.0] * 6), np.array([4.0, 4, 4, 4, 4, 5])) <= 1
    assert permutation_p(np.array([4.0] * 5), np.array([4.0, 5, 3, 4, 4])) == 1.0


@pytest.mark.parametrize(("m", "n"), [(8, 14), (12, 40), (40, 12), (15, 700), (19, 3000)])
def test_random_splits_agree_with_scipy(m: int, n: int) -> None:
    draw = np.random.default_rng(m + n)
    x, y = draw.normal(3, 1, m), draw.normal(3.4, 0.7, n)
    method = stats.PermutationMethod(n_resamples=4999, rng=np.random.default_rng(0), batch=200)
    expected = stats.ttest_ind(y, x, equal_var=False, method=method).pvalue
    assert permutation_p(x, y) == pytest.approx(expected, abs=0.02)
    assert permutation_p(y, x) == pytest.approx(expected, abs=0.02)


def test_two_valued_answers_that_can_be_separated_are_no_trouble() -> None:
    p = permutation_p(np.array([1.0, 2, 1, 2, 1]), np.array([4.0, 5, 4, 5] * 5))
    assert 0 < p < 0.01


@given(st.lists(st.integers(1, 5), min_size=2, max_size=8), st.lists(st.integers(1, 5), min_size=2, max_size=8))
def test_p_lies_between_zero_and_one_and_does_not_depend_on_the_order(x: list[int], y: list[int]) -> None:
    one, two = np.array(x, dtype=float), np.array(y, dtype=float)
    p = permutation_p(one, two)
    assert 0 < p <= 1
    assert permutation_p(two, one) == pytest.approx(p, abs=1e-9)


def test_a_small_group_against_ten_thousand_is_drawn_in_little_memory() -> None:
    """9,999 orders of all 10,010 scores at once would be 800 MB."""
    draw = np.random.default_rng(0)
    small, large = draw.integers(4, 21, 10) / 4, draw.integers(4, 21, 10_000) / 4
    tracemalloc.start()
    p = permutation_p(small, large)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0 < p <= 1
    assert peak < 100 * 1024 * 1024
