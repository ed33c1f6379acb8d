"""One breakdown: hidden groups, totals, homogeneous cells, rounding."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.disclosure import Cell, Partition, mask, one_partition, rounded
from assessments.scoring.intervals import summarise

SIZES = st.lists(st.integers(0, 12), min_size=1, max_size=6)
TABLES = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=6)


def one_scale(*sizes: int) -> dict[str, dict[str, int]]:
    return {f"g{place}": {"s": size} for place, size in enumerate(sizes)}


def test_nothing_is_hidden_when_every_group_is_large_enough() -> None:
    assert one_partition(one_scale(5, 8, 0), 5) == Partition(("g0", "g1", "g2"), frozenset(), frozenset("s"))


def test_a_single_small_group_takes_the_smallest_other_one_along() -> None:
    assert one_partition(one_scale(3, 9, 6), 5).hidden == {"g0", "g2"}


def test_small_groups_that_make_k_together_need_no_company() -> None:
    assert one_partition(one_scale(3, 2, 9), 5).hidden == {"g0", "g1"}


def test_a_round_with_too_few_people_shows_not_even_the_total() -> None:
    got = one_partition(one_scale(3, 1), 5)
    assert (got.shown, got.totals) == ((), frozenset())


def test_an_empty_scale_does_not_mask_a_small_remainder() -> None:
    counts = {"a": {"s": 3, "t": 0}, "b": {"s": 6, "t": 6}, "c": {"s": 9, "t": 9}}
    assert one_partition(counts, 5).hidden == {"a", "b"}


def test_the_group_that_repairs_most_scales_joins() -> None:
    counts = {"a": {"s": 2, "t": 2}, "b": {"s": 5, "t": 0}, "c": {"s": 9, "t": 9}, "d": {"s": 20, "t": 20}}
    assert one_partition(counts, 5).hidden == {"a", "c"}


def test_an_absent_scale_counts_zero_and_nonsense_is_refused() -> None:
    assert one_partition({"a": {"s": 5}, "b": {"t": 5}}, 5).totals == {"s", "t"}
    assert one_partition({}, 5) == Partition((), frozenset(), frozenset())
    with pytest.raises(ValueError, match="k must be positive"):
        one_partition({"a": {"s": -1}}, 5)


@given(SIZES, st.integers(2, 6))
def test_one_scale_is_safe_and_hides_as_little_as_possible(sizes: list[int], k: int) -> None:
    counts = one_scale(*sizes)
    got = one_partition(counts, k)
    hidden = sum(counts[group]["s"] for group in got.hidden)
    assert all(counts[group]["s"] not in range(1, k) for group in got.shown)
    if sum(sizes) < k:
        assert not got.totals
        return
    assert hidden == 0 or hidden >= k
    groups = list(counts)
    fewer = chain.from_iterable(combinations(groups, size) for size in range(len(got.hidden)))
    for candidate in fewer:
        rest = sum(counts[group]["s"] for group in candidate)
        small = any(0 < counts[group]["s"] < k for group in groups if group not in candidate)
        assert small or 0 < rest < k


@given(TABLES, st.integers(2, 6))
def test_several_scales_share_one_safe_pattern(table: list[list[int]], k: int) -> None:
    counts = {f"g{place}": dict(zip("rst", row, strict=True)) for place, row in enumerate(table)}
    got = one_partition(counts, k)
    for scale in got.totals:
        assert all(counts[group][scale] not in range(1, k) for group in got.shown)
        assert sum(counts[group][scale] for group in got.hidden) not in range(1, k)


def test_small_and_empty_cells_look_the_same() -> None:
    assert mask(summarise([3, 4, 5, 4]), 5, group=True) == mask(summarise([]), 5, group=True) == Cell("hidden")


def test_group_cells_below_thirty_have_one_decimal_and_totals_two() -> None:
    scores = [3, 4, 5, 4, 4.25, 3.75, 2, 5, 4, 4.5, 3]
    assert mask(summarise(scores), 5, group=True).mean == 3.9
    assert mask(summarise(scores), 5, group=False).mean == 3.86
    assert mask(summarise(scores[:6]), 5, group=False).decimals == 1
    assert mask(summarise(scores * 3), 5, group=True).decimals == 2


@pytest.mark.parametrize(("value", "low", "high"), [(5, 4.5, 5), (1, 1, 1.5), (4, 3.5, 4.5)])
def test_equal_answers_of_few_people_become_a_range(value: float, low: float | None, high: float | None) -> None:
    assert mask(summarise([value] * 7), 5, group=True) == Cell("coarse", 7, None, None, low, high)


def test_equal_answers_of_many_people_are_shown() -> None:
    assert mask(summarise([5] * 10), 5, group=True).kind == "shown"


def test_halves_round_up_and_float_noise_does_not_matter() -> None:
    assert [rounded(x, 1) for x in (4.25, 3.35, 4.249999999999999, -0.25)] == [4.3, 3.4, 4.3, -0.3]
    assert rounded(None, 1) is None
