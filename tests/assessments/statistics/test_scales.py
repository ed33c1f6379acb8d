"""Options, reversal, recoding, and which items make a scale."""

import pytest

from assessments.statistics.scales import BLANK, DK, NA, Item, Scale, Scoring

BALANCE = {1: 1.0, 2: 3.0, 3: 5.0, 4: 3.0, 5: 1.0}


def test_options_count_forwards_backwards_or_as_the_version_says() -> None:
    assert Item("A").values == (1, 2, 3, 4, 5)
    assert Item("R", reverse=True).values == (5, 4, 3, 2, 1)
    assert Item("B", scores=BALANCE).values == (1, 3, 5, 3, 1)
    assert Item("T", 0, 10, reverse=True).values == tuple(range(10, -1, -1))
    assert (Item("B", scores=BALANCE).range, Item("T", 0, 10).range) == ((1, 5), (0, 10))


def test_what_is_no_option_has_a_place_of_its_own() -> None:
    places = Item("A").places
    assert [places[answer] for answer in (1, 5, 5.0, "na", "dk", None)] == [0, 4, 4, NA, DK, BLANK]
    assert not {0, 6, 2.5, "3", "maybe"} & places.keys()


@pytest.mark.parametrize(("size", "needed"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (11, 6), (16, 8)])
def test_a_score_needs_half_the_items_rounded_up(size: int, needed: int) -> None:
    assert Scale("S", tuple(f"i{number}" for number in range(size))).needed == needed


def test_a_version_may_ask_for_more_than_half_but_not_less() -> None:
    assert Scale("S", tuple("ABCD"), min_answered=4).needed == 4
    with pytest.raises(ValueError, match="min_answered"):
        Scale("S", tuple("ABCD"), min_answered=1)
    with pytest.raises(ValueError, match="no items"):
        Scale("S", ())


def test_items_of_different_ranges_are_not_put_into_one_scale() -> None:
    with pytest.raises(ValueError, match="scale S mixes items of different ranges"):
        Scoring((Item("A"), Item("B", 1, 7)), (Scale("S", ("A", "B")),))
    assert Scoring((Item("A"), Item("B", scores=BALANCE)), (Scale("S", ("A", "B")),)).range(Scale("S", ("A",))) == (
        1,
        5,
    )


def test_an_item_lives_in_its_themes_and_elements_or_else_in_its_processes() -> None:
    scales = (
        Scale("T", ("A",), kind="theme"),
        Scale("E", ("A", "B"), kind="element"),
        Scale("P", ("B", "C"), kind="process"),
        Scale("I", ("D",), kind="indicator"),
    )
    scoring = Scoring(tuple(Item(code) for code in "ABCD"), scales)
    assert scoring.homes == {"A": {"T", "E"}, "B": {"E"}, "C": {"P"}, "D": frozenset()}
    assert scoring.scored == ("A", "B", "C")
