"""Before a round opens: how likely each group of a breakdown is to be shown."""

from collections import Counter
from collections.abc import Mapping

from assessments.disclosure.suppression import CrossCell, shown_beside, shown_groups, sizes_of
from assessments.statistics.draws import Draws

Chances = dict[str, float]  # group, in the order given -> the chance, 0..1, that it is shown


def forecast(members: Mapping[CrossCell, int], rate: float, k: int, draws: int = 200) -> tuple[float, list[Chances]]:
    """The chance that anything is shown, and those of the groups of the first and of the second breakdown.

    By drawing who answers at the expected `rate` (0..1) and planning each draw; the draws are always the same.
    `members` maps (group of the first breakdown, group of the second) to invited people; with one breakdown only, give
    every cell the same second group "". Missing answers to single items make it worse than this.
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
    return total / draws, chances


def groups_to_merge(members: Mapping[str, int], rate: float, k: int) -> frozenset[str]:
    """Groups that had better be merged into one before opening: those unlikely to reach k, and one more if needed.

    Expected answers are members x rate, rounded down; empty when every group is expected to reach `k`.
    """
    expected = {group: int(n * rate) for group, n in members.items() if n}
    return frozenset(expected) - frozenset(shown_groups(expected, expected, k))
