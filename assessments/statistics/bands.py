"""Bands of a mean: half-open ranges that belong to the instrument version."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Band:
    """A range of means [low, high) in scale points; the topmost one of a list includes its upper end."""

    code: str
    low: float
    high: float


def band(mean: float | None, ranges: Sequence[Band]) -> str | None:
    """Code of the band that holds the unrounded `mean`, or None without a mean or outside all bands.

    Only float noise beyond the ninth decimal is removed, so that a mean of exactly 3 never falls below 3.
    Raises ValueError when the bands overlap or are not in rising order.
    """
    if any(first.high > second.low for first, second in pairwise(ranges)):
        raise ValueError("bands overlap or are not in rising order")
    if mean is None:
        return None
    exact = round(mean, 9)
    for number, one in enumerate(ranges, start=1):
        if one.low <= exact < one.high or (number == len(ranges) and exact == one.high):
            return one.code
    return None
