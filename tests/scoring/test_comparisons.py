"""Linked and unlinked change from person scores, and which of them is reported."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from assessments.scoring.change import judge_family
from assessments.scoring.comparisons import compare, compare_linked, compare_unlinked


def rounds(n: int, seed: int = 0) -> tuple[pd.Series, pd.Series]:
    draw = np.random.default_rng(seed)
    before = pd.Series(draw.integers(4, 18, n) / 4, index=[f"p{number}" for number in range(n)])
    return before, (before + draw.integers(-2, 4, n) / 4).clip(1, 5)


def test_linked_change_equals_the_paired_t_test_of_scipy() -> None:
    before, after = rounds(25)
    got = compare_linked(before, after.sample(frac=1, random_state=1))
    test = stats.ttest_rel(after, before)
    interval = test.confidence_interval()
    assert (got.linked, got.n_before, got.n_after) == (True, 25, 25)
    assert got.difference == pytest.approx((after - before).mean())
    assert (got.low, got.high, got.p) == pytest.approx((interval.low, interval.high, test.pvalue))
    assert got.effect is not None
    assert got.ordinal is not None
    assert (got.effect.name, got.ordinal.name) == ("g_av", "rank_biserial")


def test_people_without_both_scores_do_not_count_as_linked() -> None:
    before, after = rounds(12)
    after.iloc[0] = np.nan
    got = compare_linked(before.iloc[:10], after)
    assert got.n == 9
    assert got.verdict == "too_few"


def test_a_panel_key_may_occur_once() -> None:
    before, after = rounds(3)
    with pytest.raises(ValueError, match="twice"):
        compare_linked(pd.concat([before, before]), after)


def test_degenerate_linked_changes_show_what_they_can() -> None:
    before, _ = rounds(12)
    same = compare_linked(before, before)
    assert (same.difference, same.low, same.p, same.verdict) == (0, None, 1.0, "none")
    shifted = compare_linked(before, before + 0.1)
    assert shifted.difference == pytest.approx(0.1)
    assert (shifted.low, shifted.p, shifted.verdict) == (None, None, "too_few")
    one = compare_linked(before.head(1), before.head(1) + 0.5)
    assert (one.n, one.difference, one.low) == (1, 0.5, None)
    none = compare_linked(before.head(0), before)
    assert (none.n, none.difference, none.effect, none.verdict) == (0, None, None, "too_few")


def test_large_unlinked_rounds_take_p_from_welch_and_small_ones_from_permutation() -> None:
    before, after = (part.to_numpy() for part in rounds(40, seed=3))
    welch = stats.ttest_ind(after, before, equal_var=False).pvalue
    assert compare_unlinked(before, after).p == pytest.approx(welch)
    small = compare_unlinked(before[:12], after)
    assert small.p != stats.ttest_ind(after, before[:12], equal_var=False).pvalue
    assert small.p == pytest.approx(stats.ttest_ind(after, before[:12], equal_var=False).pvalue, abs=0.1)
    assert small.p == compare_unlinked(before[:12], after).p


def test_empty_and_single_rounds_have_no_test() -> None:
    nothing = compare_unlinked([], [4, 5])
    assert (nothing.difference, nothing.p, nothing.effect, nothing.ordinal) == (None, None, None, None)
    one = compare_unlinked([3], [4, 5])
    assert (one.difference, one.p, one.low) == (1.5, None, None)
    assert compare_unlinked([np.nan] * 9, [np.nan] * 9).verdict == "too_few"


@pytest.mark.parametrize(
    ("shared", "only_after", "linked"), [(12, 8, True), (12, 9, True), (9, 0, False), (11, 0, True), (0, 20, False)]
)
def test_linked_change_is_reported_when_enough_people_answered_twice(
    shared: int, only_after: int, linked: bool
) -> None:
    before, after = rounds(20, seed=4)
    new = pd.Series([3.0, 4.0] * 10, index=[f"new{number}" for number in range(20)])
    got = compare(before, pd.concat([after.head(shared), new.head(only_after)]))
    assert got.linked is linked


def test_below_sixty_per_cent_of_the_smaller_round_change_is_unlinked() -> None:
    before, after = rounds(20, seed=4)
    new = pd.Series([3.0, 4.0] * 10, index=[f"new{number}" for number in range(20)])
    got = compare(before, pd.concat([after.head(11), new.head(9)]))
    assert (got.linked, got.n_before, got.n_after) == (False, 20, 20)


def test_beside_an_interval_with_zero_in_it_a_change_is_possible_at_most() -> None:
    """p comes from permutations, the interval from Welch: here they disagree."""
    got = compare_unlinked([1] + [4] * 9, [3] + [4] * 5 + [5] * 6)
    assert (got.p or 1) < 0.05
    assert (got.low or 0) < 0 < (got.high or 0)
    assert (got.verdict, judge_family({"RES": got})["RES"].verdict) == ("possible_rise", "possible_rise")
