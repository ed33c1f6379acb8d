"""ICC(1) and ICC(2) by ANOVA with n0, from published numbers alone."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from assessments.statistics.icc import Icc
from assessments.statistics.icc import icc as icc_of


def icc(people: Sequence[Iterable[float]]) -> Icc:
    """From the people of each partnership, by way of what is published of them."""
    return icc_of(summaries([np.array(list(part), dtype=float) for part in people]))


def summaries(parts: Sequence[np.ndarray]) -> list[tuple[int, float, float]]:
    return [(len(part), float(part.mean()), float(part.std(ddof=1)) if len(part) > 1 else 0.0) for part in parts]


def test_icc_of_a_worked_example() -> None:
    # groups 1 2 3 and 3 4 5: MSB = 3 * (1 + 1) / 1 = 6, MSW = (2 + 2) / 4 = 1, n0 = 3
    got = icc([[1, 2, 3], [3, 4, 5]])
    assert got.icc1 == pytest.approx(5 / 8)
    assert got.icc2 == pytest.approx(5 / 6)
    upper, lower = 6 / stats.f.ppf(0.975, 1, 4), 6 / stats.f.ppf(0.025, 1, 4)
    assert (got.icc1_low, got.icc1_high) == pytest.approx(((upper - 1) / (upper + 2), (lower - 1) / (lower + 2)))
    assert (got.icc2_low, got.icc2_high) == pytest.approx((1 - 1 / upper, 1 - 1 / lower))
    assert got.useful is False


def test_mean_squares_equal_statsmodels_with_unequal_sizes() -> None:
    draw = np.random.default_rng(0)
    parts = [draw.normal(draw.normal(0, 0.5), 1, size) for size in (5, 9, 14, 30, 3)]
    data = pd.DataFrame({"y": np.concatenate(parts), "g": np.repeat(range(5), [len(part) for part in parts])})
    table = anova_lm(ols("y ~ C(g)", data).fit())
    n, (between, within) = len(data), table["mean_sq"]
    size = (n - sum(len(p) ** 2 for p in parts) / n) / 4
    assert icc(parts).icc1 == pytest.approx((between - within) / (between + (size - 1) * within))
    assert icc(parts).icc2 == pytest.approx(1 - 1 / table["F"].iloc[0])
    assert icc(parts).p == pytest.approx(table["PR(>F)"].iloc[0])


def test_a_negative_estimate_is_kept_with_its_interval() -> None:
    got = icc([[1, 5], [2, 4], [1.5, 4.5]])
    assert got.icc1 == pytest.approx(-1)
    assert got.icc2 is None


def test_groups_that_differ_less_than_people_give_a_negative_value_and_limits() -> None:
    got = icc([[1, 5, 3.2], [2, 4, 3]])
    assert got.icc1 is not None
    assert got.icc1 < 0
    assert got.icc1_high is not None


def test_nothing_is_computed_where_there_is_nothing_to_compare() -> None:
    assert icc([]).note == "one_group"
    assert icc([[1, 2, 3]]).note == "one_group"
    assert icc([[1], [2]]).note == "too_few"
    assert icc([[4, 4], [4, 4]]).note == "no_variance"
    perfect = icc([[3, 3], [4, 4]])
    assert (perfect.icc1, perfect.icc2, perfect.icc1_low) == (1, 1, None)


def test_a_comparison_of_ten_partnerships_is_useful() -> None:
    assert icc([[1, 2, 3.5]] * 9 + [[5, 4, 4]]).useful


def test_summaries_that_cannot_be_compared_say_why() -> None:
    assert icc_of([]) == Icc(0, 0, note="one_group")
    assert icc_of([(8, 3.1, 0.6), (0, 0, 0)]).note == "one_group"
    assert icc_of([(1, 3.0, 0), (1, 4.0, 0)]).note == "too_few"
    assert icc_of([(5, 4.0, 0), (6, 4.0, 0)]).note == "no_variance"
    assert icc_of([(5, 3.0, 0), (6, 4.0, 0)]).icc1 == 1
    same_means = icc_of([(5, 3.0, 0.8), (7, 3.0, 0.8)])
    assert same_means.icc1 is not None
    assert same_means.icc1 < 0
    assert same_means.icc2 is None


@pytest.mark.parametrize("row", [(-1, 3.0, 0.5), (5, 3.0, -0.1), (5, float("nan"), 0.5), (5, 3.0, float("inf"))])
def test_impossible_summaries_are_refused(row: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        icc_of([(5, 3.0, 0.5), row])
