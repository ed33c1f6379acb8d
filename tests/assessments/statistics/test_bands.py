"""Bands are half-open on the unrounded mean."""

import pytest

from assessments.statistics.bands import Band, band

RANGES = [Band("attention", 1, 3), Band("discuss", 3, 4), Band("strength", 4, 5)]


@pytest.mark.parametrize(
    ("mean", "code"),
    [(1, "attention"), (2.9999, "attention"), (3, "discuss"), (3.996, "discuss"), (4, "strength"), (5, "strength")],
)
def test_a_mean_belongs_to_one_half_open_band(mean: float, code: str) -> None:
    assert band(mean, RANGES) == code


def test_float_noise_does_not_move_a_mean_across_a_border() -> None:
    assert band(2.9999999999999996, RANGES) == "discuss"


def test_without_a_mean_or_outside_all_bands_there_is_none() -> None:
    assert band(None, RANGES) is None
    assert band(0.5, RANGES) is None
    assert band(3, []) is None


def test_overlapping_bands_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        band(3, [Band("a", 1, 3.5), Band("b", 3, 5)])
