"""Who sees it differently: differences between the scores of groups, from these scores alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Literal, NamedTuple

from assessments.statistics.change import judge
from assessments.statistics.distributions import f_tail, t_quantile
from assessments.statistics.intervals import SAME
from assessments.statistics.thresholds import holm

GapVerdict = Literal["higher", "lower", "possible_higher", "possible_lower", "none", "too_few"]
WORDS: dict[str, GapVerdict] = {
    "rise": "higher",
    "fall": "lower",
    "possible_rise": "possible_higher",
    "possible_fall": "possible_lower",
    "none": "none",
    "too_few": "too_few",
}


class GroupMean(NamedTuple):
    """How `n` people see it: their score and its standard error."""

    n: int
    mean: float
    se: float


@dataclass(frozen=True)
class GroupGap:
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


def differ(groups: Sequence[GroupMean]) -> tuple[float | None, float | None]:
    """Whether the groups differ at all: F on (G - 1, n - G) degrees of freedom, and its p (STATISTICS 7).

    F0 = sum (theta_g - centre)^2 / SE_g^2 / (G - 1), the centre weighted by 1 / SE_g^2. The spread of everybody holds
    the gaps as well, so F = F0 (n - G) / (n - 1 - (G - 1) F0). Neither for fewer than two groups, nor where the groups
    take up all the spread there is.
    """
    size, n = len(groups), sum(group.n for group in groups)
    if size < 2 or n <= size or min(group.se for group in groups) < SAME:
        return None, None
    weights = [1 / group.se**2 for group in groups]
    centre = sum(weight * group.mean for weight, group in zip(weights, groups, strict=True)) / sum(weights)
    f0 = sum(weight * (group.mean - centre) ** 2 for weight, group in zip(weights, groups, strict=True)) / (size - 1)
    left = n - 1 - (size - 1) * f0
    if left <= 0:
        return None, None
    f = f0 * (n - size) / left
    return f, f_tail(size - 1, n - size, f)


def together(groups: Sequence[GroupMean]) -> GroupMean:
    """Several groups as one: each counts by its people."""
    n = sum(group.n for group in groups)
    mean = sum(group.n * group.mean for group in groups) / n
    return GroupMean(n, mean, sqrt(sum((group.n * group.se) ** 2 for group in groups)) / n)


def against_rest(groups: Mapping[str, GroupMean]) -> list[GroupGap]:
    """Each group against the other ones together, never against everybody, who contain it; judged by `judge_gaps`."""
    return [
        _gap(code, group, together([other for name, other in groups.items() if name != code]))
        for code, group in groups.items()
        if len(groups) > 1
    ]


def _gap(code: str, group: GroupMean, rest: GroupMean) -> GroupGap:
    """The interval takes the gap out of the spread as F does, so that it excludes 0 exactly where p < .05."""
    difference, n, low, high = group.mean - rest.mean, group.n + rest.n, None, None
    _f, p = differ([group, rest])
    if p is not None:
        variance = group.se**2 + rest.se**2
        h = t_quantile(n - 2) * sqrt(variance * (n - 1 - difference**2 / variance) / (n - 2))
        low, high = difference - h, difference + h
    return GroupGap(code, group.n, rest.n, rest.mean, difference, low, high, p)


def judge_gaps(gaps: Sequence[GroupGap], places: int) -> list[GroupGap]:
    """The gaps of one family judged by p-values adjusted by Holm; they are printed with so many decimals."""
    judged = []
    for gap, p in zip(gaps, holm([gap.p for gap in gaps]), strict=True):
        word = judge(gap.difference, gap.low, gap.high, p, min(gap.n, gap.n_rest), places)
        judged.append(replace(gap, p_adjusted=p, verdict=WORDS[word]))
    return judged
