"""Which cells are suppressed, and which with them."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure import cells, publications
from assessments.disclosure.cells import safe_items, shown_groups, telling
from assessments.statistics.scales import Asked, Item, Scale
from tests.assessments.disclosure.rounds import version

SIZES = st.dictionaries(st.sampled_from(["", "a", "b", "c", "d", "e"]), st.integers(0, 14))
ASKED = version(T="A")


def row(*counts: int) -> list[int]:
    return [0, 0, 0, *counts]


@pytest.mark.parametrize("room", [cells, publications])
def test_the_examples_of_three_people_are_true(room: object) -> None:
    results = doctest.testmod(room)  # type: ignore[arg-type]
    assert results.attempted >= 5
    assert results.failed == 0


@given(SIZES, st.integers(4, 7))
def test_shown_groups_and_the_remainder_are_large_enough(sizes: dict[str, int], k: int) -> None:
    shown = shown_groups(sizes, sizes, k)
    rest = sum(n for code, n in sizes.items() if code not in shown)
    assert all(sizes[code] >= k for code in shown)
    assert "" not in shown
    assert not shown or rest == 0 or rest >= k


@given(SIZES, st.integers(4, 7))
def test_no_more_than_one_large_group_is_suppressed_with_the_small_ones(sizes: dict[str, int], k: int) -> None:
    large = [code for code, n in sizes.items() if code and n >= k]
    assert len(shown_groups(sizes, sizes, k)) >= len(large) - 1


def test_imported_people_make_no_group_large() -> None:
    people = {"a": 12, "b": 12, "c": 12}
    assert shown_groups(people, {"a": 6, "b": 3, "c": 8}, 5) == ["c"]
    assert shown_groups(people, {"a": 6, "b": 0, "c": 8}, 5) == ["a", "b", "c"]


def tell(*cells: list[int]) -> bool:
    return bool(telling(np.array([[cell] for cell in cells]), ASKED)[0])


def test_a_small_cell_that_answered_alike_tells() -> None:
    assert tell(row(0, 0, 9, 0, 0), row(0, 2, 9, 2, 0))
    assert not tell(row(0, 0, 10, 0, 0), row(0, 2, 6, 2, 0))
    assert not tell(row(0, 0, 0, 0, 0), row(0, 2, 6, 2, 0))


def test_where_one_cell_alone_could_be_alike_it_tells_with_all_but_one_as_well() -> None:
    """Nine in all said 5, and only the group of eight can have: left out or not, at least two worlds are possible."""
    twelve = [row(0, 1, 3, 7, 1), row(0, 1, 3, 6, 2), row(0, 1, 3, 5, 3)]
    assert [tell(row(0, 0, 0, 8 - n, n), rest) for n, rest in zip((8, 7, 6), twelve, strict=True)] == [
        True, True, False,
    ]  # fmt: skip


def test_where_several_could_be_alike_all_but_one_is_not_alike() -> None:
    assert not tell(row(0, 0, 0, 1, 5), row(0, 0, 1, 2, 3), row(0, 0, 2, 2, 2))
    assert tell(row(0, 0, 0, 0, 6), row(0, 0, 1, 2, 3), row(0, 0, 2, 2, 2))


def test_a_balance_item_is_alike_by_score() -> None:
    asked = Asked((Item("B", scores={1: 1, 2: 3, 3: 5, 4: 3, 5: 1}),), (Scale("T", ("B",)),))
    cells = np.array([[row(0, 3, 0, 3, 0)], [row(0, 1, 5, 2, 0)], [row(1, 1, 3, 2, 0)]])
    assert telling(cells, asked).tolist() == [True]


def test_an_item_is_safe_where_every_cell_is() -> None:
    fine = np.array([[row(2, 3, 0, 0, 0)], [row(0, 0, 4, 2, 0)]])
    assert safe_items(fine, fine, ASKED, 5).tolist() == [True]
    assert safe_items(fine, np.array([[row(2, 2, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), ASKED, 5).tolist() == [False]
    assert safe_items(fine, np.array([[row(0, 5, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), ASKED, 5).tolist() == [False]
    assert safe_items(fine, np.array([[row(0, 0, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), ASKED, 5).tolist() == [True]
