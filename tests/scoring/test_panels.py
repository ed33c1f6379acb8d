"""Whether a change over linked people may stand beside what else is published: against an exhaustive search."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from assessments.scoring.disclosure import one_partition
from assessments.scoring.panels import linked_change_safe, linked_support
from tests.attack.solver import Answer, Equation, smallest_support

K = 3


def side(linked: int, name: str, unlinked: int = 0, classes: list[int] | None = None) -> "pd.Series[int]":
    """A round: the linked people first; without classes only its total is published."""
    keys = [*range(linked), *(f"{name}{one}" for one in range(unlinked))]
    return pd.Series(classes or [0] * len(keys), index=pd.Index(keys, dtype=object))


@pytest.mark.parametrize(
    ("only_before", "only_after", "safe"),
    [(0, 0, True), (1, 0, False), (2, 2, False), (0, 4, False), (2, 3, True), (5, 0, True), (9, 9, True)],
)
def test_beside_the_totals_nobody_or_k_people_must_be_unlinked(only_before: int, only_after: int, safe: bool) -> None:
    assert linked_change_safe(side(12, "before", only_before), side(12, "after", only_after), k=5) is safe


def test_fewer_than_k_linked_people_are_never_shown() -> None:
    assert not linked_change_safe(side(4, "before", 20), side(4, "after", 20), k=5)


def test_a_group_of_newcomers_with_one_linked_member_gives_that_one_away() -> None:
    """Eight clinicians linked; six patients of whom one was there before: total minus clinicians minus linked."""
    before, groups = side(9, "before"), side(9, "after", 5, [0] * 8 + [1] * 6)
    assert linked_support(before, groups) == 1
    assert linked_support(before, side(9, "after", 5)) == 5
    assert not linked_change_safe(before, groups, k=5)
    assert linked_change_safe(before, side(9, "after", 5), k=5)


def test_linked_people_left_over_in_both_rounds_count_once() -> None:
    """Three of a group of nine newcomers are linked, in both rounds: six responses, but three people."""
    before = side(12, "before", 9, [0] * 9 + [1] * 3 + [1] * 9)
    after = side(12, "after", 9, [0] * 9 + [1] * 3 + [1] * 9)
    assert linked_support(before, after) == 3


def test_nothing_weighs_on_fewer_people_than_the_support() -> None:
    """All weights of class sums beside the linked change: the fewest people any combination rests on."""
    rng = np.random.default_rng(5)
    for _ in range(60):
        before, after = (_round(rng, rng.integers(0, 3, 16)) for _ in range(2))
        if not len(before.index.intersection(after.index)):
            continue
        weights = list(product((0, 1), repeat=3))
        fewest = min(_left(before, after, np.array(one), np.array(two)) for one in weights for two in weights)
        assert linked_support(before, after) == fewest


def _left(before: "pd.Series[int]", after: "pd.Series[int]", one: np.ndarray, two: np.ndarray) -> int:
    linked = before.index.intersection(after.index)
    first = pd.Series(one[before], index=before.index) - before.index.isin(linked)
    second = pd.Series(two[after], index=after.index) - after.index.isin(linked)
    return len(set(first.index[first != 0]) | set(second.index[second != 0]))


def test_beside_the_totals_the_answer_is_that_of_an_attacker() -> None:
    judged = [one for seed in range(200) if (one := _judged(np.random.default_rng(seed), 1))]
    assert all(ours is theirs for ours, theirs in judged)
    assert sum(ours for ours, _ in judged) > 50


def test_beside_a_breakdown_the_answer_is_that_of_an_attacker_but_for_what_is_known_anyway() -> None:
    """Never unsafe. Refused although safe is only a change that the groups give already: nothing is left over."""
    judged = [one for seed in range(400) if (one := _judged(np.random.default_rng(seed), 4))]
    assert not any(ours and not theirs for ours, theirs in judged)
    assert sum(theirs and not ours for ours, theirs in judged) <= 0.02 * len(judged)
    assert sum(ours for ours, _ in judged) > 50


def _judged(rng: np.random.Generator, groups: int) -> tuple[bool, bool] | None:
    """Our answer and that of an attacker, for a random pair of rounds whose tables are safe without the change."""
    group = rng.integers(0, groups, int(rng.integers(8, 30)))
    moved = np.where(rng.random(len(group)) < 0.1, 0, group)
    before, after = _planned(_round(rng, group)), _planned(_round(rng, moved))
    linked = before.index.intersection(after.index)
    if min(len(before), len(after)) < K or not len(linked):
        return None
    rows = _sums(before, 1) + _sums(after, 2)
    change: Equation = {(key, wave): float(2 * wave - 3) for key in linked for wave in (1, 2)}
    assert smallest_support(rows, K) is None
    return linked_change_safe(before, after, K), smallest_support([*rows, change], K) is None


def _round(rng: np.random.Generator, group: np.ndarray) -> "pd.Series[int]":
    """Who came of these people, and the group of each; of some groups hardly anybody, of some all."""
    came = rng.random(len(group)) < rng.choice([0.2, 0.7, 0.9, 1.0], int(group.max()) + 1)[group]
    return pd.Series(group[came], index=pd.Index(np.flatnonzero(came), dtype=object))


def _planned(group: "pd.Series[int]") -> "pd.Series[int]":
    """The class of each in the groups that may be shown; the hidden ones are one."""
    counts = {str(code): {"": int(n)} for code, n in group.value_counts().items()}
    return group.where(group.astype(str).isin(one_partition(counts, K).shown), -1)


def _sums(classes: "pd.Series[int]", wave: int) -> list[Equation]:
    """The total and every group; with the hidden ones together, which whoever subtracts has anyway."""
    members: list[list[Answer]] = [[(key, wave) for key in classes.index]]
    members += [[(key, wave) for key in classes.index[classes == one]] for one in classes.unique()]
    return [dict.fromkeys(answers, 1.0) for answers in members]
