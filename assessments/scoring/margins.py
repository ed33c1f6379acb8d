"""Two breakdowns of one round side by side: safe when no cut of their cross table rests on fewer than k people."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from assessments.scoring.disclosure import Counts, Partition, one_partition

Cross = Mapping[tuple[str, str], Mapping[str, int]]
"""(group of the first breakdown, group of the second) -> scale -> people with a score; absent = 0."""
REST = None
"""The vertex of all hidden groups of a breakdown together."""


@dataclass(frozen=True)
class Plan:
    """Patterns of two breakdowns; the second one may have lost groups, up to all of them, to stay safe."""

    first: Partition
    second: Partition

    @property
    def second_vanished(self) -> bool:
        return not self.second.shown


def minimum_cut(weights: np.ndarray) -> float:
    """Weight of the lightest cut of a connected graph (Stoer & Wagner 1997); infinite for a single vertex.

    `weights` is symmetric, n x n, non-negative; the diagonal is ignored.
    """
    graph = np.array(weights, dtype=float)
    np.fill_diagonal(graph, 0)
    best, alive = float("inf"), list(range(len(graph)))
    while len(alive) > 1:
        order, reach = [alive[0]], graph[alive[0]].copy()
        while len(order) < len(alive):
            nearest = max((v for v in alive if v not in order), key=lambda v: reach[v])
            last = float(reach[nearest])
            order.append(nearest)
            reach = reach + graph[nearest]
        best = min(best, last)
        kept, gone = order[-2], order[-1]
        graph[kept] += graph[gone]
        graph[:, kept] += graph[:, gone]
        graph[kept, kept] = 0
        alive.remove(gone)
    return best


def cuts_safe(edges: Mapping[tuple[Hashable, Hashable], int], k: int) -> bool:
    """Whether every component of a bipartite graph has no cut lighter than `k`; edges (row, column) -> people.

    With the hidden non-empty cells of a table as edges this is the exact test for two margins with inner cells
    (STATISTICS 9).
    """
    present = {edge: n for edge, n in edges.items() if n}
    rows = list({row for row, _ in present})
    columns = list({column for _, column in present})
    graph = np.zeros((len(rows) + len(columns),) * 2)
    for (row, column), n in present.items():
        one, two = rows.index(row), len(rows) + columns.index(column)
        graph[one, two] = graph[two, one] = n
    return all(minimum_cut(graph[np.ix_(part, part)]) >= k for part in _components(graph))


def _components(graph: np.ndarray) -> list[list[int]]:
    left, parts = set(range(len(graph))), []
    while left:
        part, border = set(), {min(left)}
        while border:
            part |= border
            border = {int(v) for one in border for v in np.flatnonzero(graph[one])} - part
        parts.append(sorted(part))
        left -= part
    return parts


def two_margins_safe(cross: Cross, first: Collection[str], second: Collection[str], k: int, scale: str) -> bool:
    """Whether the shown groups `first` and `second` of two breakdowns are safe together on one scale.

    Vertices are the shown groups and one remainder for each breakdown, edge weights the cross counts. A combination of
    published sums gives the people of cell (a, b) the weight u_a - v_b, so it rests on a cut.
    """
    edges: dict[tuple[Hashable, Hashable], int] = {}
    for (a, b), counts in cross.items():
        edge = (a if a in first else REST, b if b in second else REST)
        edges[edge] = edges.get(edge, 0) + counts.get(scale, 0)
    return cuts_safe(edges, k)


def plan_two(cross: Cross, k: int) -> Plan:
    """Plan two breakdowns: the first as if alone, then the second drops its smallest groups until both are safe.

    The test holds for every scale whose total is shown. One pattern for all scales (STATISTICS 9).
    """
    first, second = one_partition(margin(cross, 0), k), one_partition(margin(cross, 1), k)
    sizes = {group: sum(row.values()) for group, row in margin(cross, 1).items()}
    shown = sorted(second.shown, key=lambda group: (-sizes[group], group))
    while shown and not all(two_margins_safe(cross, first.shown, shown, k, scale) for scale in first.totals):
        shown.pop()
    kept = tuple(group for group in second.shown if group in shown)
    return Plan(first, Partition(kept, frozenset(sizes) - frozenset(kept), second.totals))


def margin(cross: Cross, side: int) -> Counts:
    """Counts of one breakdown alone: side 0 the first, 1 the second."""
    counts: dict[str, dict[str, int]] = {}
    for edge, row in cross.items():
        group = counts.setdefault(edge[side], {})
        for scale, n in row.items():
            group[scale] = group.get(scale, 0) + n
    return counts
