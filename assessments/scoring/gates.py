"""What a number of people allows to be said: one table, so that every page can say why something is missing."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Gate:
    """What may be shown of a cell of n people; the functions that compute the numbers keep to the same limits.

    alpha: "indicative" is a value without an interval. change: "interval" has no verdict and no arrow, "clear" draws
    arrows for clear changes only. drivers: in the order of the questionnaire, sorted but uncertain, or with weights.
    """

    mean: bool
    alpha: Literal["none", "indicative", "interval"]
    omega: bool
    agreement: Literal["none", "rough", "full"]
    change: Literal["none", "interval", "clear", "full"]
    drivers: Literal["nothing", "questionnaire", "uncertain", "weighted"]


HIDDEN = Gate(False, "none", False, "none", "none", "nothing")
STEPS = (
    (100, Gate(True, "interval", True, "full", "full", "weighted")),
    (50, Gate(True, "interval", True, "full", "full", "uncertain")),
    (30, Gate(True, "interval", False, "full", "full", "uncertain")),
    (20, Gate(True, "interval", False, "full", "clear", "questionnaire")),
    (10, Gate(True, "indicative", False, "full", "clear", "questionnaire")),
    (5, Gate(True, "none", False, "rough", "interval", "nothing")),
)


def gate(n: int, k: int = 5) -> Gate:
    """The row of the table (STATISTICS 10) for `n` people with a score; below the threshold `k` nothing is shown."""
    return HIDDEN if n < k else next((row for limit, row in STEPS if n >= limit), HIDDEN)
