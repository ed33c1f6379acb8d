"""Before a round opens: how likely each group of a breakdown is to be shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.disclosure.suppression import CrossCell, shown_beside, shown_groups, sizes_of
from assessments.statistics.draws import Draws

DRAWS = 200


@dataclass(frozen=True)
class Forecast:
    """Chance, 0..1, that the total and each group are shown; groups in the order given."""

    total: float
    first: Mapping[str, float]
    second: Mapping[str, float]


def forecast(members: Mapping[CrossCell, int], rate: float, k: int, draws: int = DRAWS) -> Forecast:
    """Chances under an expected response rate, by drawing who answers and planning each draw (always the same draws).

    `members` maps (group of the first breakdown, group of the second) to invited people; with one breakdown only, give
    every cell the same second group "". `rate` is 0..1. Missing answers to single items make it worse than this.
    """
    drawn, cells = Draws(), list(members)
    total, first, second = 0, Counter[str](), Counter[str]()
    for _ in range(draws):
        answered = {cell: drawn.binomial(invited, rate) for cell, invited in members.items()}
        if sum(answered.values()) >= k:
            total += 1
            sizes = sizes_of(answered, 0)
            shown = shown_groups(sizes, sizes, k)
            first.update(shown)
            second.update(shown_beside(answered, shown, k))
    chances = [{cell[side]: tally[cell[side]] / draws for cell in cells} for side, tally in enumerate((first, second))]
    return Forecast(total / draws, *chances)


def groups_to_merge(members: Mapping[str, int], rate: float, k: int) -> frozenset[str]:
    """Groups that had better be merged into one before opening: those unlikely to reach k, and one more if needed.

    Expected answers are members x rate, rounded down; empty when every group is expected to reach `k`.
    """
    expected = {group: int(n * rate) for group, n in members.items() if n}
    return frozenset(expected) - frozenset(shown_groups(expected, expected, k))
