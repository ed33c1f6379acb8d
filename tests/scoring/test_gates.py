"""The table of gates says what the functions do."""

import numpy as np
import pandas as pd
import pytest

from assessments.scoring.agreement import agreement
from assessments.scoring.comparisons import compare_unlinked
from assessments.scoring.drivers import key_drivers
from assessments.scoring.gates import gate
from assessments.scoring.reliability import alpha, omega

NOTES = {"too_few": "none", "indicative": "indicative", "": "interval"}


@pytest.mark.parametrize("n", [5, 9, 10, 19, 20, 29, 30, 49, 50, 99, 100, 140])
def test_the_table_agrees_with_the_functions(n: int) -> None:
    draw = np.random.default_rng(0)
    common = draw.normal(size=(n, 1))
    data = pd.DataFrame(np.clip(np.round(3.4 + common + draw.normal(size=(n, 4))), 1, 5), columns=list("abcd"))
    got = gate(n)
    assert NOTES[alpha(data).note] == got.alpha
    assert (omega(data).note != "too_few") == got.omega
    assert {"too_few": "none", "rough": "rough", "": "full"}[agreement(data).note] == got.agreement
    assert key_drivers(data, pd.Series(draw.normal(size=n), name="SYN")).order == got.drivers
    clear = compare_unlinked(draw.normal(2, 0.3, n), draw.normal(4, 0.3, n))
    possible = type(clear)(False, n, n, 0.4, 0.1, 0.7, 0.06, "possible_rise")
    arrows = clear.arrow, n >= 10 and possible.arrow
    assert {(False, False): "interval", (True, False): "clear", (True, True): "full"}[arrows] == got.change


def test_below_the_threshold_nothing_is_shown() -> None:
    assert not gate(4).mean
    assert not gate(7, k=8).mean
    assert gate(4, k=4).mean is False
    assert gate(0).change == "none"
