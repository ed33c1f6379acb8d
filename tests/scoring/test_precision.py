"""What small n can show, against the published table and statsmodels."""

import pytest
from statsmodels.stats.power import TTestIndPower, TTestPower

from assessments.scoring.precision import detectable_change, significant_change

TABLE = [
    (5, 0.6, 0.74, 0.88, 1.01, 1.21, 2.14, 1.99),
    (10, 0.75, 0.54, 0.70, 0.75, 0.99, 1.19, 1.45),
    (15, 0.9, 0.50, 0.67, 0.70, 0.95, 1.05, 1.35),
    (30, 0.75, 0.28, 0.39, 0.40, 0.55, 0.56, 0.76),
    (60, 0.9, 0.23, 0.33, 0.33, 0.46, 0.46, 0.64),
]


@pytest.mark.parametrize("row", TABLE)
def test_precision_equals_the_documented_table(row: tuple[float, ...]) -> None:
    n, sd = int(row[0]), row[1]
    got = [
        significant_change(n, sd, linked=True),
        significant_change(n, sd),
        detectable_change(n, sd, linked=True),
        detectable_change(n, sd),
        detectable_change(n, sd, linked=True, level=0.05 / 16),
        detectable_change(n, sd, level=0.05 / 16),
    ]
    assert got == pytest.approx(row[2:], abs=0.0051)


def test_detectable_changes_have_the_power_statsmodels_gives_them() -> None:
    assert TTestPower().power(detectable_change(14, 1, linked=True), 14, 0.05) == pytest.approx(0.8, abs=1e-6)
    assert TTestIndPower().power(detectable_change(14, 1), 14, 0.05) == pytest.approx(0.8, abs=1e-6)


def test_one_person_shows_no_change() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        significant_change(1)
