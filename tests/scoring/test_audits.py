"""Exact sums, however they are combined, tell of nobody or of k people at least: against brute force."""

from itertools import combinations

import numpy as np
import pytest

from assessments.scoring.audits import Mean, rests_on_few

CASES = 120


def answered(*patterns: tuple[str, int]) -> np.ndarray:
    return np.array([[mark == "1" for mark in pattern] for pattern, people in patterns for _ in range(people)])


def among(people: int, *few: int) -> np.ndarray:
    return np.isin(np.arange(people), few)


def test_complete_answers_tell_nothing_that_is_not_told_of_all() -> None:
    everybody = Mean(np.ones(12, dtype=bool), [0, 1], 1)
    assert not rests_on_few(answered(("11", 12)), [everybody], [0, 1], 5)
    assert not rests_on_few(np.zeros((0, 2), dtype=bool), [], [], 5)


def test_one_who_left_an_item_out_stands_alone() -> None:
    given = answered(("11", 11), ("10", 1))
    everybody = Mean(np.ones(12, dtype=bool), [0, 1], 1)
    assert rests_on_few(given, [everybody], [0, 1], 5)
    assert not rests_on_few(given, [everybody], [0], 5)
    assert not rests_on_few(answered(("11", 7), ("10", 5)), [Mean(np.ones(12, dtype=bool), [0, 1], 1)], [0, 1], 5)


def test_everybody_less_a_group() -> None:
    given, group = answered(("1", 12)), among(12, *range(9))
    means = [Mean(np.ones(12, dtype=bool), [0], 1), Mean(group, [0], 1)]
    assert rests_on_few(given, means, [], 4)
    assert not rests_on_few(given, means, [], 3)


@pytest.mark.parametrize("groups", [False, True])
def test_the_search_finds_what_brute_force_finds(groups: bool) -> None:
    """Few of K people are removed in every way: does what is left of the numbers have fewer dimensions?"""
    random, k, found = np.random.default_rng(3), 3, 0
    for _ in range(CASES):
        people = int(random.integers(6, 10))
        given = random.random((people, 4)) > random.choice([0.1, 0.3, 0.5])
        everybody = np.ones(people, dtype=bool)
        means = [Mean(everybody, [0, 1, 2, 3], 2), Mean(everybody, [0, 1], 1), Mean(everybody, [2, 3], 1)]
        if groups:
            means += [Mean(random.random(people) > 0.5, [0, 1], 1), Mean(random.random(people) > 0.5, [0, 1, 2, 3], 2)]
        items = [item for item in range(4) if random.random() > 0.3]
        expected = _by_force(given, means, items, k)
        found += expected
        assert rests_on_few(given, means, items, k) == expected
    assert 10 < found < CASES - 10


def _by_force(given: np.ndarray, means: list[Mean], items: list[int], k: int) -> bool:
    places = [(person, item) for person, item in np.argwhere(given).tolist()]
    rows = [[_weight(given, mean, *place) for place in places] for mean in means]
    rows += [[float(item == one) for _, item in places] for one in items]
    matrix, owner = np.array(rows), np.array([person for person, _ in places])
    rank = np.linalg.matrix_rank(matrix)
    few = (set(some) for size in range(1, k) for some in combinations(range(len(given)), size))
    return any(np.linalg.matrix_rank(matrix[:, ~np.isin(owner, list(some))]) < rank for some in few)


def _weight(given: np.ndarray, mean: Mean, person: int, item: int) -> float:
    size = given[person, list(mean.columns)].sum()
    counts = mean.people[person] and item in mean.columns and size >= mean.needed
    return 1 / size if counts else 0.0
