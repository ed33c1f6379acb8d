"""The search for combinations that rest on few people finds what is planted, and what brute force finds."""

from collections.abc import Iterable
from random import Random

import numpy as np
import pytest

from tests.attack.ranks import PRIME, Equation, brute_force, few_behind, over, rank

K = 5


def total(people: Iterable[int], what: str = "RES1", weight: int = 1) -> Equation:
    return {(person, what): weight for person in people}


def test_a_group_subtracted_from_everybody_leaves_three() -> None:
    assert few_behind([total(range(12)), total(range(9))], K) == {9, 10, 11}


def test_two_breakdowns_leave_two() -> None:
    """Rows {0-5}, {6-11} and columns {0-4, 6}, {5, 7-11}: row one minus column one leaves two people."""
    rows = [range(6), range(6, 12), [0, 1, 2, 3, 4, 6], [5, 7, 8, 9, 10, 11]]
    assert few_behind([total(row) for row in rows], K) == {5, 6}


def test_a_score_tells_of_those_who_skipped_an_item_only_where_it_is_a_mean_of_persons() -> None:
    """The mean of two items' means is no news; the mean of persons' means is, of the one who skipped the second."""
    first, second = total(range(12)), total(range(11), "RES2")
    halves = {**{key: over(2) for key in [*first, *second]}, (11, "RES1"): 1}
    of_items = {**{key: over(24) for key in first}, **{key: over(22) for key in second}}
    assert few_behind([first, second, of_items], K) is None
    assert few_behind([first, second, halves], K) == {11}


def test_a_change_of_the_linked_alone_leaves_who_came_and_who_went() -> None:
    linked = {**total(range(1, 10), "2"), **total(range(1, 10), "1", PRIME - 1)}
    assert few_behind([total(range(10), "1"), total(range(1, 11), "2"), linked], K) == {0, 10}


def test_nothing_is_found_where_every_cell_is_large() -> None:
    assert few_behind([total(range(20)), total(range(8)), total(range(8, 20))], K) is None


def test_three_rows_that_only_together_tell_of_somebody() -> None:
    """Everybody but 0-5, but 6-11, and but 12-16: all but 17 are left out once; these minus twice everybody is 17."""
    cells = [range(6), range(6, 12), range(12, 17)]
    rows = [[one for one in range(18) if one not in cell] for cell in cells]
    assert few_behind([total(row) for row in [range(18), *rows]], K) == {17}


@pytest.mark.parametrize("seed", range(60))
def test_brute_force_says_the_same(seed: int) -> None:
    """Random small systems over two items, with weights: some hide everybody, most do not."""
    random = Random(seed)
    people, k = random.randint(4, 9), random.randint(2, 4)
    equations: list[Equation] = []
    for _row in range(random.randint(1, 4)):
        cells = [(person, what) for what in "AB" for person in range(people) if random.random() < 0.75]
        weights = {what: random.choice((1, 1, over(3), PRIME - 2)) for what in "AB"}
        equations.append({cell: weights[cell[1]] for cell in cells})
    found = few_behind(equations, k)
    assert (found is not None) == brute_force(equations, k)
    assert found is None or (0 < len(found) < k and brute_force(equations, k))


def test_ranks_are_exact_where_floats_are_not() -> None:
    """A column of thirds and sevenths that is a combination of others, by whole numbers."""
    rows = np.array([[over(3), over(7)], [1, 3 * over(7)]])
    assert rank(rows) == 1
    rows[1, 1] += 1
    assert rank(rows) == 2
