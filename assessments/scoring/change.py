"""What changed between two rounds: difference with interval, p, and the verdict in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import comb, sqrt
from typing import Literal, Protocol

from scipy.special import stdtr

from assessments.scoring.families import holm
from assessments.scoring.intervals import SAME, t_quantile

Verdict = Literal["rise", "fall", "possible_rise", "possible_fall", "none", "too_few"]
CLEAR_P = 0.05
FEW = 10
"""Below this many people in either round a change gets an interval but no verdict (STATISTICS 10)."""
SMALL_CHANGE = 0.25
"""Points below which a change may be called small, where that is wished."""
MANY = 30
"""Below this many people an arrow is drawn for clear changes only."""


POSSIBLE: dict[Verdict, Verdict] = {"rise": "possible_rise", "fall": "possible_fall"}


class Summarised(Protocol):
    """Anything with the size, mean and SD (n-1) of a round's scores."""

    @property
    def n(self) -> int: ...
    @property
    def mean(self) -> float | None: ...
    @property
    def sd(self) -> float | None: ...


@dataclass(frozen=True)
class Effect:
    """An effect size and its 95 % interval (None where it has none); `name`: g, g_av, cliff_delta, rank_biserial."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Change:
    """Later minus earlier mean in scale points, its 95 % interval (unadjusted), p, and what may be said about it.

    `p_adjusted` is filled by `judge_family`. Linked: n_before == n_after == people who answered both times.
    """

    linked: bool
    n_before: int
    n_after: int
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    verdict: Verdict
    p_adjusted: float | None = None
    effect: Effect | None = None
    ordinal: Effect | None = None

    @property
    def n(self) -> int:
        return min(self.n_before, self.n_after)

    @property
    def small(self) -> bool:
        """Whether the difference is under a quarter of a point; says nothing about how sure it is."""
        return self.difference is not None and abs(self.difference) < SMALL_CHANGE

    @property
    def arrow(self) -> bool:
        """Whether an arrow may be drawn: from 30 people for any change, from 10 for clear ones (STATISTICS 10)."""
        if self.verdict in ("none", "too_few"):
            return False
        return self.verdict in ("rise", "fall") or self.n >= MANY


def judge(difference: float | None, low: float | None, high: float | None, p: float | None, n: int) -> Verdict:
    """Verdict on a change: clear when (adjusted) p < .05 and the interval excludes 0; one of them alone: possible.

    They can disagree where p is of a permutation: a reader must not see a clear rise beside "0.0 to 0.8". Without an
    interval p decides alone. `n` is the smaller round. "too_few" below 10, and when neither an interval nor a p exists
    (STATISTICS 7, 10).
    """
    if difference is None or n < FEW or (low is None and p is None):
        return "too_few"
    if abs(difference) < SAME:
        return "none"
    unlikely = p is not None and p < CLEAR_P
    apart = unlikely if low is None or high is None else low > 0 or high < 0
    if unlikely and apart:
        return "rise" if difference > 0 else "fall"
    if unlikely or apart:
        return "possible_rise" if difference > 0 else "possible_fall"
    return "none"


def touches_zero(low: float | None, high: float | None) -> bool:
    """Whether an interval, as printed, has 0 in it or at its end: then nothing beside it is called clear."""
    return low is not None and high is not None and low <= 0 <= high


def judge_family(changes: Mapping[str, Change]) -> dict[str, Change]:
    """Adjust the p-values of one family (say, the four themes) by Holm and judge each change again by them."""
    adjusted = holm([change.p for change in changes.values()])
    judged = {}
    for (code, change), p in zip(changes.items(), adjusted, strict=True):
        verdict = judge(change.difference, change.low, change.high, p, change.n)
        judged[code] = replace(change, p_adjusted=p, verdict=verdict)
    return judged


def unlinked_change(before: Summarised, after: Summarised) -> Change:
    """Change between two rounds whose persons cannot be matched, from their summaries alone (Welch 1947).

    Interval and p from Welch's t with Satterthwaite's df; the verdict is that of a family of one. Without any variance
    in both rounds there is no interval, and p is the exact permutation p; fewer than 2 people in a round: value only.
    """
    difference = None if before.mean is None or after.mean is None else after.mean - before.mean
    low, high, p = welch(before, after)
    verdict = judge(difference, low, high, p, min(before.n, after.n))
    return Change(False, before.n, after.n, difference, low, high, p, verdict)


def welch(a: Summarised, b: Summarised) -> tuple[float | None, float | None, float | None]:
    """Welch's 95 % limits of mean(b) - mean(a) and two-sided p; None for what does not exist."""
    if a.mean is None or b.mean is None or a.sd is None or b.sd is None:
        return None, None, None
    difference = b.mean - a.mean
    va, vb = a.sd**2 / a.n, b.sd**2 / b.n
    if va + vb == 0:
        return None, None, separated_p(a.n, b.n, difference)
    df = (va + vb) ** 2 / (va**2 / (a.n - 1) + vb**2 / (b.n - 1))
    se = sqrt(va + vb)
    h = t_quantile(df) * se
    return difference - h, difference + h, float(2 * stdtr(df, -abs(difference) / se))


def separated_p(n_a: int, n_b: int, difference: float) -> float:
    """Exact two-sided permutation p of the mean difference when each side holds one single value.

    Only the observed one of C(n_a + n_b, n_a) splits is as extreme; p is twice that tail, as in `permutation_p`.
    """
    if abs(difference) < SAME:
        return 1.0
    return min(1.0, 2 / comb(n_a + n_b, n_a))
