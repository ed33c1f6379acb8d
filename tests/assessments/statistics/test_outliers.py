"""Profile outliers: constructs clearly above or below the average of their kind."""

import pytest
from scipy.stats import ttest_1samp

from assessments.statistics.outliers import _p, profile_outliers


def test_profile_outliers_come_furthest_first_and_near_constructs_are_not_among_them() -> None:
    near = {f"E{n}": (16, 3.6 + n / 100, 0.7) for n in range(6)}
    below, above = profile_outliers(near | {"low": (16, 2.6, 0.7), "lowest": (16, 2.1, 0.7), "high": (16, 4.8, 0.4)})
    assert below == ["lowest", "low"]
    assert above == ["high"]


def test_few_people_no_spread_or_few_constructs_have_no_profile_outliers() -> None:
    few = {"a": (9, 1.5, 0.5), "b": (9, 4, 0.5), "c": (9, 4, 0.5)}
    assert profile_outliers(few) == ([], [])
    flat = {"a": (20, 1.5, 0.0), "b": (20, 4, 0.0), "c": (20, 4, None)}
    assert profile_outliers(flat) == ([], [])
    assert profile_outliers({"a": (50, 1.5, 0.5), "b": (50, 4.5, 0.5)}) == ([], [])
    assert profile_outliers({}) == ([], [])


def test_the_p_of_a_profile_outlier_is_that_of_a_one_sample_t_test() -> None:
    scores = [2.0, 3.0, 3.5, 4.0, 2.5, 3.0, 3.25, 4.5, 1.5, 3.0, 2.75]
    mean = sum(scores) / len(scores)
    sd = (sum((score - mean) ** 2 for score in scores) / (len(scores) - 1)) ** 0.5
    expected = ttest_1samp(scores, 3.6).pvalue
    assert _p((len(scores), mean, sd), mean - 3.6) == pytest.approx(expected)
