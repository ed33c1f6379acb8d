"""Rounding as people do it by hand."""

from decimal import ROUND_HALF_UP, Decimal


def round_half_up(value: float, places: int) -> float:
    """Round half up (4.25 -> 4.3), after removing float noise beyond the ninth decimal."""
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(round(float(value), 9))).quantize(step, rounding=ROUND_HALF_UP))
