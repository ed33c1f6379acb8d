"""Holm."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from assessments.statistics.thresholds import holm

P = st.lists(st.floats(0, 1), min_size=1, max_size=16)


def test_holm_of_a_worked_example() -> None:
    # sorted .01 .02 .04 -> 3 * .01, 2 * .02, then never below the one before
    assert holm([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])


def test_missing_p_values_leave_the_family() -> None:
    assert holm([None, 0.02, math.nan, 0.03]) == [None, pytest.approx(0.04), None, pytest.approx(0.04)]
    assert holm([]) == []


def test_impossible_p_values_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([1.5])


@settings(max_examples=12)  # statsmodels takes some 50 ms a call
@given(P)
def test_holm_equals_statsmodels(p_values: list[float]) -> None:
    np.testing.assert_allclose(
        np.array(holm(p_values), dtype=float), multipletests(p_values, method="holm")[1], atol=1e-12
    )
