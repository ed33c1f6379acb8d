"""A score is the mean of its items' means; its spread follows from theirs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.correlations import Correlations, Own, rho_of
from assessments.statistics.scales import Item, Scale, Scoring
from assessments.statistics.scores import Matrix, Part, score, standard_error

ENDS = (1.0, 5.0)


def even(k: int, rho: float) -> Matrix:
    return [[rho] * k] * k


def test_every_item_counts_the_same_however_many_answered_it() -> None:
    found = score([Part("A", 11, 4.0, 0.8), Part("B", 7, 3.0, 1.0)], 11, even(2, 0.5), ENDS)
    assert (found.mean, found.n, found.items) == (3.5, 11, ("A", "B"))


def test_the_standard_error_of_a_worked_example() -> None:
    # s .8 and 1.0, n 11 and 7, n = 11, rho .5: (.64/11 + 1/7 + 2 * .5 * .8 * 1.0 / 11) / 4 = .068442; root .261614
    parts = [Part("A", 11, 4.0, 0.8), Part("B", 7, 3.0, 1.0)]
    assert standard_error(parts, 11, even(2, 0.5)) == pytest.approx(0.261614, abs=1e-6)
    found = score(parts, 11, even(2, 0.5), ENDS)
    assert found.sd == pytest.approx(0.261614 * math.sqrt(11), abs=1e-5)


@given(st.integers(2, 6), st.integers(8, 40), st.integers(0, 1000))
def test_the_standard_error_of_complete_answers_and_true_correlations_is_the_textbook_one(
    k: int, n: int, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, 1)) + draw.normal(size=(n, k)) + 3
    parts = [Part(str(place), n, column.mean(), column.std(ddof=1)) for place, column in enumerate(x.T)]
    expected = x.mean(axis=1).std(ddof=1) / math.sqrt(n)
    rho = [list(row) for row in np.atleast_2d(np.corrcoef(x, rowvar=False))]
    assert standard_error(parts, n, rho) == pytest.approx(expected)


def test_a_single_item_rests_on_its_own_answers() -> None:
    found = score([Part("A", 7, 3.0, 1.0)], 11, even(1, 0.5), ENDS)
    assert (found.n, found.se, found.sd) == (7, pytest.approx(1 / math.sqrt(7)), pytest.approx(1.0))


def test_without_spread_the_interval_says_that_all_were_equal() -> None:
    found = score([Part("A", 9, 4.0, 0.0), Part("B", 9, 4.0, 0.0)], 9, even(2, 0.5), ENDS)
    assert (found.se, found.note) == (0.0, "all_equal")
    assert found.low is not None
    assert found.high is not None
    assert found.low < 4 < found.high


def test_a_group_hands_in_its_rounded_mean_and_its_degrees_of_freedom() -> None:
    parts = [Part("A", 6, 3.0, 0.8), Part("B", 6, 3.0, 0.8)]
    wide = score(parts, 6, even(2, 0.3), ENDS, mean=3.4, df=8)
    assert wide.mean == 3.4
    plain = score(parts, 6, even(2, 0.3), ENDS, mean=3.4)
    assert plain.low is not None
    assert wide.low is not None
    assert plain.low < wide.low < 3.4


def test_items_at_home_in_one_place_go_together_more_closely() -> None:
    scales = (Scale("T", ("A", "B"), kind="theme"), Scale("U", ("C",), kind="theme"), Scale("S", ("A", "B", "C")))
    scoring = Scoring(tuple(Item(code) for code in "ABC"), scales)
    found = Correlations(0.6, 0.2, (False, False), {"U": Own(0.9)})
    assert rho_of(scoring, found, "S", ("A", "B", "C")) == [[0.6, 0.6, 0.2], [0.6, 0.6, 0.2], [0.2, 0.2, 0.6]]
    assert rho_of(scoring, found, "U", ("C", "A")) == [[0.9, 0.9], [0.9, 0.9]]
