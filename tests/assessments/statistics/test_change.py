"""Change as the difference of two scores, sharpened by people who answered both times, and the verdict in words."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from assessments.statistics.change import Change, change, hedges_j, judge, judge_family, significant_change
from assessments.statistics.scores import Score


def of(values: np.ndarray) -> Score:
    return Score(len(values), values.mean(), values.std(ddof=1) / math.sqrt(len(values)), None, None, "", ("A",))


def known(n: int, mean: float, sd: float) -> Score:
    return Score(n, mean, sd / math.sqrt(n), None, None, "", ("A",))


def test_with_nobody_in_both_rounds_a_change_is_tested_as_by_welch() -> None:
    draw = np.random.default_rng(3)
    before, after = draw.integers(4, 21, 24) / 4, draw.integers(8, 21, 31) / 4
    got: Any = change(of(before), of(after))
    test = stats.ttest_ind(after, before, equal_var=False)
    interval = test.confidence_interval()
    assert got.difference == pytest.approx(after.mean() - before.mean(), abs=1e-12)
    assert (got.low, got.high) == (pytest.approx(interval.low, abs=1e-9), pytest.approx(interval.high, abs=1e-9))
    assert got.p == pytest.approx(test.pvalue, abs=1e-10)


def test_with_everybody_in_both_rounds_a_change_is_tested_in_pairs() -> None:
    draw = np.random.default_rng(4)
    before = draw.normal(3.4, 0.7, 25)
    after = before + draw.normal(0.2, 0.5, 25)
    r = float(np.corrcoef(before, after)[0, 1])
    got: Any = change(of(before), of(after), both=25, r=r)
    test = stats.ttest_rel(after, before)
    interval = test.confidence_interval()
    assert (got.low, got.high) == (pytest.approx(interval.low, abs=1e-9), pytest.approx(interval.high, abs=1e-9))
    assert got.p == pytest.approx(test.pvalue, abs=1e-10)


def test_a_partial_overlap_of_a_worked_example() -> None:
    # SE .25 (n 10) and .20 (n 12), 8 in both, r .5: SE_d^2 = .0625 + .04 - .05 * 8 / sqrt 120 = .065985
    # Welch df: .1025^2 / (.0625^2/9 + .04^2/11) = 18.134; df = 7 + (18.134 - 7) / 22 * 6 = 10.037
    one, other = Score(10, 3.4, 0.25, None, None, "", ("A",)), Score(12, 3.9, 0.20, None, None, "", ("A",))
    got: Any = change(one, other, both=8, r=0.5)
    half = stats.t.ppf(0.975, 10.037) * math.sqrt(0.065985)
    assert (got.high - got.low) / 2 == pytest.approx(half, abs=2e-4)
    assert got.p == pytest.approx(2 * stats.t.sf(0.5 / math.sqrt(0.065985), 10.037), abs=2e-4)
    assert (got.n_before, got.n_after, got.both) == (10, 12, 8)


def test_linked_people_sharpen_the_interval_of_a_change_and_nothing_else() -> None:
    one, other = known(12, 3.4, 0.8), known(12, 3.9, 0.8)
    unlinked, linked = change(one, other), change(one, other, both=12, r=0.5)
    assert linked.difference == unlinked.difference == pytest.approx(0.5)
    assert linked.high is not None
    assert unlinked.high is not None
    assert linked.high < unlinked.high


def test_a_change_of_a_worked_example() -> None:
    # two rounds of 16 with SD .8: se = sqrt(2 * .64 / 16) = .28284, df = 30, t(.975) = 2.0423, half-width .57764
    got: Any = change(known(16, 3.4, 0.8), known(16, 4.0, 0.8))
    assert (got.low, got.high) == (pytest.approx(0.02236, abs=1e-4), pytest.approx(1.17764, abs=1e-4))
    assert (got.verdict, got.arrow) == ("rise", True)
    # J(30) = .97475: g = .97475 * .6 / .8 = .7311
    assert got.effect == 0.7


def test_the_correction_of_hedges_is_the_exact_one() -> None:
    assert hedges_j(10) == pytest.approx(math.gamma(5) / (math.sqrt(5) * math.gamma(4.5)))
    assert hedges_j(400) == pytest.approx(1, abs=0.002)


@pytest.mark.parametrize(
    ("difference", "low", "high", "p", "n", "verdict"),
    [
        (0.5, 0.1, 0.9, 0.01, 30, "rise"),
        (-0.5, -0.9, -0.1, 0.01, 30, "fall"),
        (0.5, 0.1, 0.9, 0.08, 30, "possible_rise"),
        (-0.5, -0.9, -0.1, 0.08, 30, "possible_fall"),
        (0.1, -0.3, 0.6, 0.6, 30, "none"),
        (0.4, -0.01, 0.8, 0.01, 30, "possible_rise"),
        (0.4, 0.004, 0.8, 0.01, 30, "possible_rise"),  # printed as 0.00
        (-0.4, -0.8, 0.01, 0.01, 30, "possible_fall"),
        (0.4, None, None, 0.01, 30, "rise"),
        (0.5, 0.1, 0.9, 0.01, 9, "too_few"),
        (0.0, None, None, None, 12, "none"),
        (0.5, None, None, None, 12, "too_few"),
        (None, None, None, None, 0, "too_few"),
    ],
)
def test_the_verdict_follows_the_wording_rules(
    difference: float | None, low: float | None, high: float | None, p: float | None, n: int, verdict: str
) -> None:
    assert judge(difference, low, high, p, n) == verdict


def test_a_limit_printed_as_nothing_is_nothing() -> None:
    assert judge(0.4, 0.04, 0.8, 0.01, 30) == "rise"
    assert judge(0.4, 0.04, 0.8, 0.01, 30, places=1) == "possible_rise"


def test_below_ten_there_is_an_interval_but_no_verdict_no_arrow() -> None:
    got = change(known(6, 1.3, 0.5), known(12, 4.7, 0.5))
    assert got.low is not None
    assert (got.verdict, got.arrow) == ("too_few", False)


def test_rounds_without_spread_have_no_interval_and_no_p() -> None:
    same = change(known(12, 4, 0), known(12, 4, 0))
    assert (same.difference, same.low, same.p, same.verdict) == (0, None, None, "none")
    constant = change(known(12, 3, 0), known(12, 4, 0))
    assert (constant.difference, constant.low, constant.p, constant.verdict, constant.effect) == (
        1,
        None,
        None,
        "too_few",
        None,
    )


def test_one_round_without_spread_still_has_an_interval() -> None:
    got: Any = change(known(12, 4, 0), known(12, 3.5, 1.1))
    assert got.low < got.difference < got.high


def test_a_family_is_judged_by_adjusted_p() -> None:
    def found(p: float) -> Change:
        return Change(30, 30, 0, 0.4, 0.05, 0.75, p, "rise")

    got: Any = judge_family({"RES": found(0.03), "ATM": found(0.001), "BEN": found(0.04)})
    assert [one.verdict for one in got.values()] == ["possible_rise", "rise", "possible_rise"]
    assert got["RES"].p_adjusted == pytest.approx(0.06)


def test_arrows_for_possible_changes_need_thirty_people() -> None:
    assert Change(29, 40, 0, 0.4, 0.1, 0.7, 0.1, "possible_rise").arrow is False
    assert Change(30, 40, 0, 0.4, 0.1, 0.7, 0.1, "possible_rise").arrow is True
    assert Change(12, 12, 0, 0.4, 0.1, 0.7, 0.01, "rise").arrow is True
    assert Change(99, 99, 0, 0.4, -0.1, 0.7, 0.1, "none").arrow is False


@pytest.mark.parametrize(
    ("n", "sd", "change"), [(5, 0.6, 0.88), (10, 0.75, 0.70), (15, 0.9, 0.67), (30, 0.75, 0.39), (60, 0.9, 0.33)]
)
def test_precision_equals_the_documented_table(n: int, sd: float, change: float) -> None:
    assert significant_change(n, sd) == pytest.approx(change, abs=0.0051)


def test_one_person_shows_no_change() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        significant_change(1, 0.75)
