"""Whether an unrounded mean tells what few people answered in all, because nobody else divides as they do."""

from collections.abc import Iterable
from math import lcm

import numpy as np


def told_by_denominators(given: Iterable[int], k: int) -> bool:
    """Whether people who answered the same number of items, 1 to k - 1 of them, can be told by their denominator.

    `given`: of how many items the own mean of each person is made. An unrounded mean over all of them tells the sum of
    sums / number of items exactly. People who answered 3 of 4 are told modulo 3, for the quarters of the others say
    nothing of thirds; who answered 2 of 4 are not, for halves are quarters too. So the smaller classes must divide the
    least common multiple of those of k people and more.
    """
    items, people = np.unique(np.fromiter(given, dtype=int), return_counts=True)
    shared = lcm(*(int(one) for one in items[people >= k]))
    return any(shared % int(one) for one in items[people < k])
