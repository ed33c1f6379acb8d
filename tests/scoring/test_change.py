"""Unlinked change from summaries, and the verdict in words."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from assessments.scoring.change import Change, judge, judge_family, touches_zero, unlinked_change
from assessments.scoring.intervals import Summary, summarise


def test_welch_change_equals_scipy_stats() -> None:
    draw = np.random.default_rng(3)
    before, after = draw.integers(4, 21, 24) / 4, draw.integers(8, 21, 31) / 4
    got: Any = unlinked_change(summarise(before), summarise(after))
    test = stats.ttest_ind(after, before, equal_var=False)
    interval = test.confidence_interval()
    assert got.difference == pytest.approx(after.mean() - before.mean(), abs=1e-12)
    assert (got.low, got.high) == (pytest.approx(interval.low, abs=1e-9), pytest.approx(interval.high, abs=1e-9))
    assert got.p == pytest.approx(test.pvalue, abs=1e-10)


def test_welch_change_of_a_worked_example() -> None:
    # two rounds of 16 with SD .8: se = sqrt(2 * .64 / 16) = .28284, df = 30, t(.975) = 2.0423, half-width .57764
    before, after = Summary(16, 3.4, 0.8, None, None), Summary(16, 4.0, 0.8, None, None)
    got: Any = unlinked_change(before, after)
    assert got.difference == pytest.approx(0.6)
    assert (got.low, got.high) == (pytest.approx(0.02236, abs=1e-4), pytest.approx(1.17764, abs=1e-4))
    assert (got.verdict, got.arrow) == ("rise", True)


@pytest.mark.parametrize(
    ("difference", "low", "high", "p", "n", "verdict"),
    [
        (0.5, 0.1, 0.9, 0.01, 30, "rise"),
        (-0.5, -0.9, -0.1, 0.01, 30, "fall"),
        (0.5, 0.1, 0.9, 0.08, 30, "possible_rise"),
        (-0.5, -0.9, -0.1, 0.08, 30, "possible_fall"),
        (0.1, -0.3, 0.6, 0.6, 30, "none"),
        (0.4, -0.01, 0.8, 0.01, 30, "possible_rise"),
        (0.4, 0.0, 0.8, 0.01, 30, "possible_rise"),
        (-0.4, -0.8, 0.01, 0.01, 30, "possible_fall"),
        (0.4, None, None, 0.01, 30, "rise"),
        (0.5, 0.1, 0.9, 0.01, 9, "too_few"),
        (0.0, 0.0, 0.0, 1.0, 12, "none"),
        (0.5, None, None, None, 12, "too_few"),
        (None, None, None, None, 0, "too_few"),
    ],
)
def test_the_verdict_follows_the_wording_rules(
    difference: float | None, low: float | None, high: float | None, p: float | None, n: int, verdict: str
) -> None:
    assert judge(difference, low, high, p, n) == verdict


def test_below_ten_there_is_an_interval_but_no_verdict_and_no_arrow() -> None:
    got: Any = unlinked_change(summarise([1, 1, 2, 1, 2, 1]), summarise([5, 5, 4, 5, 4, 5]))
    assert got.low is not None
    assert (got.verdict, got.arrow) == ("too_few", False)


def test_no_or_one_answer_in_a_round_gives_at_most_the_difference() -> None:
    empty, one, some = summarise([]), summarise([4]), summarise([3, 4])
    assert unlinked_change(empty, some).difference is None
    assert unlinked_change(one, some) == Change(False, 1, 2, -0.5, None, None, None, "too_few")


def test_rounds_without_variance_have_no_interval() -> None:
    same = unlinked_change(summarise([4] * 12), summarise([4] * 12))
    assert (same.difference, same.low, same.p, same.verdict) == (0, None, 1.0, "none")
    apart = unlinked_change(summarise([3] * 12), summarise([4] * 12))
    assert (apart.low, apart.verdict) == (None, "rise")
    exact = stats.permutation_test(([3.0] * 4, [4.0] * 4), lambda a, b: np.mean(b) - np.mean(a)).pvalue
    assert unlinked_change(summarise([3] * 4), summarise([4] * 4)).p == pytest.approx(exact)


def test_one_round_without_variance_still_has_an_interval() -> None:
    got: Any = unlinked_change(summarise([4] * 12), summarise([3, 4, 5, 2] * 3))
    assert got.low < got.difference < got.high


def test_a_family_is_judged_by_adjusted_p() -> None:
    def change(p: float) -> Change:
        return Change(False, 30, 30, 0.4, 0.05, 0.75, p, "rise")

    got: Any = judge_family({"RES": change(0.03), "ATM": change(0.001), "BEN": change(0.04)})
    assert [one.verdict for one in got.values()] == ["possible_rise", "rise", "possible_rise"]
    assert got["RES"].p_adjusted == pytest.approx(0.06)


def test_arrows_for_possible_changes_need_thirty_people() -> None:
    assert Change(False, 29, 40, 0.4, 0.1, 0.7, 0.1, "possible_rise").arrow is False
    assert Change(False, 30, 40, 0.4, 0.1, 0.7, 0.1, "possible_rise").arrow is True
    assert Change(False, 12, 12, 0.4, 0.1, 0.7, 0.01, "rise").arrow is True
    assert Change(False, 99, 99, 0.4, -0.1, 0.7, 0.1, "none").arrow is False


@pytest.mark.parametrize(
    ("low", "high", "touches"),
    [
        (0.0, 0.8, True),
        (-0.8, 0.0, True),
        (-0.1, 0.1, True),
        (0.01, 0.8, False),
        (-0.8, -0.01, False),
        (None, None, False),
    ],
)
def test_an_interval_that_reads_zero(low: float | None, high: float | None, *, touches: bool) -> None:
    assert touches_zero(low, high) is touches
