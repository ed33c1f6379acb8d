"""Differences between groups against statsmodels and second derivations."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.oneway import anova_oneway

from assessments.scoring.comparisons import compare_unlinked
from assessments.scoring.groups import adjust_gaps, against_rest, games_howell, largest_gap, welch_anova


def groups(seed: int = 0) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    sizes = {"clinician": (3.2, 25), "academic": (3.9, 30), "patient": (4.4, 21)}
    return {name: np.clip(np.round(draw.normal(mean, 0.8, n) * 4) / 4, 1, 5) for name, (mean, n) in sizes.items()}


def test_welch_anova_equals_statsmodels() -> None:
    parts = groups()
    got, expected = welch_anova(parts), anova_oneway(list(parts.values()), use_var="unequal")
    assert got.f == pytest.approx(expected.statistic)
    assert got.p == pytest.approx(expected.pvalue)
    assert (got.df1, got.df2) == pytest.approx(expected.df)
    assert (got.groups, got.n) == (3, 76)


def test_two_groups_give_the_square_of_welch_t() -> None:
    parts = {name: part for name, part in groups().items() if name != "patient"}
    test = stats.ttest_ind(*parts.values(), equal_var=False)
    got = welch_anova(parts)
    assert (got.f, got.df2, got.p) == pytest.approx((test.statistic**2, test.df, test.pvalue))


def test_groups_of_fewer_than_two_scores_are_left_out() -> None:
    parts = groups() | {"alone": np.array([5.0]), "none": np.array([np.nan])}
    assert welch_anova(parts) == welch_anova(groups())
    assert welch_anova({"a": [3, 4]}).note == "one_group"
    assert welch_anova({}).p is None


def test_a_group_without_variance_is_tested_by_permutation() -> None:
    got = welch_anova({"a": [4] * 8, "b": [3, 4, 5, 4, 3, 5, 4, 4]})
    assert (got.note, got.f) == ("permuted", None)
    assert got.p == 1.0
    assert welch_anova({"a": [4] * 5, "b": [4] * 5}).p == 1.0
    apart = welch_anova({"a": [3] * 8, "b": [5] * 8})
    assert apart.p is not None
    assert 0 < apart.p < 0.01


def test_each_group_is_compared_with_the_others_only() -> None:
    parts = groups()
    gaps = against_rest(parts)
    rest = np.concatenate([parts["clinician"], parts["academic"]])
    expected = compare_unlinked(rest, parts["patient"])
    got = gaps[2]
    assert (got.group, got.n, got.n_rest) == ("patient", 21, 55)
    assert (got.difference, got.low, got.high, got.p) == (
        expected.difference,
        expected.low,
        expected.high,
        expected.p,
    )
    assert got.verdict == "higher"
    assert gaps[0].verdict == "lower"
    assert min(gap.p_adjusted for gap in gaps if gap.p_adjusted) == pytest.approx(3 * min(g.p for g in gaps if g.p))


def test_beside_an_interval_with_zero_in_it_a_gap_is_possible_at_most() -> None:
    gaps = against_rest({"patient": [1] + [4] * 9, "clinician": [3] + [4] * 5 + [5] * 6})
    assert all((gap.p_adjusted or 1) < 0.05 and (gap.low or 0) < 0 < (gap.high or 0) for gap in gaps)
    assert [gap.verdict for gap in gaps] == ["possible_lower", "possible_higher"]
    again = adjust_gaps(gaps, [0.001, 0.001])
    assert [gap.verdict for gap in again] == ["possible_lower", "possible_higher"]


def test_small_groups_get_an_interval_and_no_verdict() -> None:
    got = against_rest({"a": [1, 2, 1, 2, 1], "b": [4, 5, 4, 5] * 5})[0]
    assert got.low is not None
    assert got.verdict == "too_few"


def test_one_group_has_no_rest() -> None:
    got = against_rest({"a": [3, 4, 5]})[0]
    assert (got.n_rest, got.difference, got.verdict) == (0, None, "too_few")


def test_gaps_can_be_judged_by_another_family() -> None:
    gaps = adjust_gaps(against_rest(groups()), [None, 0.5, 0.5])
    assert [gap.p_adjusted for gap in gaps] == [None, 0.5, 0.5]
    assert gaps[2].verdict == "possible_higher"


def test_games_howell_equals_its_definition() -> None:
    parts = groups()
    pairs = {frozenset((pair.higher, pair.lower)): pair for pair in games_howell(parts)}
    assert len(pairs) == 3
    a, b = parts["patient"], parts["clinician"]
    test = stats.ttest_ind(a, b, equal_var=False)
    got = pairs[frozenset(("patient", "clinician"))]
    assert (got.higher, got.difference) == ("patient", pytest.approx(a.mean() - b.mean()))
    assert got.p == pytest.approx(stats.studentized_range.sf(test.statistic * np.sqrt(2), 3, test.df), rel=1e-6)
    half = stats.studentized_range.ppf(0.95, 3, test.df) * got.difference / test.statistic / np.sqrt(2)
    assert (got.low, got.high) == pytest.approx((got.difference - half, got.difference + half))


def test_two_groups_make_games_howell_a_welch_test() -> None:
    parts = {name: part for name, part in groups().items() if name != "academic"}
    got = games_howell(parts)[0]
    assert got.p == pytest.approx(stats.ttest_ind(*parts.values(), equal_var=False).pvalue, rel=1e-4)


def test_the_largest_gap_comes_with_the_omnibus_result() -> None:
    pair, omnibus = largest_gap(groups())
    assert pair is not None
    assert (pair.higher, pair.lower) == ("patient", "clinician")
    assert omnibus == welch_anova(groups())
    assert largest_gap({"a": [3, 4]})[0] is None
    flat, _ = largest_gap({"a": [3] * 5, "b": [4] * 5})
    assert flat is not None
    assert (flat.difference, flat.low, flat.p) == (1.0, None, None)
