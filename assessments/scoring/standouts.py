"""Which constructs of a profile stand apart from the others, said only when the numbers carry it."""

from collections.abc import Mapping
from math import sqrt
from typing import Protocol

from scipy.special import stdtr

from assessments.scoring.change import CLEAR_P, FEW
from assessments.scoring.families import holm


class Summarised(Protocol):
    """Anything with the size, mean and SD of a score."""

    @property
    def n(self) -> int | None: ...
    @property
    def mean(self) -> float | None: ...
    @property
    def sd(self) -> float | None: ...


def apart_from_average(values: Mapping[str, Summarised]) -> tuple[list[str], list[str]]:
    """Constructs clearly below and clearly above the average of all their means, the furthest first.

    One-sample t of each mean against that average, Holm over the family, two-sided .05 (STATISTICS 7). The average
    holds each construct itself and rests on the same people, so the test errs on the side of saying nothing.
    Fewer than three constructs, or n below 10 or no spread in one of them: that one is not named.
    """
    means = {code: one.mean for code, one in values.items() if one.mean is not None}
    if len(means) < 3:
        return [], []
    average = sum(means.values()) / len(means)
    distances = {code: mean - average for code, mean in means.items()}
    codes = list(distances)
    adjusted = holm([_p(values[code], distances[code]) for code in codes])
    clear = [code for code, p in zip(codes, adjusted, strict=True) if p is not None and p < CLEAR_P]
    below = sorted((code for code in clear if distances[code] < 0), key=lambda code: distances[code])
    above = sorted((code for code in clear if distances[code] > 0), key=lambda code: -distances[code])
    return below, above


def _p(one: Summarised, distance: float) -> float | None:
    if one.n is None or one.n < FEW or not one.sd:
        return None
    return float(2 * stdtr(one.n - 1, -abs(distance) / (one.sd / sqrt(one.n))))
