"""Shades follow the bands that sentences speak of, and a share of difference is told only where it says something."""

import pytest

from assessments.questionnaire import Questionnaire
from assessments.results.programmes.differences import Difference
from assessments.results.tables import band_key, shade_of
from assessments.statistics.bands import band
from assessments.statistics.icc import icc

SHADE_OF_STRENGTHS = 6


@pytest.mark.parametrize("mean", [2.996, 3.0, 3.5, 3.996, 3.9999, 4.0, 4.0 - 1e-12, 4.4, 5.0])
def test_a_cell_is_shaded_like_a_strength_exactly_when_sentences_call_it_one(asked: Questionnaire, mean: float) -> None:
    assert (shade_of(mean) >= SHADE_OF_STRENGTHS) is (band(mean, asked.bands) == "strength")


def test_the_key_names_every_band_with_a_shade_of_its_own(asked: Questionnaire) -> None:
    assert band_key(asked) == [
        (2, "needs attention (from 1 to under 3)"),
        (5, "to discuss (from 3 to under 4)"),
        (7, "strength (4 and more)"),
    ]


def test_of_two_partnerships_no_share_is_told_that_may_be_anything(asked: Questionnaire) -> None:
    theme = asked.constructs[1]
    of_two = Difference(theme, icc([(13, 3.46, 0.7), (33, 4.22, 0.6)]), (3.46, 4.22))
    assert of_two.icc.icc1_high is not None
    assert (of_two.share, of_two.interval, of_two.reliability) == ("too few partnerships to tell", "–", "–")
    assert of_two.reach == "3.46 to 4.22"
    of_twelve = Difference(theme, icc([(20, 3.0 + number / 10, 0.5) for number in range(12)]), (3.0, 4.1))
    assert of_twelve.share.endswith("%")
