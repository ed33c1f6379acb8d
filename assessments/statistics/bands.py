"""Bands of a mean: half-open ranges that belong to the instrument version."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Band:
    """A range of means [low, high) in scale points; the topmost one of a list includes its upper end.

    `label`: what readers call it, in words of any kind.
    """

    code: str
    low: float
    high: float
    label: Any = ""


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
    inside = (candidate.code for candidate in ranges if candidate.low <= exact < candidate.high)
    return next(inside, ranges[-1].code if ranges and exact == ranges[-1].high else None)
