"""The logit-t interval and its edges."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.statistics.intervals import Interval, interval, t_quantile

SCORES = st.lists(st.integers(4, 20).map(lambda x: x / 4), min_size=2, max_size=40)


def of(scores: Any, lo: float = 1, hi: float = 5) -> Interval:
    values = np.array(scores, dtype=float)
    found = interval(len(values), values.mean(), values.std(ddof=1) / math.sqrt(len(values)), lo, hi)
    assert found is not None
    return found


def test_interval_of_a_worked_example() -> None:
    # 3, 4, 4, 5: m = 4, s = sqrt(2/3) = .8165, p = .75, t(.975, 3) = 3.1824; h = 3.1824 * .40825 / 4 / .1875 = 1.7323
    # logit .75 = 1.0986; expit(-.6337) = .34668 -> 2.3867, expit(2.8309) = .94433 -> 4.7773
    got = of([3, 4, 4, 5])
    assert (got.low, got.high) == (pytest.approx(2.3867, abs=2e-4), pytest.approx(4.7773, abs=2e-4))
    assert got.note == ""


def test_interval_equals_a_second_derivation_with_scipy_stats() -> None:
    values = np.array([2.0, 3.5, 4.25, 5, 4, 3.75, 1])
    p, se = (values.mean() - 1) / 4, stats.sem(values) / 4
    centre = stats.logistic.ppf(p)
    expected = 1 + 4 * stats.logistic.cdf(centre + np.array(stats.t.interval(0.95, 6)) * se / (p * (1 - p)))
    got = of(values)
    np.testing.assert_allclose([got.low, got.high], expected, atol=1e-10)


@pytest.mark.parametrize("df", [1, 2, 4, 9, 29.3, 500])
def test_t_quantiles_equal_scipy_stats(df: float) -> None:
    assert t_quantile(df) == pytest.approx(stats.t.ppf(0.975, df), abs=1e-9)


def test_one_person_has_no_interval() -> None:
    assert interval(1, 4.5, 0.0) is None


@pytest.mark.parametrize(("value", "low", "high"), [(5, 3.40, 5.0), (4, 2.80, 4.87), (1, 1.0, 2.60), (2, 1.13, 3.20)])
def test_five_equal_answers_get_the_documented_interval(value: float, low: float, high: float) -> None:
    got = of([value] * 5)
    assert got.note == "all_equal"
    assert (got.low, got.high) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


def test_a_mean_at_an_end_of_the_scale_gets_the_interval_of_equal_answers_whatever_its_spread() -> None:
    assert interval(6, 5.0, 0.3) == interval(6, 5.0, 0.0)
    assert interval(6, 1.0, 0.3) == interval(6, 1.0, 0.0)


def test_an_interval_keeps_to_the_ends_of_its_own_scale() -> None:
    got = of([3, 3, 3, 3, 3], lo=1, hi=3)
    assert 1 < got.low < 3 == got.high


def test_means_outside_the_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        interval(5, 0.5, 0.1)


def test_fewer_degrees_of_freedom_make_an_interval_wider() -> None:
    wide, narrow = interval(12, 3.5, 0.2, df=5), interval(12, 3.5, 0.2)
    assert wide is not None
    assert narrow is not None
    assert wide.low < narrow.low < narrow.high < wide.high


@given(SCORES)
def test_the_interval_lies_on_the_scale_and_contains_the_mean(scores: list[float]) -> None:
    got = of(scores)
    assert 1 <= got.low <= np.mean(scores) <= got.high <= 5
    assert got.high - got.low > 0


@given(SCORES)
def test_mirrored_answers_give_the_mirrored_interval(scores: list[float]) -> None:
    got, mirrored = of(scores), of([6 - x for x in scores])
    assert mirrored.low == pytest.approx(6 - got.high, abs=1e-6)
    assert mirrored.high == pytest.approx(6 - got.low, abs=1e-6)


def test_large_samples_agree_with_the_plain_t_interval() -> None:
    values = np.random.default_rng(2).integers(1, 6, 5000)
    expected = stats.t.interval(0.95, 4999, values.mean(), stats.sem(values))
    np.testing.assert_allclose([of(values).low, of(values).high], expected, atol=1e-3)
