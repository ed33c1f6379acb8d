"""Whether a change over linked people may stand beside everything else that is published about the two rounds."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from assessments.scoring.signatures import linked_change_allowed


def linked_support(before: "pd.Series[int]", after: "pd.Series[int]") -> int:
    """Fewest distinct people that any combination using the linked change rests on.

    Each series gives, by key, in which of the other published sums of its round a person lies: the same number (class),
    the same sums. The keys in both rounds are the linked people, and the linked change is the sum over these.

    Within a class all other sums give equal weights, so of its linked and its unlinked people only the ones or the
    others can be cancelled. A linked person is gone where both his classes are cancelled for the linked, and counts
    once where not: with s, t = 1 for classes so cancelled, the people left are
    sum s unlinked + sum t unlinked + sum linked (1 - s t) over the pairs of classes. Its minimum is a minimum cut.
    """
    place = after.index.get_indexer(before.index)
    linked, (one, rows), (two, columns) = place >= 0, _numbered(before), _numbered(after)
    source, sink = rows + columns, rows + columns + 1
    capacity = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    np.add.at(capacity, (one[linked], rows + two[place[linked]]), 1)
    capacity[source, :rows] = capacity[:rows].sum(axis=1)
    capacity[:rows, sink] = np.bincount(one[~linked], minlength=rows)
    capacity[rows:source, sink] = np.bincount(np.delete(two, place[linked]), minlength=columns)
    return int(maximum_flow(csr_array(capacity), source, sink).flow_value)


def _numbered(classes: "pd.Series[int]") -> tuple[np.ndarray, int]:
    """The classes as 0, 1, 2 ... and how many there are."""
    found, numbers = np.unique(classes.to_numpy(), return_inverse=True)
    return numbers, len(found)


def linked_change_safe(before: "pd.Series[int]", after: "pd.Series[int]", k: int) -> bool:
    """Whether the change of the linked people may be published; each round gives its classes by key, as above.

    Needs k linked people, and nobody unlinked or at least k of them in all (STATISTICS 9); with nobody unlinked the
    change is the difference of the totals. Else every combination that uses it must rest on k people. Exact beside the
    totals alone and beside one breakdown in each round, but for a change that others already give; beside more, on the
    safe side.
    """
    linked = len(before.index.intersection(after.index))
    only_before, only_after = len(before) - linked, len(after) - linked
    if not linked_change_allowed(linked, only_before, only_after, k):
        return False
    return only_before + only_after == 0 or linked_support(before, after) >= k
