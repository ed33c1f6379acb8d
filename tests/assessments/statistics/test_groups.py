"""Differences between groups from their scores, against an ordinary analysis of variance of the same people."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.statistics.groups import GroupGap, GroupMean, against_rest, differ, judge_gaps, together

SIZES = (("clinician", 3.2, 25), ("academic", 3.9, 30), ("patient", 4.4, 21))


def people(seed: int = 0) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    return {name: draw.normal(mean, 0.8, n) for name, mean, n in SIZES}


def seen(groups: dict[str, np.ndarray]) -> dict[str, GroupMean]:
    """Each group with the spread of everybody, as scores of groups have it."""
    sd = np.concatenate(list(groups.values())).std(ddof=1)
    return {name: GroupMean(len(one), one.mean(), sd / math.sqrt(len(one))) for name, one in groups.items()}


@given(st.integers(0, 200))
def test_f_is_that_of_the_ordinary_analysis_of_variance(seed: int) -> None:
    """The spread of everybody holds the gaps between groups; taken out of it again, nothing is left but the usual F."""
    groups = people(seed)
    expected = stats.f_oneway(*groups.values())
    assert differ(list(seen(groups).values())) == pytest.approx((expected.statistic, expected.pvalue))


def test_a_gap_of_two_groups_is_that_of_the_pooled_t_test() -> None:
    groups = {name: one for name, one in people(5).items() if name != "academic"}
    got = against_rest(seen(groups))[0]
    test = stats.ttest_ind(groups["clinician"], groups["patient"])
    interval = test.confidence_interval()
    assert got.p == pytest.approx(test.pvalue)
    assert (got.difference, got.low, got.high) == pytest.approx(
        (groups["clinician"].mean() - groups["patient"].mean(), interval.low, interval.high)
    )


@given(st.integers(0, 200))
def test_the_interval_excludes_nothing_exactly_where_p_is_below_a_twentieth(seed: int) -> None:
    for gap in against_rest(seen(people(seed))):
        assert gap.p is not None
        assert gap.low is not None
        assert gap.high is not None
        assert (gap.p < 0.05) == bool(gap.low > 0 or gap.high < 0)


def test_the_others_count_by_their_people() -> None:
    # 10 people at 3.0 (SE .3) and 30 at 4.0 (SE .2): (30 + 120) / 40 = 3.75, SE = sqrt(3^2 + 6^2) / 40 = .1677
    got = together([GroupMean(10, 3.0, 0.3), GroupMean(30, 4.0, 0.2)])
    assert (got.n, got.mean, got.se) == (40, 3.75, pytest.approx(0.16771, abs=1e-5))


def test_each_group_is_compared_with_the_others_only() -> None:
    gaps = against_rest(seen(people()))
    assert [(gap.group, gap.n, gap.n_rest) for gap in gaps] == [
        ("clinician", 25, 51), ("academic", 30, 46), ("patient", 21, 55),
    ]  # fmt: skip
    groups = people()
    rest = np.concatenate([groups["clinician"], groups["academic"]])
    assert gaps[2].rest == pytest.approx(rest.mean())
    judged = judge_gaps(gaps, 2)
    assert (judged[0].verdict, judged[2].verdict) == ("lower", "higher")
    smallest = min(gap.p for gap in gaps if gap.p is not None)
    assert min(gap.p_adjusted for gap in judged if gap.p_adjusted is not None) == pytest.approx(3 * smallest)


def test_a_gap_that_is_printed_with_one_decimal_is_judged_by_what_is_printed() -> None:
    gap = GroupGap("a", 20, 20, 3.0, 0.4, 0.04, 0.76, 0.01)
    assert [judge_gaps([gap], places)[0].verdict for places in (1, 2)] == ["possible_higher", "higher"]


def test_small_groups_get_an_interval_and_no_verdict() -> None:
    got = judge_gaps(against_rest({"a": GroupMean(5, 2.4, 0.4), "b": GroupMean(20, 4.0, 0.2)}), 1)[0]
    assert got.low is not None
    assert got.verdict == "too_few"


def test_one_group_has_no_rest_and_no_test() -> None:
    assert against_rest({"a": GroupMean(12, 3.4, 0.2)}) == []
    assert differ([GroupMean(12, 3.4, 0.2)]) == differ([]) == (None, None)


def test_groups_that_take_up_all_the_spread_have_no_p_and_show_their_difference() -> None:
    """Everybody in one group said 3, in the other 5: the spread of everybody is the gap and nothing else."""
    divided = seen({"a": np.full(8, 3.0), "b": np.full(8, 5.0)})
    assert differ(list(divided.values())) == (None, None)
    gap = judge_gaps(against_rest(divided), 1)[0]
    assert (gap.difference, gap.low, gap.p, gap.verdict) == (-2.0, None, None, "too_few")
    flat = seen({"a": np.full(8, 4.0), "b": np.full(8, 4.0)})
    assert differ(list(flat.values())) == (None, None)
