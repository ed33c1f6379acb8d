"""rwg(j), r*wg(j), AD and their edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.agreement import NULLS, agreement, average_deviation, label, r_star, rwg_j, uniform_variance

RATINGS = st.lists(
    st.lists(st.sampled_from([1.0, 2, 3, 4, 5, np.nan]), min_size=3, max_size=3), min_size=5, max_size=15
)


@pytest.mark.parametrize(
    ("name", "chances"),
    [
        ("uniform", [0.2, 0.2, 0.2, 0.2, 0.2]),
        ("slight_skew", [0.05, 0.15, 0.20, 0.35, 0.25]),
        ("moderate_skew", [0, 0.10, 0.15, 0.40, 0.35]),
        ("heavy_skew", [0, 0, 0.10, 0.40, 0.50]),
        ("triangular", [0.11, 0.22, 0.34, 0.22, 0.11]),
        ("normal", [0.07, 0.24, 0.38, 0.24, 0.07]),
    ],
)
def test_null_variances_follow_from_their_published_probabilities(name: str, chances: list[float]) -> None:
    options = np.arange(1, 6)
    mean = np.dot(chances, options)
    assert NULLS[name] == pytest.approx(np.dot(chances, (options - mean) ** 2))


def test_agreement_of_a_worked_example() -> None:
    # two items, 5 raters: 4 4 4 5 3 (variance .5, AD .4) and 2 3 4 5 1 (variance 2.5, AD 1.2); mean variance 1.5
    got = agreement(pd.DataFrame({"a": [4.0, 4, 4, 5, 3], "b": [2.0, 3, 4, 5, 1]}))
    assert got.rwg == pytest.approx(2 * 0.25 / (2 * 0.25 + 0.75))
    assert got.rwg_skew == 0.0
    assert got.r_star == pytest.approx(0.25)
    assert (got.ad_mean, got.ad_median) == (pytest.approx(0.8), pytest.approx(0.8))
    assert (got.ad_limit, got.acceptable, got.label, got.note) == (0.8, True, "lack", "rough")


def test_company_fourteen_shows_how_rwg_grows_with_items() -> None:
    # r*wg(j) = .302 with 11 items: mean variance 1.396
    assert r_star(1.396) == pytest.approx(0.302)
    assert rwg_j(1.396, 11) == pytest.approx(0.826, abs=5e-4)


def test_one_item_gives_rwg_and_too_much_variance_zero() -> None:
    assert rwg_j(0.5, 1) == 0.75
    assert rwg_j(2.5, 4) == 0.0
    assert r_star(2.5) == -0.25
    assert uniform_variance(5) == 2
    assert uniform_variance(3) == pytest.approx(2 / 3)


def test_fewer_than_five_raters_get_no_number() -> None:
    for n in (0, 1, 2, 4):
        got = agreement(pd.DataFrame({"a": [4.0] * n, "b": [5.0] * n}))
        assert (got.n, got.rwg, got.ad_mean, got.acceptable, got.note) == (n, None, None, None, "too_few")


def test_unanimity_is_full_agreement() -> None:
    got = agreement(pd.DataFrame({"a": [4.0] * 12, "b": [5.0] * 12}))
    assert (got.rwg, got.r_star, got.ad_mean, got.label, got.note) == (1.0, 1.0, 0.0, "very_strong", "")


def test_each_item_counts_over_those_who_answered_it() -> None:
    data = pd.DataFrame({"a": [4.0, 5, 3, 4, np.nan, np.nan], "b": [np.nan] * 5 + [2.0], "c": [1.0, 2, 3, 4, 5, 3]})
    got = agreement(data)
    assert (got.n, got.items) == (6, 2)
    assert got.ad_mean == pytest.approx((0.5 + 4 / 3 * 0.75) / 2)


def test_nobody_answering_leaves_nothing() -> None:
    assert agreement(pd.DataFrame({"a": [np.nan] * 9})).note == "too_few"


def test_the_median_twin_resists_an_outlier() -> None:
    values = np.array([[4.0], [4], [4], [4], [4], [1]])
    assert average_deviation(values, around="median") == pytest.approx(0.5)
    assert average_deviation(values) == pytest.approx((5 * 0.5 + 2.5) / 6)


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.0, "lack"), (0.30, "lack"), (0.31, "weak"), (0.70, "moderate"), (0.9, "strong"), (0.91, "very_strong")],
)
def test_words_for_agreement(value: float, word: str) -> None:
    assert label(value) == word


@given(RATINGS)
def test_agreement_stays_in_its_bounds(rows: list[list[float]]) -> None:
    got = agreement(pd.DataFrame(rows))
    if got.rwg is not None and got.rwg_skew is not None and got.r_star is not None and got.ad_mean is not None:
        assert 0 <= got.rwg_skew <= got.rwg <= 1
        assert got.r_star <= 1
        assert 0 <= got.ad_mean <= 2
        assert got.ad_median is not None
        assert got.ad_median <= got.ad_mean + 1e-12
