"""Whether a change over linked people may stand beside what else is published: against an exhaustive search."""

from itertools import product

import numpy as np
import pytest

from assessments.scoring.panels import contrast_support, linked_change_safe


def side(linked: int, unlinked: int) -> tuple[np.ndarray, np.ndarray]:
    """A round of which only the total is published."""
    flags = np.array([True] * linked + [False] * unlinked)
    return flags, np.zeros(len(flags), dtype=int)


@pytest.mark.parametrize(
    ("only_before", "only_after", "safe"),
    [(0, 0, True), (1, 0, False), (2, 2, False), (0, 4, False), (2, 3, True), (5, 0, True), (9, 9, True)],
)
def test_beside_the_totals_nobody_or_k_people_must_be_unlinked(only_before: int, only_after: int, safe: bool) -> None:
    assert linked_change_safe(side(12, only_before), side(12, only_after), k=5) is safe


def test_fewer_than_k_linked_people_are_never_shown() -> None:
    assert not linked_change_safe(side(4, 20), side(4, 20), k=5)


def test_a_group_of_newcomers_with_one_linked_member_gives_that_one_away() -> None:
    """Eight clinicians linked; six patients of whom one was there before: total minus clinicians minus linked."""
    linked = np.array([True] * 8 + [True] + [False] * 5)
    groups = np.array([0] * 8 + [1] * 6)
    assert contrast_support(linked, groups) == 1
    assert contrast_support(linked, np.zeros(14, dtype=int)) == 5
    assert not linked_change_safe(side(9, 0), (linked, groups), k=5)
    assert linked_change_safe(side(9, 0), (linked, np.zeros(14, dtype=int)), k=5)


def test_nothing_weighs_on_fewer_people_than_the_support() -> None:
    """All weights of group sums and of one linked sum: the fewest people any combination with the latter rests on."""
    rng = np.random.default_rng(5)
    for _ in range(200):
        groups, linked = rng.integers(0, 3, 12), rng.random(12) < 0.6
        fewest = min(
            int(np.count_nonzero(np.array(weights)[groups] + linked)) for weights in product((0, -1), repeat=3)
        )
        assert contrast_support(linked, groups) == fewest
