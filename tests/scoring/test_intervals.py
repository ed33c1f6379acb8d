"""The logit-t interval and its edges."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.scoring.intervals import Summary, summarise, t_quantile

SCORES = st.lists(st.integers(4, 20).map(lambda x: x / 4), min_size=2, max_size=40)


def test_interval_of_a_worked_example() -> None:
    # 3, 4, 4, 5: m = 4, s = sqrt(2/3) = .8165, p = .75, t(.975, 3) = 3.1824; h = 3.1824 * .40825 / 4 / .1875 = 1.7323
    # logit .75 = 1.0986; expit(-.6337) = .34668 -> 2.3867, expit(2.8309) = .94433 -> 4.7773
    got: Any = summarise([3, 4, 4, 5])
    assert (got.n, got.mean, got.note) == (4, 4.0, "")
    assert got.sd == pytest.approx(math.sqrt(2 / 3), abs=1e-12)
    assert (got.low, got.high) == (pytest.approx(2.3867, abs=2e-4), pytest.approx(4.7773, abs=2e-4))


def test_interval_equals_a_second_derivation_with_scipy_stats() -> None:
    values = np.array([2.0, 3.5, 4.25, 5, 4, 3.75, 1])
    p, se = (values.mean() - 1) / 4, stats.sem(values) / 4
    centre = stats.logistic.ppf(p)
    expected = 1 + 4 * stats.logistic.cdf(centre + np.array(stats.t.interval(0.95, 6)) * se / (p * (1 - p)))
    got: Any = summarise(values)
    np.testing.assert_allclose([got.low, got.high], expected, atol=1e-10)


@pytest.mark.parametrize("df", [1, 2, 4, 9, 29.3, 500])
def test_t_quantiles_equal_scipy_stats(df: float) -> None:
    assert t_quantile(df) == pytest.approx(stats.t.ppf(0.975, df), abs=1e-9)


def test_no_scores_give_nothing() -> None:
    for nothing in ([], [math.nan, math.nan]):
        assert summarise(nothing) == Summary(0, None, None, None, None, "empty")


def test_one_score_has_a_mean_only() -> None:
    assert summarise([4.5, math.nan]) == Summary(1, 4.5, None, None, None, "single")


@pytest.mark.parametrize(("value", "low", "high"), [(5, 3.40, 5.0), (4, 2.80, 4.87), (1, 1.0, 2.60), (2, 1.13, 3.20)])
def test_five_equal_answers_get_the_documented_interval(value: float, low: float | None, high: float | None) -> None:
    got: Any = summarise([value] * 5)
    assert (got.sd, got.note) == (0.0, "all_equal")
    assert (got.low, got.high) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


def test_equal_thirds_count_as_equal_despite_float_noise() -> None:
    assert summarise([11 / 3, 3 + 2 / 3, 1 / 3 + 10 / 3]).note == "all_equal"


def test_three_equal_answers_say_almost_nothing() -> None:
    got: Any = summarise([5, 5, 5])
    assert got.low < 2.5
    assert got.high == 5


def test_other_scales_keep_their_own_poles() -> None:
    got: Any = summarise([3, 3, 3, 3, 3], lo=1, hi=3)
    assert 1 < got.low < 3 == got.high


def test_scores_outside_the_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        summarise([0.0, 3])


def test_finite_population_narrows_the_interval_and_closes_it_when_everybody_answered() -> None:
    scores = [3, 4, 4, 5, 2, 4]
    full: Any = summarise(scores)
    part: Any = summarise(scores, population=8)
    assert part.low > full.low
    assert part.high < full.high
    assert summarise(scores, population=200) == full
    assert summarise(scores, population=6) == Summary(6, full.mean, full.sd, None, None, "everybody")
    with pytest.raises(ValueError, match="6 scores from 5"):
        summarise(scores, population=5)


@given(SCORES)
def test_the_interval_lies_on_the_scale_and_contains_the_mean(scores: list[float]) -> None:
    got: Any = summarise(scores)
    assert 1 <= got.low <= got.mean <= got.high <= 5
    assert got.high - got.low > 0


@given(SCORES)
def test_mirrored_answers_give_the_mirrored_interval(scores: list[float]) -> None:
    got: Any = summarise(scores)
    mirrored: Any = summarise([6 - x for x in scores])
    assert mirrored.low == pytest.approx(6 - got.high, abs=1e-6)
    assert mirrored.high == pytest.approx(6 - got.low, abs=1e-6)


def test_large_samples_agree_with_the_plain_t_interval() -> None:
    values = np.random.default_rng(2).integers(1, 6, 5000)
    got: Any = summarise(values)
    expected = stats.t.interval(0.95, 4999, values.mean(), stats.sem(values))
    np.testing.assert_allclose([got.low, got.high], expected, atol=1e-3)
