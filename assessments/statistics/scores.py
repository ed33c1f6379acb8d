"""A score: the mean of its items' means, with a spread that follows from theirs and from how they go together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from assessments.statistics.intervals import interval

Matrix = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Part:
    """One item in a score: its answers, their mean, and the spread (SD, n - 1) that is counted for it."""

    code: str
    n: int
    mean: float
    sd: float


@dataclass(frozen=True)
class Score:
    """Mean of `items` over `n` people who answered one of them at least, standard error and 95 % interval.

    In scale points; `note` as in `intervals`. `mean` may have been rounded when it was worked out (small groups).
    `answers`: to each of the items.
    """

    n: int
    mean: float
    se: float
    low: float | None
    high: float | None
    note: str
    items: tuple[str, ...]
    answers: tuple[int, ...] = ()

    @property
    def sd(self) -> float:
        """SE times the root of n: what the SD of people's scores would be."""
        return self.se * sqrt(self.n)


def mean_of(parts: Sequence[Part]) -> float:
    """Theta = (1/k) sum m_j: every item counts the same, however many answered it (STATISTICS 2)."""
    return sum(part.mean for part in parts) / len(parts)


def standard_error(parts: Sequence[Part], n: int, rho: Matrix) -> float:
    """SE^2 = (1/k^2) [sum s_j^2/n_j + sum over j != l of rho_jl s_j s_l / n]; `rho` is k x k (STATISTICS 2).

    Of a single item: s / sqrt n_j.
    """
    own = sum(part.sd**2 / part.n for part in parts)
    spreads = [part.sd for part in parts]
    pairs = ((j, k) for j in range(len(parts)) for k in range(len(parts)) if j != k)
    joint = sum(rho[j][k] * spreads[j] * spreads[k] for j, k in pairs) / n
    return sqrt(own + joint) / len(parts)


def score(
    parts: Sequence[Part],
    n: int,
    rho: Matrix,
    ends: tuple[float, float],
    *,
    mean: float | None = None,
    df: int | None = None,
) -> Score:
    """The score of these parts; a group hands in its rounded mean and its df. A single one rests on its own answers."""
    if len(parts) == 1:
        n = parts[0].n
    theta = mean_of(parts) if mean is None else mean
    se = standard_error(parts, n, rho)
    low, high, note = interval(n, theta, se, *ends, df=df) or (None, None, "")
    return Score(n, theta, se, low, high, note, tuple(part.code for part in parts), tuple(part.n for part in parts))
