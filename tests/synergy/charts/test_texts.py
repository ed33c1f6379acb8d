"""Numbers are written as the tables write them, and labels that would collide are left out."""

import pytest

from synergy.charts import texts
from tests.synergy.charts.samples import WORDS


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(3.65, 1, "3.7"), (3.25, 1, "3.3"), (2.999, 2, "3.00"), (4, 2, "4.00"), (1.045, 2, "1.05"), (4.35 / 3, 2, "1.45")],
)
def test_halves_round_up_as_in_the_tables(value: float, decimals: int, written: str) -> None:
    assert texts.number(value, WORDS, decimals) == written
    assert texts.number(value - 1e-12, WORDS, decimals) == written, "a hair below is noise"


def test_the_first_and_the_last_label_come_before_those_between() -> None:
    assert texts.spaced([0.06, 0.24, 0.41, 0.59, 0.76, 0.94], 0.32) == {0, 3, 5}


def test_labels_on_one_floor_keep_their_distance() -> None:
    assert texts.floors([0.1, 0.12, 0.14, 0.3], 0.075) == [0, 1, 2, 0]


def test_a_long_name_is_cut_with_an_ellipsis() -> None:
    assert texts.clipped("a" * 50, 10) == "a" * 9 + "…"
