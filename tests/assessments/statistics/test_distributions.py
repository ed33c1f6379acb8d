"""Tails and quantiles in plain Python agree with scipy's, at a fraction of a degree of freedom as at a million."""

import pytest
from scipy import special, stats

from assessments.statistics.distributions import f_quantile, f_tail, t_quantile, t_tails

DEGREES = [0.1, 0.5, 1, 1.7, 2, 3, 5, 7.3, 15, 29, 31, 32, 33, 60, 333.3, 1e3, 1e4, 1e5, 1e6, 1e8]
TEN_DIGITS = 1e-10


def second_opinion(df1: float, df2: float, f: float) -> float:
    """By the beta function, at the end at which its argument is exact; beyond a million it has fewer digits."""
    share = df1 * f / (df2 + df1 * f)
    if share < 0.5:
        return float(special.betaincc(df1 / 2, df2 / 2, share))
    return float(special.betainc(df2 / 2, df1 / 2, df2 / (df2 + df1 * f)))


@pytest.mark.parametrize("df", DEGREES)
def test_both_tails_of_t_have_ten_digits(df: float) -> None:
    for t in (0, 1e-6, 1e-3, 0.1, 0.5, 0.99, 1, 1.7, 1.74, 2, 2.5, 3, 5, 10, 36, 1e4, 1e8):
        assert t_tails(df, t) == pytest.approx(2 * special.stdtr(df, -t), rel=TEN_DIGITS, abs=1e-290)
        assert t_tails(df, -t) == t_tails(df, t)


@pytest.mark.parametrize("df", DEGREES)
def test_quantiles_of_t_have_ten_digits(df: float) -> None:
    assert t_quantile(df) == pytest.approx(special.stdtrit(df, 0.975), rel=TEN_DIGITS)
    for level in (0.1, 0.5, 0.9, 0.999, 1 - 1e-6):
        assert t_quantile(df, level) == pytest.approx(stats.t.isf((1 - level) / 2, df), rel=TEN_DIGITS)


@pytest.mark.parametrize("df1", DEGREES[:-1])
def test_tails_and_quantiles_of_f_have_ten_digits(df1: float) -> None:
    for df2 in DEGREES[:-1]:
        for f in (1e-8, 1e-3, 0.1, 0.5, 0.9, 0.99, 1, 1.01, 1.1, 1.3, 2, 3, 5, 10, 30):
            expected = second_opinion(df1, df2, f)
            assert f_tail(df1, df2, f) == pytest.approx(expected, rel=TEN_DIGITS, abs=1e-200), (df2, f)
        for tail in (0.01, 0.025, 0.05, 0.5, 0.9, 0.975, 0.99):
            assert second_opinion(df1, df2, f_quantile(df1, df2, tail)) == pytest.approx(tail, rel=TEN_DIGITS), df2


def test_critical_values_are_those_of_the_tables() -> None:
    assert [round(t_quantile(df), 3) for df in (1, 4, 9, 30, 1_000)] == [12.706, 2.776, 2.262, 2.042, 1.962]
    assert [round(f_quantile(3, df, 0.05), 2) for df in (5, 20, 120)] == [5.41, 3.10, 2.68]
