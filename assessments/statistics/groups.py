"""Who sees it differently: differences between the scores of groups, from these scores alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Literal, NamedTuple

from assessments.statistics.change import judge
from assessments.statistics.distributions import f_tail, t_quantile
from assessments.statistics.intervals import SAME
from assessments.statistics.multiplicity import holm

GapVerdict = Literal["higher", "lower", "possible_higher", "possible_lower", "none", "too_few"]
WORDS: dict[str, GapVerdict] = {
    "rise": "higher",
    "fall": "lower",
    "possible_rise": "possible_higher",
    "possible_fall": "possible_lower",
    "none": "none",
    "too_few": "too_few",
}


class Seen(NamedTuple):
    """How `n` people see it: their score and its standard error."""

    n: int
    mean: float
    se: float


@dataclass(frozen=True)
class Test:
    """F on (groups - 1, n - groups) degrees of freedom; no p where the groups take up all the spread there is."""

    groups: int
    n: int
    f: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class Gap:
    """A group's score minus that of the other shown groups together (`rest`), 95 % interval (unadjusted), verdict."""

    group: str
    n: int
    n_rest: int
    rest: float
    difference: float
    low: float | None
    high: float | None
    p: float | None
    verdict: GapVerdict = "too_few"
    p_adjusted: float | None = None


def differ(groups: Sequence[Seen]) -> Test:
    """Whether the groups differ at all (STATISTICS 7).

    F0 = sum (theta_g - centre)^2 / SE_g^2 / (G - 1), the centre weighted by 1 / SE_g^2. The spread of everybody holds
    the gaps as well, so F = F0 (n - G) / (n - 1 - (G - 1) F0). Nothing for fewer than two groups.
    """
    size, n = len(groups), sum(one.n for one in groups)
    if size < 2 or n <= size or min(one.se for one in groups) < SAME:
        return Test(size, n)
    weights = [1 / one.se**2 for one in groups]
    centre = sum(weight * one.mean for weight, one in zip(weights, groups, strict=True)) / sum(weights)
    f0 = sum(weight * (one.mean - centre) ** 2 for weight, one in zip(weights, groups, strict=True)) / (size - 1)
    left = n - 1 - (size - 1) * f0
    if left <= 0:
        return Test(size, n)
    f = f0 * (n - size) / left
    return Test(size, n, f, f_tail(size - 1, n - size, f))


def together(groups: Sequence[Seen]) -> Seen:
    """Several groups as one: each counts by its people."""
    n = sum(one.n for one in groups)
    mean = sum(one.n * one.mean for one in groups) / n
    return Seen(n, mean, sqrt(sum((one.n * one.se) ** 2 for one in groups)) / n)


def against_rest(groups: Mapping[str, Seen]) -> list[Gap]:
    """Each group against the other ones together, never against everybody, who contain it; judged by `judge_gaps`."""
    return [
        _gap(code, one, together([other for name, other in groups.items() if name != code]))
        for code, one in groups.items()
        if len(groups) > 1
    ]


def _gap(code: str, one: Seen, rest: Seen) -> Gap:
    """The interval takes the gap out of the spread as F does, so that it excludes 0 exactly where p < .05."""
    difference, test, low, high = one.mean - rest.mean, differ([one, rest]), None, None
    if test.p is not None:
        f0 = difference**2 / (one.se**2 + rest.se**2)
        se = sqrt((one.se**2 + rest.se**2) * (test.n - 1 - f0) / (test.n - 2))
        h = t_quantile(test.n - 2) * se
        low, high = difference - h, difference + h
    return Gap(code, one.n, rest.n, rest.mean, difference, low, high, test.p)


def judge_gaps(gaps: Sequence[Gap], places: int) -> list[Gap]:
    """The gaps of one family judged by p-values adjusted by Holm; they are printed with so many decimals."""
    judged = []
    for gap, p in zip(gaps, holm([gap.p for gap in gaps]), strict=True):
        word = judge(gap.difference, gap.low, gap.high, p, min(gap.n, gap.n_rest), places)
        judged.append(replace(gap, p_adjusted=p, verdict=WORDS[word]))
    return judged
