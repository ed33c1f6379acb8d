"""Whether an unrounded mean tells what few people answered in all, because few others divide as they do."""

from collections.abc import Iterable

import numpy as np


def told_by_denominators(given: Iterable[int], k: int) -> bool:
    """Whether 1 to k - 1 people answered so many items as nobody else of these.

    `given`: of how many items the own mean of each person is made. An unrounded mean over all of them tells the sum of
    sums / number of items exactly: of 39 people who answered four items and one who answered three, the three are told
    modulo 3, for quarters say nothing of thirds.
    """
    _, people = np.unique(np.fromiter(given, dtype=int), return_counts=True)
    return bool((people < k).any())
