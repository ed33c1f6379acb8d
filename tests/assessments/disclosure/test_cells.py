"""Which cells are too small, and which are too alike."""

import numpy as np

from assessments.disclosure.cells import safe_items, telling
from assessments.statistics.scales import Item, Scale, Scoring
from tests.assessments.disclosure.rounds import version

SCORING = version(T="A")


def row(*counts: int) -> list[int]:
    return [0, 0, 0, *counts]


def tell(*cells: list[int]) -> bool:
    return bool(telling(np.array([[cell] for cell in cells]), SCORING)[0])


def test_a_small_cell_that_answered_alike_tells() -> None:
    assert tell(row(0, 0, 9, 0, 0), row(0, 2, 9, 2, 0))
    assert not tell(row(0, 0, 10, 0, 0), row(0, 2, 6, 2, 0))
    assert not tell(row(0, 0, 0, 0, 0), row(0, 2, 6, 2, 0))


def test_where_one_cell_alone_could_be_alike_all_but_one_alike_tell_as_well() -> None:
    """Nine in all said 5, and only the group of eight can have: left out or not, at least two worlds are possible."""
    twelve = [row(0, 1, 3, 7, 1), row(0, 1, 3, 6, 2), row(0, 1, 3, 5, 3)]
    assert [tell(row(0, 0, 0, 8 - n, n), rest) for n, rest in zip((8, 7, 6), twelve, strict=True)] == [
        True, True, False,
    ]  # fmt: skip


def test_where_several_could_be_alike_all_but_one_is_not_alike() -> None:
    assert not tell(row(0, 0, 0, 1, 5), row(0, 0, 1, 2, 3), row(0, 0, 2, 2, 2))
    assert tell(row(0, 0, 0, 0, 6), row(0, 0, 1, 2, 3), row(0, 0, 2, 2, 2))


def test_a_balance_item_is_alike_by_score() -> None:
    scoring = Scoring((Item("B", scores={1: 1, 2: 3, 3: 5, 4: 3, 5: 1}),), (Scale("T", ("B",)),))
    cells = np.array([[row(0, 3, 0, 3, 0)], [row(0, 1, 5, 2, 0)], [row(1, 1, 3, 2, 0)]])
    assert telling(cells, scoring).tolist() == [True]


def test_an_item_is_safe_where_every_cell_is() -> None:
    fine = np.array([[row(2, 3, 0, 0, 0)], [row(0, 0, 4, 2, 0)]])
    assert safe_items(fine, fine, SCORING, 5).tolist() == [True]
    assert safe_items(fine, np.array([[row(2, 2, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), SCORING, 5).tolist() == [False]
    assert safe_items(fine, np.array([[row(0, 5, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), SCORING, 5).tolist() == [False]
    assert safe_items(fine, np.array([[row(0, 0, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), SCORING, 5).tolist() == [True]
