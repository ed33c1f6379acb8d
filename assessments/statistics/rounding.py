"""Rounding as people do it by hand."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float | None, places: int) -> float | None:
    """Round half up (4.25 -> 4.3), after removing float noise beyond the ninth decimal; None stays None."""
    return None if value is None else round_half_up(value, places)


def round_half_up(value: float, places: int) -> float:
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(round(float(value), 9))).quantize(step, rounding=ROUND_HALF_UP))
