"""Two breakdowns, inner cells and the signature rule against an exact auditor."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.scoring.disclosure import one_partition
from assessments.scoring.margins import cuts_safe, margin, minimum_cut, plan_two, two_margins_safe
from assessments.scoring.signatures import (
    linked_change_allowed,
    linked_means_allowed,
    may_publish,
    signature_classes,
)

CROSS = st.lists(st.integers(0, 5), min_size=9, max_size=9)


def leaks(published: Sequence[frozenset[object]], k: int) -> bool:
    """Whether some combination of the published sums rests on 1..k-1 responses, by ranks over all small unions."""
    classes = signature_classes(published)
    rows = np.array([[float(members <= group) for members in classes] for group in published])
    rank = np.linalg.matrix_rank(rows) if rows.size else 0
    for size in range(1, len(classes) + 1):
        for some in combinations(range(len(classes)), size):
            if sum(len(classes[place]) for place in some) < k:
                rest = [place for place in range(len(classes)) if place not in some]
                if (np.linalg.matrix_rank(rows[:, rest]) if rest else 0) < rank:
                    return True
    return False


def table(counts: list[int]) -> dict[tuple[str, str], dict[str, int]]:
    return {(f"a{i}", f"b{j}"): {"s": counts[3 * i + j]} for i in range(3) for j in range(3)}


def published(cross: dict[tuple[str, str], dict[str, int]], first: Sequence[str], second: Sequence[str]) -> list:
    people = {cell: {(cell, number) for number in range(row["s"])} for cell, row in cross.items()}
    sets = [frozenset().union(*people.values())]
    for side, shown in ((0, first), (1, second)):
        sets += [frozenset().union(*(who for cell, who in people.items() if cell[side] == g)) for g in shown]
    return [one for one in sets if one]


@given(st.integers(2, 6), st.integers(0, 1000))
def test_the_minimum_cut_equals_trying_every_cut(size: int, seed: int) -> None:
    weights = np.random.default_rng(seed).integers(0, 9, (size, size)).astype(float)
    weights = np.triu(weights, 1) + np.triu(weights, 1).T
    cuts = []
    for mask in range(1, 2 ** (size - 1)):
        side = [vertex for vertex in range(size) if mask >> vertex & 1]
        other = [vertex for vertex in range(size) if vertex not in side]
        cuts.append(weights[np.ix_(side, other)].sum())
    assert minimum_cut(weights) == min(cuts)


def test_a_single_vertex_has_no_cut() -> None:
    assert minimum_cut(np.zeros((1, 1))) == float("inf")
    assert cuts_safe({}, 5)


def test_two_safe_breakdowns_can_leak_together() -> None:
    # each margin is 5 + 6, but a0 minus b0 leaves 1 person on one side and 1 on the other
    cross = {("a0", "b0"): {"s": 4}, ("a0", "b1"): {"s": 1}, ("a1", "b0"): {"s": 1}, ("a1", "b1"): {"s": 5}}
    assert one_partition(margin(cross, 0), 5).shown == ("a0", "a1")
    assert one_partition(margin(cross, 1), 5).shown == ("b0", "b1")
    assert not two_margins_safe(cross, ("a0", "a1"), ("b0", "b1"), 5, "s")
    assert plan_two(cross, 5).second_vanished


def test_two_independent_breakdowns_of_many_people_are_both_shown() -> None:
    cross = {(a, b): {"s": 8, "t": 7} for a in ("a0", "a1", "a2") for b in ("b0", "b1")}
    got = plan_two(cross, 5)
    assert got.first.shown == ("a0", "a1", "a2")
    assert got.second.shown == ("b0", "b1")


@settings(max_examples=150)
@given(CROSS, st.integers(2, 5))
def test_the_cut_test_agrees_with_the_auditor(counts: list[int], k: int) -> None:
    cross = table(counts)
    first, second = (one_partition(margin(cross, side), k).shown for side in (0, 1))
    if sum(counts) >= k:
        assert two_margins_safe(cross, first, second, k, "s") is not leaks(published(cross, first, second), k)


@settings(max_examples=150)
@given(CROSS, st.integers(2, 5))
def test_the_plan_of_two_breakdowns_never_leaks(counts: list[int], k: int) -> None:
    cross = table(counts)
    got = plan_two(cross, k)
    if got.first.totals:
        assert not leaks(published(cross, got.first.shown, got.second.shown), k)


@settings(max_examples=100)
@given(CROSS, CROSS)
def test_the_plan_is_safe_on_every_scale(one: list[int], two: list[int]) -> None:
    cross = {
        cell: {"s": row["s"], "t": min(row["s"], n)} for (cell, row), n in zip(table(one).items(), two, strict=True)
    }
    got = plan_two(cross, 4)
    for scale in got.first.totals:
        alone = {cell: {"s": row[scale]} for cell, row in cross.items()}
        assert not leaks(published(alone, got.first.shown, got.second.shown), 4)


@pytest.mark.parametrize("removed", [1, 4])
def test_one_more_response_after_publishing_is_refused(removed: int) -> None:
    everybody = frozenset(range(20))
    assert may_publish([], [everybody], 5)
    assert not may_publish([everybody - set(range(removed))], [everybody], 5)
    assert may_publish([everybody - set(range(5))], [everybody], 5)


def test_the_signature_rule_counts_valid_answers_of_each_scale() -> None:
    groups = [frozenset(range(10)), frozenset(range(10, 20))]
    assert may_publish([], groups, 5, {"s": range(20), "t": range(10)})
    assert not may_publish([], groups, 5, {"s": range(20), "t": range(12)})


def test_groups_released_as_a_remainder_cannot_be_shown_apart_later() -> None:
    everybody, shown, late = frozenset(range(16)), frozenset(range(10)), frozenset(range(16, 26))
    published_first = [everybody, shown]
    one = frozenset(range(10, 13)) | frozenset(range(16, 21))
    assert may_publish([], [everybody | late, one], 5)
    assert not may_publish(published_first, [everybody | late, one], 5)


@settings(max_examples=150)
@given(st.lists(st.frozensets(st.integers(0, 11), min_size=1), min_size=1, max_size=4), st.integers(2, 4))
def test_the_signature_rule_is_never_unsafe(sets: list[frozenset[object]], k: int) -> None:
    if may_publish([], sets, k):
        assert not leaks(sets, k)


@settings(max_examples=100)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=4), st.integers(2, 4))
def test_the_signature_rule_is_exact_for_nested_sets(ends: list[int], k: int) -> None:
    sets: list[frozenset[object]] = [frozenset(range(end)) for end in ends]
    assert may_publish([], sets, k) is not leaks(sets, k)


def test_the_auditor_finds_a_planted_leak() -> None:
    assert leaks([frozenset(range(10)), frozenset(range(9))], 5)
    assert not leaks([frozenset(range(10)), frozenset(range(5))], 5)


def test_a_linked_panel_may_stand_beside_all_respondents_when_the_others_are_enough() -> None:
    assert linked_change_allowed(12, 0, 0, 5)
    assert linked_change_allowed(12, 2, 3, 5)
    assert not linked_change_allowed(12, 1, 3, 5)
    assert not linked_change_allowed(4, 9, 9, 5)
    assert linked_means_allowed(12, 0, 5, 5)
    assert not linked_means_allowed(12, 2, 3, 5)
