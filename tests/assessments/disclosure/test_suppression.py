"""Which groups are suppressed, and which with them."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure.suppression import shown_groups

SIZES = st.dictionaries(st.sampled_from(["", "a", "b", "c", "d", "e"]), st.integers(0, 14))


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
