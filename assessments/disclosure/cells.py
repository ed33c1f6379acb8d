"""Cells: who of a group answered an item, and which of them are too small to stand beside what else is published.

A cell that is too small is suppressed (primary), and with it the smallest group beside it where the remainder, which a
reader gets by differencing, would be too small as well (complementary).

Three people say it. Amina and Bruno are clinicians, Chen is an academic, K is 2. Chen's cell is too small; suppressing
it alone would not do, for everybody minus the clinicians is Chen. So the clinicians are suppressed too:

>>> shown_groups({"clinician": 2, "academic": 1}, {"clinician": 2, "academic": 1}, 2)
[]
>>> shown_groups({"clinician": 2, "academic": 2}, {"clinician": 2, "academic": 2}, 2)
['clinician', 'academic']
"""

from collections.abc import Mapping, Sequence

import numpy as np

from assessments.disclosure.rules import ALIKE_BELOW
from assessments.statistics.scales import Asked
from assessments.statistics.tables import MISSING


def shown_groups(people: Mapping[str, int], by_link: Mapping[str, int], k: int) -> list[str]:
    """Groups of at least k people, in the order given, so that the remainder has nobody or at least k of them.

    People who did not say ("") are never shown; they are part of the remainder. The smallest shown group joins a
    remainder that is too small. Both counts must fit: imported answers protect nobody.
    """

    def fit(codes: Sequence[str]) -> bool:
        counts = np.array([sum(of[code] for code in codes) for of in (people, by_link)])
        return bool(fitting(counts, k).all())

    shown = [code for code in people if code and people[code] >= k and fit([code])]
    while shown and not fit([code for code in people if code not in shown]):
        shown.remove(smallest(shown, people))
    return shown


def smallest(shown: Sequence[str], people: Mapping[str, int]) -> str:
    return min(shown, key=lambda code: (people[code], code))


def valid(tables: np.ndarray) -> np.ndarray:
    """Valid answers of each cell: cells x items, from cells x items x places."""
    found: np.ndarray = tables[..., MISSING:].sum(axis=-1)
    return found


def fitting(n: np.ndarray, k: int) -> np.ndarray:
    """Nobody, or at least k people: what a combination of sums may rest on.

    >>> fitting(np.array([0, 1, 4, 5, 60]), 5).tolist()
    [True, False, False, True, True]
    """
    found: np.ndarray = (n == 0) | (n >= k)
    return found


def telling(tables: np.ndarray, asked: Asked) -> np.ndarray:
    """Items that a cell of fewer than ten answered alike (bool, by item): a sum would tell what everybody in it said.

    Leaving such an item out tells as well that some cell was alike. Mostly several could be, by the table of everybody;
    where it could be one alone, the item is left out even if one answer of that cell differs, so that being left out
    names nobody. Three people all chose 4, beside three who did not; below, one of the first three chose 5:

    >>> from assessments.statistics.scales import Item, Scale
    >>> one = Asked((Item("A"),), (Scale("S", ("A",)),))
    >>> telling(np.array([[[0, 0, 0, 0, 0, 0, 3, 0]], [[0, 0, 0, 0, 0, 1, 2, 0]]]), one).tolist()
    [True]
    >>> telling(np.array([[[0, 0, 0, 0, 0, 0, 2, 1]], [[0, 0, 0, 0, 0, 1, 2, 0]]]), one).tolist()
    [False]
    >>> telling(np.array([[[0, 0, 0, 0, 0, 0, 2, 1]], [[0, 0, 0, 2, 2, 2, 1, 1]]]), one).tolist()
    [True]
    """
    by_score = _by_score(tables[..., MISSING:], asked)
    n, top, everybody = by_score.sum(axis=-1), by_score.max(axis=-1, initial=0), by_score.sum(axis=0)
    small = (n > 0) & (n < ALIKE_BELOW)
    could_be = small[..., None] & (everybody[None] >= n[..., None])  # cell, item, score
    alone = could_be.any(axis=-1) & (could_be.sum(axis=(0, 2)) == 1)
    found: np.ndarray = (small & (top >= n - alone)).any(axis=0)
    return found


def _by_score(chosen: np.ndarray, asked: Asked) -> np.ndarray:
    """Counts of options as counts of scores: of a balance item two options have one score."""
    found = np.zeros_like(chosen)
    for column, item in enumerate(asked.items):
        place = {score: number for number, score in enumerate(dict.fromkeys(item.values))}
        for option, score in enumerate(item.values):
            found[:, column, place[score]] += chosen[:, column, option]
    return found


def safe_items(tables: np.ndarray, by_link: np.ndarray, asked: Asked, k: int) -> np.ndarray:
    """Items of which every cell has nobody or k answers, and no small one tells (bool, by item)."""
    sizes = (fitting(valid(tables), k) & fitting(valid(by_link), k)).all(axis=0)
    found: np.ndarray = sizes & ~telling(tables, asked) & ~telling(by_link, asked)
    return found
