"""Cells: who of a group answered an item, and which of them are too small to stand beside what else is published."""

import numpy as np

from assessments.disclosure.rules import ALIKE_BELOW
from assessments.statistics.scales import Scoring
from assessments.statistics.tables import MISSING


def valid(tables: np.ndarray) -> np.ndarray:
    """Valid answers of each cell: cells x items, from cells x items x places."""
    return np.asarray(tables[..., MISSING:].sum(axis=-1))


def fitting(n: np.ndarray, k: int) -> np.ndarray:
    """Cell by cell, what `suppression.fits` says of one number.

    >>> fitting(np.array([0, 1, 4, 5, 60]), 5).tolist()
    [True, False, False, True, True]
    """
    return np.asarray((n == 0) | (n >= k))


def telling(tables: np.ndarray, scoring: Scoring) -> np.ndarray:
    """Items that a cell of fewer than ten answered alike (bool, by item): a sum would tell what everybody in it said.

    That the item is left out tells too that some cell was alike. Mostly several cells could be the one, by the table of
    everybody. Where a single cell could be, the item is left out even if one answer of that cell differs, so that its
    being left out names nobody. Three people all chose 4, beside three who did not. Then one of the first three chose
    5: no cell is alike. At last they are beside eight who chose all sorts: now only the three could be alike, on 4.

    >>> from assessments.statistics.scales import Item, Scale
    >>> scoring = Scoring((Item("A"),), (Scale("S", ("A",)),))
    >>> telling(np.array([[[0, 0, 0, 0, 0, 0, 3, 0]], [[0, 0, 0, 0, 0, 1, 2, 0]]]), scoring).tolist()
    [True]
    >>> telling(np.array([[[0, 0, 0, 0, 0, 0, 2, 1]], [[0, 0, 0, 0, 0, 1, 2, 0]]]), scoring).tolist()
    [False]
    >>> telling(np.array([[[0, 0, 0, 0, 0, 0, 2, 1]], [[0, 0, 0, 2, 2, 2, 1, 1]]]), scoring).tolist()
    [True]
    """
    by_score = _by_score(tables[..., MISSING:], scoring)
    n, top, everybody = by_score.sum(axis=-1), by_score.max(axis=-1, initial=0), by_score.sum(axis=0)
    small = (n > 0) & (n < ALIKE_BELOW)
    # A reader who misses the item looks for cells that can be the reason: small ones, and a score that as many gave.
    could_be = small[..., None] & (everybody[None] >= n[..., None])  # cell, item, score
    alone = could_be.any(axis=-1) & (could_be.sum(axis=(0, 2)) == 1)
    return np.asarray((small & (top >= n - alone)).any(axis=0))


def _by_score(chosen: np.ndarray, scoring: Scoring) -> np.ndarray:
    """Counts of options as counts of scores: of a balance item two options have one score."""
    counts = np.zeros_like(chosen)
    for column, item in enumerate(scoring.items):
        place = {score: number for number, score in enumerate(dict.fromkeys(item.values))}
        for option, score in enumerate(item.values):
            counts[:, column, place[score]] += chosen[:, column, option]
    return counts


def safe_items(tables: np.ndarray, from_links: np.ndarray, scoring: Scoring, k: int) -> np.ndarray:
    """Items of which every cell has nobody or k answers, and no small one tells (bool, by item)."""
    sizes = (fitting(valid(tables), k) & fitting(valid(from_links), k)).all(axis=0)
    return np.asarray(sizes & ~telling(tables, scoring) & ~telling(from_links, scoring))
