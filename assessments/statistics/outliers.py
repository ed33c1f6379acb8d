"""Profile outliers: constructs clearly above or below the average of their kind."""

from collections.abc import Mapping
from math import sqrt

from assessments.statistics.distributions import t_tails
from assessments.statistics.thresholds import CLEAR_P, VERDICT_FROM, holm

Summary = tuple[int, float, float | None]  # n, mean and SD of a score


def profile_outliers(values: Mapping[str, Summary]) -> tuple[list[str], list[str]]:
    """Constructs clearly below and clearly above the average of all their means, the furthest first.

    One-sample t of each mean against that average, Holm over the family, two-sided .05 (STATISTICS 7). The average
    holds each construct itself and rests on the same people, so the test errs on the side of saying nothing.
    Of fewer than three constructs none is named, nor is a construct with n below 10 or without spread.
    """
    if len(values) < 3:
        return [], []
    average = sum(mean for _n, mean, _sd in values.values()) / len(values)
    distances = {code: mean - average for code, (_n, mean, _sd) in values.items()}
    codes = list(distances)
    adjusted = holm([_p(values[code], distances[code]) for code in codes])
    clear = [code for code, p in zip(codes, adjusted, strict=True) if p is not None and p < CLEAR_P]
    below = sorted((code for code in clear if distances[code] < 0), key=lambda code: distances[code])
    above = sorted((code for code in clear if distances[code] > 0), key=lambda code: -distances[code])
    return below, above


def _p(summary: Summary, distance: float) -> float | None:
    n, _mean, sd = summary
    return t_tails(n - 1, distance / (sd / sqrt(n))) if n >= VERDICT_FROM and sd else None
