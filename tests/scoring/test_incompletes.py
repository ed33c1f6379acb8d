"""A score beside its items does not tell of the few who left an item out."""

from itertools import combinations

import numpy as np
import pytest

from assessments.scoring.incompletes import exposed_share, finest_places


def answered(*patterns: tuple[str, int]) -> np.ndarray:
    """Patterns such as "110" (first two of three items answered) with how many people have each."""
    rows = [[mark == "1" for mark in pattern] for pattern, people in patterns for _ in range(people)]
    return np.array(rows, dtype=bool)


@pytest.mark.parametrize(
    ("patterns", "share"),
    [
        ([("11", 12)], 0.0),
        ([("11", 11), ("10", 1)], 0.5),  # 2 n m - S1 - S2 = the other answer of that one
        ([("11", 7), ("10", 3), ("01", 1)], 0.5),
        ([("11", 7), ("10", 3), ("01", 2)], 0.0),  # five of them cover each other
        ([("11", 4), ("10", 4), ("01", 3)], 1.0),  # n m - S1 - S2 leaves the four complete ones
        ([("1111", 11), ("1110", 1)], 0.25),
        ([("1111", 11), ("1110", 1), ("1100", 1)], 0.5),
        ([("1111", 11), ("1000", 1)], 0.25),  # no score, but in the sum of the first item
        ([("1111", 8), ("1110", 3), ("1000", 2)], 0.0),
        ([("1111", 8), ("1110", 3), ("1000", 1)], 0.25),
        ([("1111", 8), ("1000", 5)], 0.0),
        ([("1", 11), ("0", 2)], 0.0),  # one item is its own score
        ([("00", 5)], 0.0),
    ],
)
def test_the_share_of_a_person_left_alone(patterns: list[tuple[str, int]], share: float) -> None:
    assert exposed_share(answered(*patterns), k=5) == pytest.approx(share)


def test_an_example_by_hand() -> None:
    """Of six people on a scale of two items, one said 4 to the first and left out the second."""
    given = np.array([[4, 3], [2, 5], [3, 3], [5, 4], [1, 2], [4, np.nan]])
    mean, sums = np.nanmean(given, axis=1).mean(), np.nansum(given, axis=0)
    assert 2 * 6 * mean - sums.sum() == pytest.approx(4)
    assert exposed_share(~np.isnan(given), k=5) == 0.5


@pytest.mark.parametrize("k", [4, 5, 7])
def test_zero_means_that_no_combination_rests_on_fewer_than_k(k: int) -> None:
    """Against brute force over all sets of fewer than k people, with unknowns per person and item."""
    random = np.random.default_rng(k)
    missed = needless = exposed = 0
    for _ in range(300):
        people, items = int(random.integers(k, 11)), int(random.integers(2, 5))
        given = random.random((people, items)) > random.choice([0.05, 0.15, 0.3, 0.5])
        if (2 * given.sum(axis=1) >= items).sum() < k:
            continue  # the scale itself is hidden
        told = exposed_share(given, k) > 0
        leaks = _rests_on_few(given, k)
        exposed += leaks
        missed += leaks and not told
        needless += told and not leaks
    assert exposed > 50
    assert missed == 0
    assert needless <= 30  # one in ten, where a third and more is missing


def _rests_on_few(given: np.ndarray, k: int) -> bool:
    """Some combination with the scale's mean and the items of k answers and more rests on 1 to k - 1 people."""
    people, items = given.shape
    sizes = given.sum(axis=1)
    scored = 2 * sizes >= items
    unknowns = [(p, j) for p in range(people) for j in range(items) if given[p, j]]
    score = [1 / sizes[p] if scored[p] else 0.0 for p, _ in unknowns]
    sums = [[float(j == item) for _, j in unknowns] for item in range(items) if given[:, item].sum() >= k]
    matrix = np.array([score, *sums])
    rank = np.linalg.matrix_rank(matrix)
    owner = np.array([p for p, _ in unknowns])
    return any(
        np.linalg.matrix_rank(matrix[:, ~np.isin(owner, few)]) < rank for few in combinations(range(people), k - 1)
    )


@pytest.mark.parametrize(
    ("n", "share", "places"),
    [
        (12, 0.0, 2),
        (12, 0.06, 2),  # 12 * .005 = .06
        (12, 0.0625, 1),  # one of sixteen items left out
        (12, 0.5, 1),
        (9, 0.5, None),  # 9 * .05 = .45 would tell the other answer of a scale of two
        (9, 0.25, 1),
        (100, 0.5, 2),
        (99, 0.5, 1),
        (20, 1.0, 1),
        (19, 1.0, None),
    ],
)
def test_rounding_hides_a_point_either_way(n: int, share: float, places: int | None) -> None:
    assert finest_places(n, share) == places


def test_no_more_places_than_asked_for() -> None:
    assert finest_places(100, 0.25, places=1) == 1
