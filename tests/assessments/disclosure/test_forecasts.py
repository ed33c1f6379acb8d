"""What a breakdown is likely to show."""

import pytest
from scipy import stats

from assessments.disclosure.forecasts import forecast, groups_to_merge


def test_the_chance_of_a_total_is_the_binomial_one() -> None:
    total, (first, _second) = forecast({("all", ""): 7}, 0.7, 5, draws=2000)
    assert total == pytest.approx(stats.binom.sf(4, 7, 0.7), abs=0.03)
    assert first["all"] == total


def test_large_groups_are_likely_to_be_shown_and_small_ones_are_not() -> None:
    total, (first, _second) = forecast({("clinician", ""): 40, ("academic", ""): 20, ("patient", ""): 3}, 0.8, 5)
    assert total == 1
    assert first["clinician"] > 0.95
    assert first["patient"] == 0
    assert first["academic"] < 0.2  # it keeps the three patients company


def test_a_second_breakdown_vanishes_in_a_small_partnership() -> None:
    members = {
        ("clinician", "hospital"): 5,
        ("clinician", "clinic"): 2,
        ("academic", "hospital"): 2,
        ("academic", "clinic"): 6,
    }
    _total, (first, second) = forecast(members, 0.9, 5, draws=60)
    assert max(second.values()) < 0.1
    assert first["clinician"] > 0.5


def test_nobody_answering_shows_nothing() -> None:
    total, (first, _second) = forecast({("a", ""): 9, ("b", ""): 9}, 0.0, 5, draws=10)
    assert (total, set(first.values())) == (0, {0})


def test_groups_to_merge_are_the_small_ones_and_company() -> None:
    assert groups_to_merge({"a": 20, "b": 9, "c": 4, "d": 0}, 0.7, 5) == {"b", "c"}
    assert groups_to_merge({"a": 20, "b": 4, "c": 4}, 0.9, 5) == {"b", "c"}
    assert groups_to_merge({"a": 20, "b": 10}, 0.7, 5) == frozenset()
