"""Before a round opens: how likely each group of a breakdown is to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessments.scoring.disclosure import one_partition
from assessments.scoring.margins import plan_two

SEED, DRAWS = 20_240_229, 200


@dataclass(frozen=True)
class Forecast:
    """Chance, 0..1, that the total and each group are shown; groups in the order given."""

    total: float
    first: Mapping[str, float]
    second: Mapping[str, float]


def forecast(members: Mapping[tuple[str, str], int], rate: float, k: int, draws: int = DRAWS) -> Forecast:
    """Chances under an expected response rate, by drawing who answers and planning each draw (fixed seed).

    `members` maps (group of the first breakdown, group of the second) to invited people; with one breakdown only, give
    every cell the same second group "". `rate` is 0..1. Missing answers to single items make it worse than this.
    """
    rng, cells = np.random.default_rng(SEED), list(members)
    first = {a: 0 for a, _ in cells}
    second = {b: 0 for _, b in cells}
    total = 0
    for _ in range(draws):
        answered = rng.binomial([members[cell] for cell in cells], rate)
        plan = plan_two({cell: {"": int(n)} for cell, n in zip(cells, answered, strict=True)}, k)
        total += bool(plan.first.totals)
        for tally, shown in ((first, plan.first), (second, plan.second)):
            for group in shown.shown if plan.first.totals else ():
                tally[group] += int(answered[[group in cell for cell in cells]].sum()) > 0
    return Forecast(total / draws, {g: n / draws for g, n in first.items()}, {g: n / draws for g, n in second.items()})


def groups_to_merge(members: Mapping[str, int], rate: float, k: int) -> frozenset[str]:
    """Groups that had better be merged into one before opening: those unlikely to reach k, and one more if needed.

    Expected answers are members x rate, rounded down; empty when every group is expected to reach `k`.
    """
    return one_partition({group: {"": int(n * rate)} for group, n in members.items() if n}, k).hidden
