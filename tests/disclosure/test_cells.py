"""Which cells are suppressed, and which with them."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure import cells, publications
from assessments.disclosure.cells import alike, safe_items, shown_groups
from tests.disclosure.rounds import version

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


def test_small_cells_are_alike_by_score_and_large_ones_never() -> None:
    tables = np.array([[row(0, 0, 9, 0, 0)], [row(0, 0, 10, 0, 0)], [row(0, 1, 8, 0, 0)], [row(0, 0, 0, 0, 0)]])
    assert alike(tables, ASKED).tolist() == [[True], [False], [False], [False]]


def test_an_item_is_safe_where_every_cell_is() -> None:
    fine = np.array([[row(2, 3, 0, 0, 0)], [row(0, 0, 4, 2, 0)]])
    assert safe_items(fine, fine, ASKED, 5).tolist() == [True]
    assert safe_items(fine, np.array([[row(2, 2, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), ASKED, 5).tolist() == [False]
    assert safe_items(fine, np.array([[row(0, 5, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), ASKED, 5).tolist() == [False]
    assert safe_items(fine, np.array([[row(0, 0, 0, 0, 0)], [row(0, 0, 4, 2, 0)]]), ASKED, 5).tolist() == [True]
