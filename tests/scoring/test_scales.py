"""Half rule, reversal, recoding, tallies."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.scales import Item, Scale, direction, score_items, score_scale, score_scales, shares, tally

BALANCE = {1: 1, 2: 3, 3: 5, 4: 3, 5: 1}
ANSWER = st.sampled_from([1, 2, 3, 4, 5, "na", "dk", None])


def frame(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({code: pd.Series(values, dtype=object) for code, values in columns.items()})


def test_items_are_reversed_recoded_and_missing_is_never_a_number() -> None:
    items = [Item("A"), Item("R", reverse=True), Item("B", scores=BALANCE), Item("X")]
    answers = frame(A=[1, 5, "na", "dk", None], R=[1, 2, 3, "na", 5], B=[1, 2, 3, 4, 5], other=[9, 9, 9, 9, 9])
    scored = score_items(answers, items)
    assert list(scored.columns) == ["A", "R", "B", "X"]
    nan = math.nan
    expected = [[1, 5, nan, nan, nan], [5, 4, 3, nan, 1], [1, 3, 5, 3, 1], [nan] * 5]
    np.testing.assert_array_equal(scored.to_numpy().T, expected)


def test_whole_numbers_stored_as_floats_are_answers_too() -> None:
    answers = pd.DataFrame({"A": [1.0, math.nan, 5.0]})
    np.testing.assert_array_equal(score_items(answers, [Item("A")])["A"], [1, math.nan, 5])


@pytest.mark.parametrize("wrong", [0, 6, 2.5, "3", "maybe"])
def test_an_answer_outside_the_options_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(ValueError, match="A: "):
        score_items(frame(A=[1, wrong]), [Item("A")])


def test_no_respondents_give_no_scores() -> None:
    scored = score_items(frame(A=[]), [Item("A")])
    assert score_scale(scored, Scale("S", ("A",))).empty


@pytest.mark.parametrize(("size", "needed"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (11, 6), (16, 8)])
def test_a_score_needs_half_the_items_rounded_up(size: int, needed: int) -> None:
    codes = [f"i{number}" for number in range(size)]
    scale = Scale("S", tuple(codes))
    assert scale.needed == needed
    rows = [[4.0 if place < given_ else math.nan for place in range(size)] for given_ in range(size + 1)]
    scores = score_scale(pd.DataFrame(rows, columns=codes), scale)
    assert scores.isna().tolist() == [given_ < needed for given_ in range(size + 1)]


def test_the_score_is_the_mean_of_what_was_answered() -> None:
    scored = score_items(frame(A=[4, "dk"], B=[5, "na"], C=["na", 2]), [Item("A"), Item("B"), Item("C")])
    scores = score_scale(scored, Scale("S", ("A", "B", "C")))
    assert scores.name == "S"
    assert scores[0] == 4.5
    assert math.isnan(scores[1])


def test_a_version_may_ask_for_more_than_half_but_not_less() -> None:
    scored = pd.DataFrame({"A": [1.0], "B": [2.0], "C": [3.0], "D": [math.nan]})
    assert math.isnan(score_scale(scored, Scale("S", tuple("ABCD"), min_answered=4))[0])
    with pytest.raises(ValueError, match="min_answered"):
        Scale("S", tuple("ABCD"), min_answered=1)
    with pytest.raises(ValueError, match="no items"):
        Scale("S", ())


def test_items_missing_from_the_form_count_as_unanswered() -> None:
    scored = pd.DataFrame({"A": [4.0]})
    assert score_scale(scored, Scale("S", ("A", "B")))[0] == 4
    assert math.isnan(score_scale(scored, Scale("S", ("A", "B", "C")))[0])


@given(st.lists(st.lists(ANSWER, min_size=5, max_size=5), max_size=12))
def test_scores_equal_a_plain_loop_over_people(rows: list[list[object]]) -> None:
    items = [Item("a"), Item("b", reverse=True), Item("c", scores=BALANCE), Item("d"), Item("e")]
    answers = pd.DataFrame(rows, columns=list("abcde"), dtype=object)
    got = score_scales(score_items(answers, items), [Scale("S", tuple("abcde")), Scale("T", ("b", "c"))])
    rules: list[Any] = [lambda x: x, lambda x: 6 - x, BALANCE.get, lambda x: x, lambda x: x]
    for number, row in enumerate(rows):
        points = [rule(x) if isinstance(x, int) else None for x, rule in zip(row, rules, strict=True)]
        for code, part, needed in (("S", points, 3), ("T", points[1:3], 1)):
            valid = [x for x in part if x is not None]
            expected = sum(valid) / len(valid) if len(valid) >= needed else math.nan
            np.testing.assert_allclose(got[code][number], expected, rtol=1e-15)


def test_a_tally_keeps_na_dk_and_blank_apart() -> None:
    count = tally(pd.Series([1, 5, 5, "na", "dk", "dk", None], dtype=object), [1, 2, 3, 4, 5])
    assert count.counts == {1: 1, 2: 0, 3: 0, 4: 0, 5: 2}
    assert (count.na, count.dk, count.blank, count.valid, count.answered) == (1, 2, 1, 3, 6)
    assert count.dk_share == pytest.approx(2 / 6)
    assert count.na_share == pytest.approx(1 / 6)


def test_a_tally_of_nothing_has_no_shares() -> None:
    count = tally(pd.Series([None, None], dtype=object), [1, 2, 3])
    assert (count.valid, count.blank, count.dk_share, count.na_share) == (0, 2, None, None)
    assert shares(count) == {}


def test_a_tally_refuses_unknown_answers() -> None:
    with pytest.raises(ValueError, match="I1: 4"):
        tally(pd.Series([1, 4], dtype=object, name="I1"), [1, 2, 3])


def test_compared_answers_become_shares_of_antagony_additive_and_synergy() -> None:
    count = tally(pd.Series([1, 2, 3, 3, "dk"], dtype=object), [1, 2, 3])
    assert shares(count) == {1: 0.25, 2: 0.25, 3: 0.5}


def test_direction_of_a_balance_item_is_signed() -> None:
    signed = direction(pd.Series([1, 3, 5, 5, "na", None], dtype=object))
    assert signed.dropna().tolist() == [-2, 0, 2, 2]
    assert signed.mean() == 0.5
