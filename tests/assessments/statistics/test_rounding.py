"""Halves go up, as people round by hand."""

import pytest

from assessments.statistics.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (4.25, 1, 4.3),
        (4.35, 1, 4.4),
        (2.675, 2, 2.68),
        (0.05, 1, 0.1),
        (-0.25, 1, -0.3),
        (3.0, 2, 3.0),
    ],
)
def test_halves_are_rounded_up(value: float, places: int, printed: float) -> None:
    assert round_half_up(value, places) == printed


def test_float_noise_is_no_reason_to_round_down() -> None:
    assert round_half_up(0.1 + 0.2 - 0.05, 2) == 0.25
    assert round_half_up(1.15 * 3 - 0.000000000001, 1) == 3.5
