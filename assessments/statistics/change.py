"""What changed between two rounds: difference of two scores, its interval, p, and the verdict in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, lgamma, log, sqrt
from typing import Literal

from assessments.statistics.distributions import t_quantile, t_tails
from assessments.statistics.intervals import SAME
from assessments.statistics.rounding import round_half_up
from assessments.statistics.scores import Score
from assessments.statistics.thresholds import ARROW_FROM, CLEAR_P, VERDICT_FROM, holm

Verdict = Literal["rise", "fall", "possible_rise", "possible_fall", "none", "too_few"]


@dataclass(frozen=True)
class Change:
    """Later minus earlier score in scale points, its 95 % interval (unadjusted), p, and what may be said about it.

    `p_adjusted` is filled by `judge_family`; `both`: people with a score in both rounds, as far as rounds are linked;
    `effect`: g, one decimal.
    """

    n_before: int
    n_after: int
    both: int
    difference: float
    low: float | None
    high: float | None
    p: float | None
    verdict: Verdict
    effect: float | None = None
    p_adjusted: float | None = None

    @property
    def n(self) -> int:
        return min(self.n_before, self.n_after)

    @property
    def arrow(self) -> bool:
        """Whether an arrow may be drawn: from 30 people for any change, from 10 for clear ones (STATISTICS 10)."""
        if self.verdict in ("none", "too_few"):
            return False
        return self.verdict in ("rise", "fall") or self.n >= ARROW_FROM


def change(before: Score, after: Score, both: int = 0, r: float = 0.0) -> Change:
    """The difference of two scores; people who answered both times sharpen its interval and nothing else.

    The t-test for partially overlapping samples, unequal variances (Derrick, Russ, Toher & White 2017; STATISTICS 7):
    `both` people have a score in either round, `r` is how their scores of the two rounds go together. Where neither
    round has any spread there is no interval and no p.
    """
    difference = after.mean - before.mean
    low = high = p = effect = None
    if before.se > SAME or after.se > SAME:
        shared = r * before.se * after.se * both / sqrt(before.n * after.n)
        se = sqrt(max(0.0, before.se**2 + after.se**2 - 2 * shared))
        df = overlap_df(before, after, both)
        h = t_quantile(df) * se
        low, high, p = difference - h, difference + h, t_tails(df, difference / se)
        effect = round_half_up(hedges_j(df) * difference / sqrt((before.sd**2 + after.sd**2) / 2), 1)
    n = min(before.n, after.n)
    return Change(before.n, after.n, both, difference, low, high, p, judge(difference, low, high, p, n), effect)


def overlap_df(before: Score, after: Score, both: int) -> float:
    """Degrees of freedom between those of the paired test (all linked) and Welch's (nobody linked)."""
    v1, v2 = before.se**2, after.se**2
    welch = (v1 + v2) ** 2 / (v1**2 / (before.n - 1) + v2**2 / (after.n - 1))
    unlinked = before.n + after.n - 2 * both
    return both - 1 + (welch - both + 1) / (unlinked + 2 * both) * unlinked


def hedges_j(df: float) -> float:
    """J = Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2)): takes the bias out of a standardised difference; needs df > 1."""
    return exp(lgamma(df / 2) - log(df / 2) / 2 - lgamma((df - 1) / 2))


def judge(
    difference: float | None, low: float | None, high: float | None, p: float | None, n: int, places: int = 2
) -> Verdict:
    """Verdict on a change: clear when (adjusted) p < .05 and the interval excludes 0; by one of the two alone possible.

    The interval counts as it is printed, with so many `places`: a reader must not see a clear rise beside "0.00 to
    0.41". `n` is the size of the smaller round: "too_few" below 10, and for a difference with neither an interval nor
    a p (STATISTICS 7, 10).
    """
    if difference is None or n < VERDICT_FROM:
        return "too_few"
    if abs(difference) < SAME:
        return "none"
    if low is None and p is None:
        return "too_few"
    unlikely = p is not None and p < CLEAR_P
    excludes = unlikely if low is None or high is None else _excludes_zero(low, high, places)
    if unlikely and excludes:
        return "rise" if difference > 0 else "fall"
    if unlikely or excludes:
        return "possible_rise" if difference > 0 else "possible_fall"
    return "none"


def _excludes_zero(low: float, high: float, places: int) -> bool:
    return round_half_up(low, places) > 0 or round_half_up(high, places) < 0


def judge_family(changes: Mapping[str, Change]) -> dict[str, Change]:
    """Adjust the p-values of one family (say, the four themes) by Holm and judge each change again by them."""
    adjusted = holm([change.p for change in changes.values()])
    judged = {}
    for (code, change), p in zip(changes.items(), adjusted, strict=True):
        verdict = judge(change.difference, change.low, change.high, p, change.n)
        judged[code] = replace(change, p_adjusted=p, verdict=verdict)
    return judged


def significant_change(n: int, sd: float) -> float:
    """Smallest difference in scale points with p <= .05 between two rounds of `n` people with this SD (STATISTICS 10).

    Raises ValueError for n < 2.
    """
    if n < 2:
        raise ValueError("a change needs at least 2 people in each round")
    return t_quantile(2 * n - 2) * sd * sqrt(2 / n)
