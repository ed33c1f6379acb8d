"""Numbers in words: the same number reads the same everywhere, and a reader can subtract and add up."""

from dataclasses import replace

import pytest
from django.utils import translation

from assessments.questionnaire import Questionnaire
from assessments.results.values import ScoreValue
from assessments.results.wording.changes import change_words, compared_scores_words, printed_difference
from assessments.results.wording.charts import chart_words
from assessments.results.wording.means import interval_words, mean_words, p_words, used_items_words
from assessments.results.wording.names import table_name
from tests.assessments.results.scored import change, value


@pytest.mark.parametrize(
    ("verdict", "low", "high", "said"),
    [
        ("rise", 0.1, 0.7, "clear rise +0.40 (could be +0.10 to +0.70)"),
        ("rise", 0.02, 0.78, "clear rise +0.40 (could be +0.02 to +0.78)"),
        ("fall", -0.7, -0.1, "clear fall +0.40 (could be −0.70 to −0.10)"),
        ("possible_rise", 0.1, 0.7, "possible rise +0.40 (could be +0.10 to +0.70)"),
        ("none", -0.3, 0.5, "no clear change (could be −0.30 to +0.50)"),
        ("too_few", -0.8, 0.9, "too few to tell (could be −0.80 to +0.90)"),
        ("too_few", None, None, "too few to tell"),
        ("none", None, None, "no clear change"),
        ("rise", None, None, "clear rise +0.40"),
    ],
)
def test_a_change_in_words_carries_its_interval(verdict: str, low: float | None, high: float | None, said: str) -> None:
    assert change_words(change("RES", verdict, low, high)) == said


def test_a_change_is_what_a_reader_gets_by_subtracting_the_printed_scores() -> None:
    """3.50 − 3.10 = 0.40, though the exact difference is 0.392."""
    assert printed_difference(change("RES", "none")) == 0.4


def test_a_change_on_fewer_questions_names_its_two_scores_and_any_other_does_not() -> None:
    moved, now, then = change("RES", "none"), value("RES", 3.496), value("RES", 3.104)
    assert compared_scores_words(moved, now, then) == ""
    assert compared_scores_words(moved, now, None) == ""
    for other in ((value("RES", 3.6), then), (now, value("RES", 3.2))):
        assert compared_scores_words(moved, *other) == ("On the 1 question that both rounds have: 3.10 then, 3.50 now.")
    with translation.override("fr"):
        assert "3,10 avant, 3,50 maintenant" in compared_scores_words(
            replace(moved, items=("A", "B")), now, value("RES", 3)
        )


@pytest.mark.parametrize(("low", "said"), [(-0.3, "(could be −0.3 to +0.5)"), (-0.31, "(could be −0.31 to +0.50)")])
def test_changes_of_older_rounds_are_as_fine_as_they_were_kept(low: float, said: str) -> None:
    older = replace(change("RES", "none", low), difference=0.4, before=None, after=None, items=())
    assert change_words(older) == f"no clear change {said}"


@pytest.mark.parametrize("mean", [3.74, 3.97, 4.0, 4.049, 4.06])
def test_a_score_has_two_decimals_wherever_it_lies(mean: float) -> None:
    assert mean_words(value("RES", mean, n=8)) == f"{mean:.2f}"


def test_a_score_is_rounded_half_up_without_the_noise_of_floats() -> None:
    assert mean_words(value("RES", (3.95 + 3.94) / 2)) == "3.95"
    assert mean_words(value("RES", 3.9449999999999998)) == "3.95"


def test_a_small_group_has_one_decimal_and_an_older_round_its_words() -> None:
    assert mean_words(value("RES", 3.9, decimals=1)) == "3.9"
    assert interval_words(value("RES", 3.9, decimals=1)) == "3.0 to 4.5"
    assert mean_words(ScoreValue("RES", True, n=6, in_words="about 4.5 to 5")) == "about 4.5 to 5"
    assert mean_words(ScoreValue("RES", shown=False)) == "not shown"


@pytest.mark.parametrize(("items", "said"), [(("A", "B", "C"), "3 of 4 questions"), (("A", "B", "C", "D"), "")])
def test_a_score_of_fewer_questions_says_so(asked: Questionnaire, items: tuple[str, ...], said: str) -> None:
    assert used_items_words(value("RES", 3.5, items=items), asked.of_kind("theme")[0]) == said


def test_numbers_are_written_as_the_reader_writes_them(asked: Questionnaire) -> None:
    with translation.override("fr"):
        assert mean_words(value("RES", 3.74)) == "3,74"
        assert "−0,30" in change_words(change("RES", "none"))
        assert chart_words().decimal == ","


def test_tables_say_which_scores_come_from_the_same_questions(asked: Questionnaire) -> None:
    names = {one.code: table_name(one, asked) for one in asked.constructs}
    repeated = {code for code, name in names.items() if "same questions as" in name}
    assert repeated == {"COMM", "RESO", "SYS"}
    assert names["RESO"] == "Resource management (same questions as Participation and balance of resources)"
    assert names["SYS"] == "System level (same questions as Contextual adaptation)"


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.00004, "below 0.001"), (0.0041, "0.0041"), (0.041, "0.041"), (0.338, "0.34"), (1.0, "1.00"), (None, "–")],
)
def test_p_has_two_digits_that_tell(p: float | None, said: str) -> None:
    assert p_words(p) == said
