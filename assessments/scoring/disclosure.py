"""What may be shown of one breakdown: which groups, which totals, and how coarse a small cell must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assessments.scoring.intervals import Summary

Counts = Mapping[str, Mapping[str, int]]
"""group -> scale -> number of people of the group with a score on the scale; an absent scale counts 0."""
SMALL_CELL = 10
COARSE_CELL = 30
FINEST = 2


@dataclass(frozen=True)
class Partition:
    """The pattern of one breakdown, the same for every scale: groups shown, groups hidden, scales whose total is shown.

    A cell of a shown group may still be empty (no valid answers): it must look like a hidden one.
    """

    shown: tuple[str, ...]
    hidden: frozenset[str]
    totals: frozenset[str]


def one_partition(counts: Counts, k: int) -> Partition:
    """Plan one breakdown with all scales together, so that no cell or remainder rests on 1..k-1 people.

    Hidden are the groups with 0 < n < k on some scale; while the hidden ones of some scale add up to 1..k-1, the group
    that repairs most such scales joins them (ties: the smallest, then by name). Totals are shown from k (STATISTICS 9).
    Raises ValueError for k < 1 or a negative count.
    """
    if k < 1 or any(n < 0 for row in counts.values() for n in row.values()):
        raise ValueError("k must be positive and counts must not be negative")
    scales = sorted({scale for row in counts.values() for scale in row})
    hidden = {group for group, row in counts.items() if any(0 < n < k for n in row.values())}
    while broken := [scale for scale in scales if 0 < _total(counts, hidden, scale) < k]:
        best = _best_repair(counts, hidden, broken, k)
        if best is None:
            break  # fewer than k people in all on these scales: nothing of them is shown, not even the total
        hidden.add(best)
    totals = frozenset(scale for scale in scales if _total(counts, counts, scale) >= k)
    return Partition(tuple(group for group in counts if group not in hidden), frozenset(hidden), totals)


def _total(counts: Counts, groups: Mapping[str, object] | set[str], scale: str) -> int:
    return sum(counts[group].get(scale, 0) for group in groups)


def _best_repair(counts: Counts, hidden: set[str], broken: list[str], k: int) -> str | None:
    def rank(group: str) -> tuple[int, int, str]:
        repaired = sum(counts[group].get(scale, 0) >= k for scale in broken)
        return -repaired, sum(counts[group].values()), group

    best = min((group for group in counts if group not in hidden), key=rank, default=None)
    return None if best is None or rank(best)[0] == 0 else best


@dataclass(frozen=True)
class Cell:
    """What may be printed of a cell, already rounded; every surface, exports included, reads this and nothing else.

    "coarse": all answers were alike, so only the range `low`..`high` of the mean is given. "hidden": all None; an empty
    cell looks the same.
    """

    kind: Literal["shown", "coarse", "hidden"]
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    decimals: int = 1


def mask(summary: Summary, k: int, *, group: bool, places: int = FINEST, lo: float = 1, hi: float = 5) -> Cell:
    """Round and coarsen a cell: 2 decimals, 1 for groups below 30 and for everybody below 10 (STATISTICS 9, 10).

    `places`: at most so many, where more would tell of the few who left an item out (`incompletes`).

    Homogeneous cells (SD = 0 or the mean at a pole) of fewer than 10 tell everyone's answer: they become the range
    around the nearest whole point, e.g. 4.5..5, without SD or interval. Fewer than `k`: hidden.
    """
    if summary.mean is None or summary.n < k:
        return Cell("hidden")
    if summary.n < SMALL_CELL and (not summary.sd or not lo < summary.mean < hi):
        point = float(rounded(summary.mean, 0) or 0)
        return Cell("coarse", summary.n, None, None, max(lo, point - 0.5), min(hi, point + 0.5))
    places = min(places, decimals(summary.n, group=group))
    mean, sd, low, high = (rounded(value, places) for value in (summary.mean, summary.sd, summary.low, summary.high))
    return Cell("shown", summary.n, mean, sd, low, high, places)


def decimals(n: int, *, group: bool) -> int:
    """Decimals of a published mean: small cells get one, so that contrasts of single persons drown in rounding."""
    return 1 if n < (COARSE_CELL if group else SMALL_CELL) else FINEST


def rounded(value: float | None, places: int) -> float | None:
    """Round half up as people do by hand (4.25 -> 4.3), after removing float noise beyond the ninth decimal."""
    if value is None:
        return None
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(round(value, 9))).quantize(step, rounding=ROUND_HALF_UP))
