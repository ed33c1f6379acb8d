"""From how many people a statistic is worked out or spoken of, and how the p-values of several tests are adjusted."""

from collections.abc import Sequence
from math import isnan

VERDICT_FROM, ARROW_FROM = 10, 30  # people in the smaller of two rounds or groups (STATISTICS 10)
CLEAR_P = 0.05
AGREEMENT_FROM, ROUGH_BELOW = 8, 10  # raters
FEWEST_PEOPLE, FEWEST_PAIRS = 4, 20  # behind the correlation of two items, and behind the mean of such correlations
OWN_FROM, OMEGA_FROM = 50, 100
CORRELATES_FROM, WEIGHTS_FROM, PEOPLE_A_PREDICTOR = 30, 100, 10


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
