"""Question tables: counts, means, spreads."""

import math
from statistics import fmean, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.scales import Item
from assessments.statistics.tables import Table, crosstab, table_of

BALANCE = Item("B", scores={1: 1.0, 2: 3.0, 3: 5.0, 4: 3.0, 5: 1.0})


def test_a_table_keeps_na_dk_and_blank_apart() -> None:
    places = np.array([[0], [4], [4], [-1], [-2], [-2], [-3]], dtype=np.int8)
    table = table_of(Item("A"), crosstab(places, np.zeros(7, dtype=int), 1, 5)[0, 0])
    assert (table.counts, table.na, table.dk, table.blank, table.n) == ((1, 0, 0, 0, 2), 1, 2, 1, 3)
    assert table.mean == pytest.approx(11 / 3)
    assert table.shares == pytest.approx((1 / 3, 0, 0, 0, 2 / 3))


def test_a_crosstab_counts_each_group_apart_and_ignores_options_an_item_has_not() -> None:
    places = np.array([[0, 2], [1, 2], [4, -1]], dtype=np.int8)
    counts = crosstab(places, np.array([0, 1, 1]), 2, 5)
    assert counts[:, 0, 3:].tolist() == [[1, 0, 0, 0, 0], [0, 1, 0, 0, 1]]
    assert table_of(Item("I1", 1, 3), counts[1, 1]).counts == (0, 0, 1)


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_mean_spread_and_distance_are_those_of_the_single_answers(counts: list[int]) -> None:
    for item in (Item("A"), BALANCE, Item("R", reverse=True)):
        table = Table(item, tuple(counts))
        answers = [value for value, n in zip(item.values, counts, strict=True) for _ in range(n)]
        assert table.mean == (pytest.approx(fmean(answers)) if answers else None)
        assert table.sd == (pytest.approx(stdev(answers), abs=1e-9) if len(answers) > 1 else None)
        if answers:
            assert table.mean_deviation == pytest.approx(fmean(abs(one - fmean(answers)) for one in answers))


def test_a_balance_item_leans_to_too_little_or_to_too_much() -> None:
    assert Table(BALANCE, (1, 0, 1, 0, 2)).lean == 0.5
    assert Table(BALANCE, (0, 0, 0, 0, 0)).lean is None


def test_equal_answers_have_no_spread_whatever_floats_say() -> None:
    assert Table(Item("A", 1, 7), (0, 0, 9, 0, 0, 0, 0)).sd == 0.0
    assert not math.isnan(Table(Item("A"), (0, 0, 0, 0, 2)).sd or 0.0)
