"""rwg(j), r*wg(j), AD and their edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.agreement import SLIGHT_SKEW, agreement, label, r_star, rwg_j, uniform_variance
from assessments.statistics.scales import Item
from assessments.statistics.tables import Table

COUNTS = st.lists(st.integers(0, 6), min_size=5, max_size=5).map(tuple)


def table(*counts: int) -> Table:
    return Table(Item("A"), counts)


def test_the_variance_of_slightly_skewed_chance_follows_from_its_published_probabilities() -> None:
    chances, options = [0.05, 0.15, 0.20, 0.35, 0.25], np.arange(1, 6)
    assert np.dot(chances, (options - np.dot(chances, options)) ** 2) == pytest.approx(SLIGHT_SKEW)


def test_agreement_of_a_worked_example() -> None:
    # twice 4 4 4 5 3 (variance 4/9, AD .4) and twice 2 3 4 5 1 (variance 20/9, AD 1.2); mean variance 4/3
    got = agreement([table(0, 0, 2, 6, 2), table(2, 2, 2, 2, 2)], 10)
    assert got is not None
    assert got.rwg == pytest.approx(2 * (1 / 3) / (2 * (1 / 3) + 2 / 3))
    assert got.rwg_skew == pytest.approx(2 * (1 - 4 / 3 / 1.34) / (2 * (1 - 4 / 3 / 1.34) + 4 / 3 / 1.34))
    assert got.r_star == pytest.approx(1 / 3)
    assert got.ad_mean == pytest.approx(0.8)
    assert (got.ad_limit, got.acceptable, got.label, got.rough) == (0.8, True, "lack", False)


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


def test_every_item_needs_as_many_answers_as_a_distribution() -> None:
    assert agreement([table(0, 0, 4, 4, 0), table(0, 0, 3, 4, 0)], 8) is None
    assert agreement([table(0, 0, 4, 4, 0), table(0, 0, 4, 4, 0)], 8) is not None
    assert agreement([], 12) is None


def test_agreement_of_fewer_than_ten_raters_is_rough() -> None:
    assert [agreement([table(0, 0, n, 4, 0)], n + 4).rough for n in (5, 6)] == [True, False]  # type: ignore[union-attr]


def test_unanimity_is_full_agreement() -> None:
    got = agreement([table(0, 0, 0, 12, 0), table(0, 0, 0, 0, 12)], 12)
    assert got is not None
    assert (got.rwg, got.r_star, got.ad_mean, got.label) == (1.0, 1.0, 0.0, "very_strong")


def test_agreement_on_each_scale_has_its_own_chance_and_its_own_limit() -> None:
    got = agreement([Table(Item("A", 1, 7), (0, 0, 0, 4, 4, 0, 0))], 8)
    assert got is not None
    assert (got.ad_limit, got.rwg_skew) == (1.2, None)
    assert got.r_star == pytest.approx(1 - (2 / 7) / 4)


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.0, "lack"), (0.30, "lack"), (0.31, "weak"), (0.70, "moderate"), (0.9, "strong"), (0.91, "very_strong")],
)
def test_words_for_agreement(value: float, word: str) -> None:
    assert label(value) == word


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_agreement_stays_in_its_bounds(counts: list[tuple[int, ...]]) -> None:
    got = agreement([table(*one) for one in counts], 12)
    if got is not None and got.rwg_skew is not None:
        assert 0 <= got.rwg_skew <= got.rwg <= 1
        assert got.r_star <= 1
        assert 0 <= got.ad_mean <= 2 + 1e-12
