"""Constructs that stand apart from the average of a profile."""

from dataclasses import dataclass

import pytest
from scipy.stats import ttest_1samp

from assessments.scoring.standouts import _p, apart_from_average


@dataclass(frozen=True)
class Summary:
    n: int
    mean: float | None
    sd: float | None


def test_the_furthest_comes_first_and_the_rest_is_not_named() -> None:
    near = {f"E{n}": Summary(16, 3.6 + n / 100, 0.7) for n in range(6)}
    below, above = apart_from_average(
        near | {"low": Summary(16, 2.6, 0.7), "lowest": Summary(16, 2.1, 0.7), "high": Summary(16, 4.8, 0.4)}
    )
    assert below == ["lowest", "low"]
    assert above == ["high"]


def test_nothing_is_said_of_few_people_no_spread_or_few_constructs() -> None:
    few = {"a": Summary(9, 1.5, 0.5), "b": Summary(9, 4, 0.5), "c": Summary(9, 4, 0.5)}
    assert apart_from_average(few) == ([], [])
    flat = {"a": Summary(20, 1.5, 0.0), "b": Summary(20, 4, 0.0), "c": Summary(20, 4, None)}
    assert apart_from_average(flat) == ([], [])
    assert apart_from_average({"a": Summary(50, 1.5, 0.5), "b": Summary(50, 4.5, 0.5)}) == ([], [])
    assert apart_from_average({"a": Summary(50, None, None)}) == ([], [])


def test_p_is_that_of_a_one_sample_t_test() -> None:
    scores = [2.0, 3.0, 3.5, 4.0, 2.5, 3.0, 3.25, 4.5, 1.5, 3.0, 2.75]
    mean = sum(scores) / len(scores)
    sd = (sum((score - mean) ** 2 for score in scores) / (len(scores) - 1)) ** 0.5
    expected = ttest_1samp(scores, 3.6).pvalue
    assert _p(Summary(len(scores), mean, sd), mean - 3.6) == pytest.approx(expected)
