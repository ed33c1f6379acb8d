"""An unrounded mean tells a sum by its denominator where few people divide by a number of their own."""

import pytest

from assessments.scoring.denominators import told_by_denominators


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([4] * 39 + [3], True),
        ([4] * 35 + [3] * 5, False),
        ([4] * 39 + [2], True),
        ([16] * 30 + [13] * 4, True),
        ([6] * 30 + [5] * 6 + [3] * 5, False),
        ([4] * 3, True),
        ([], False),
    ],
)
def test_few_people_are_told_by_a_denominator_of_their_own(given: list[int], told: bool) -> None:
    assert told_by_denominators(given, 5) is told


def test_the_example_of_a_theme() -> None:
    """39 people answered four items and one three: twelve times the sum of means, modulo 3, is that of the three."""
    complete, three = [(5, 4, 3, 4)] * 39, (3, 1, 4)
    total = sum(sum(one) / 4 for one in complete) + sum(three) / 3
    assert round(12 * total) % 3 == 4 * sum(three) % 3
