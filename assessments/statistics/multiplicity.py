"""Several tests at once: p-values adjusted inside one question."""

from collections.abc import Sequence
from math import isnan


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm (1979) adjusted p-values, in the order given; None and NaN leave the family and come back as None.

    Sorted p_(i) becomes max over j <= i of min(1, (m - j + 1) p_(j)), m the size of the family.
    Raises ValueError for a p outside [0, 1].
    """
    pairs = sorted((p, place) for place, p in enumerate(p_values) if p is not None and not isnan(p))
    if any(not 0 <= p <= 1 for p, _place in pairs):
        raise ValueError("p-values lie between 0 and 1")
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, place) in enumerate(pairs):
        highest = max(highest, min(1.0, (len(pairs) - rank) * p))
        adjusted[place] = highest
    return adjusted
