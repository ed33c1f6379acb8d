"""Between a score, its items and its parts, nobody who left an item out stands alone."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest

from assessments.scoring.incompletes import Part, finest_places, items_share, parts_share

RANDOM_CASES = 150
HALVES = [Part([0, 1], needed=1), Part([2, 3], needed=1)]


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
    people = answered(*patterns)
    assert items_share(people, 5, (people.shape[1] + 1) // 2) == pytest.approx(share)


def test_an_example_by_hand() -> None:
    """Of six people on a scale of two items, one said 4 to the first and left out the second."""
    given = np.array([[4, 3], [2, 5], [3, 3], [5, 4], [1, 2], [4, np.nan]])
    mean, sums = np.nanmean(given, axis=1).mean(), np.nansum(given, axis=0)
    assert 2 * 6 * mean - sums.sum() == pytest.approx(4)
    assert items_share(~np.isnan(given), k=5, needed=1) == 0.5


def test_a_group_in_which_all_but_one_leave_an_item_out() -> None:
    """Six of a group, five of whom skip the first item; 26 others are complete. The group's mean cancels the five."""
    people = answered(("01", 5), ("11", 1), ("11", 26))
    group = np.array([1] * 6 + [0] * 26)
    assert items_share(people, 5, 1) == 0.0
    assert items_share(people, 5, 1, group) > 0


def test_newcomers_who_leave_out_what_one_who_stayed_left_out() -> None:
    people = answered(("10", 5), ("10", 1), ("11", 14))
    stayed = np.array([0] * 5 + [1] * 15)
    assert items_share(people, 5, 1) == 0.0
    assert items_share(people, 5, 1, stayed) == 0.5


def test_parts_tell_of_the_one_who_left_an_item_of_a_part_out() -> None:
    """4 C - 2 A - 2 B = 4/3 (x1 + x2 + x3) - x1 - x2 - 2 x3 of that one alone."""
    people = answered(("1111", 11), ("1110", 1))
    assert parts_share(people, HALVES, 5, 2) == pytest.approx(1 / 3)
    assert parts_share(answered(("1111", 11), ("1100", 1)), HALVES, 5, 2) == pytest.approx(0.5)
    assert parts_share(answered(("1111", 11), ("1010", 1)), HALVES, 5, 2) == 0  # half of either part
    assert parts_share(answered(("1111", 7), ("1100", 5)), HALVES, 5, 2) == 0


def test_who_lacks_one_part_and_who_lacks_another_are_gone_together() -> None:
    """A + B - C leaves the four complete ones: to each of the other two C is what the one part they have is."""
    people = answered(("1111", 4), ("1100", 1), ("0011", 1))
    assert parts_share(people, HALVES, 5, 2) == pytest.approx(1.0)
    assert parts_share(answered(("1111", 5), ("1100", 1), ("0011", 1)), HALVES, 5, 2) == pytest.approx(0.5)


def test_who_has_no_score_by_a_stricter_rule_counts_in_the_items_only() -> None:
    """Of four items three are needed: the one with two answers is in the sums of these, and in no mean."""
    people = answered(("1111", 11), ("1100", 1))
    assert items_share(people, 5, needed=2) == pytest.approx(0.5)
    assert items_share(people, 5, needed=3) == pytest.approx(0.5)
    assert parts_share(people, [Part([0, 1], 2), Part([2, 3], 2)], 5, needed=3) == pytest.approx(0.5)
    assert parts_share(answered(("1111", 11), ("1110", 1)), [Part([0, 1], 2), Part([2, 3], 2)], 5, 4) == 0.5


@pytest.mark.parametrize("k", [4, 5])
@pytest.mark.parametrize("groups", [1, 2])
def test_no_share_means_that_no_combination_rests_on_fewer_than_k(k: int, groups: int) -> None:
    """Against brute force over all sets of fewer than k people, with unknowns per person and item."""
    counts = {"items": _Count(), "parts": _Count()}
    random = np.random.default_rng(10 * k + groups)
    for _ in range(RANDOM_CASES):
        people, items = int(random.integers(groups * k + 1, 7 + 3 * groups)), int(random.integers(2, 5))
        given = random.random((people, items)) > random.choice([0.05, 0.15, 0.3])
        classes = np.arange(people) % groups
        scored = 2 * given.sum(axis=1) >= items
        if min(np.bincount(classes[scored], minlength=groups)) < k:
            continue  # the scale itself is hidden
        means = [_mean(given, range(items), scored & (classes == one)) for one in range(groups)]
        sums = [_sum(given, item) for item in range(items) if given[:, item].sum() >= k]
        counts["items"].add(items_share(given, k, (items + 1) // 2, classes) > 0, _rests_on_few(given, means + sums, k))
        if items == 4:
            parts = [part.columns for part in HALVES]
            of_parts = [
                _mean(given, part, given[:, part].any(axis=1) & (classes == one))
                for part in parts
                for one in range(groups)
            ]
            if min(np.bincount(classes[given[:, part].any(axis=1)], minlength=groups).min() for part in parts) >= k:
                told = parts_share(given, HALVES, k, 2, classes) > 0
                counts["parts"].add(told, _rests_on_few(given, means + of_parts, k))
    for count in counts.values():
        assert count.leaks > 3
        assert count.missed == 0
        assert count.needless <= 0.2 * count.cases


class _Count:
    def __init__(self) -> None:
        self.cases = self.leaks = self.missed = self.needless = 0

    def add(self, told: bool, leak: bool) -> None:
        self.cases += 1
        self.leaks += leak
        self.missed += leak and not told
        self.needless += told and not leak


def _unknowns(given: np.ndarray) -> list[tuple[int, int]]:
    return [(int(person), int(item)) for person, item in np.argwhere(given)]


def _mean(given: np.ndarray, items: Sequence[int], people: np.ndarray) -> list[float]:
    sizes = given[:, list(items)].sum(axis=1)
    return [1 / sizes[p] if people[p] and j in items else 0.0 for p, j in _unknowns(given)]


def _sum(given: np.ndarray, item: int) -> list[float]:
    return [float(j == item) for _, j in _unknowns(given)]


def _rests_on_few(given: np.ndarray, equations: list[list[float]], k: int) -> bool:
    matrix = np.array(equations)
    rank = np.linalg.matrix_rank(matrix)
    owner = np.array([p for p, _ in _unknowns(given)])
    people = range(len(given))
    return any(np.linalg.matrix_rank(matrix[:, ~np.isin(owner, few)]) < rank for few in combinations(people, k - 1))


@pytest.mark.parametrize(
    ("n", "share", "places"),
    [
        (12, 0.0, 2),
        (14, 0.0625, 2),  # one of sixteen items left out: 14 * .005 = .07
        (13, 0.0625, 1),
        (11, 0.5, 1),  # 11 * .05 = 1.1 * .5
        (10, 0.5, None),
        (110, 0.5, 2),
        (109, 0.5, 1),
        (22, 1.0, 1),
        (21, 1.0, None),
    ],
)
def test_rounding_hides_a_point_either_way(n: int, share: float, places: int | None) -> None:
    assert finest_places(n, share) == places
