"""Constructs that stand apart from the average of a profile."""

import pytest
from scipy.stats import ttest_1samp

from assessments.statistics.outliers import _p, apart_from_average


def test_the_furthest_comes_first_and_the_rest_is_not_named() -> None:
    near = {f"E{n}": (16, 3.6 + n / 100, 0.7) for n in range(6)}
    below, above = apart_from_average(near | {"low": (16, 2.6, 0.7), "lowest": (16, 2.1, 0.7), "high": (16, 4.8, 0.4)})
    assert below == ["lowest", "low"]
    assert above == ["high"]


def test_nothing_is_said_of_few_people_no_spread_or_few_constructs() -> None:
    few = {"a": (9, 1.5, 0.5), "b": (9, 4, 0.5), "c": (9, 4, 0.5)}
    assert apart_from_average(few) == ([], [])
    flat = {"a": (20, 1.5, 0.0), "b": (20, 4, 0.0), "c": (20, 4, None)}
    assert apart_from_average(flat) == ([], [])
    assert apart_from_average({"a": (50, 1.5, 0.5), "b": (50, 4.5, 0.5)}) == ([], [])
    assert apart_from_average({}) == ([], [])


def test_p_is_that_of_a_one_sample_t_test() -> None:
    scores = [2.0, 3.0, 3.5, 4.0, 2.5, 3.0, 3.25, 4.5, 1.5, 3.0, 2.75]
    mean = sum(scores) / len(scores)
    sd = (sum((score - mean) ** 2 for score in scores) / (len(scores) - 1)) ** 0.5
    expected = ttest_1samp(scores, 3.6).pvalue
    assert _p((len(scores), mean, sd), mean - 3.6) == pytest.approx(expected)
