"""What may be printed of one cell, put into its row; large cells keep full precision, small ones are rounded."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from assessments.models import ItemTally, Score
from assessments.scoring import disclosure
from assessments.scoring.intervals import Summary
from assessments.scoring.scales import Tally

FULL_PRECISION_FROM = 30
SMALL_P = 0.1


def fill(row: Score | ItemTally, summary: Summary, k: int, *, is_group: bool, places: int | None = None) -> int:
    """Show the summary as far as its size allows, with at most so many decimals (None: no such limit); too few leave
    the row empty. Returns the decimals to be read: full precision is kept for computing on, and read with two.
    """
    cell = disclosure.mask(summary, k, group=is_group, places=disclosure.FINEST if places is None else places)
    if cell.kind == "hidden":
        return cell.decimals
    row.shown, row.n = True, cell.n
    row.low, row.high, row.note = cell.low, cell.high, "alike" if cell.kind == "coarse" else ""
    row.mean, row.sd = cell.mean, cell.sd
    if cell.kind == "shown" and summary.n >= FULL_PRECISION_FROM and places is None:
        row.mean, row.sd, row.low, row.high = summary.mean, summary.sd, summary.low, summary.high
    return cell.decimals


def printed(found: Any, places: int = 2) -> dict[str, Any]:
    """A record of scoring as JSON, its numbers rounded half up; what does not exist stays None."""
    return {
        name: disclosure.rounded(value, places) if isinstance(value, float) else value
        for name, value in asdict(found).items()
    }


def telling_p(p: float | None, places: int) -> float | None:
    """Beside a difference of one decimal a p of .1 and more is left out: it would tell a small one to the second."""
    return None if p is None or (places < disclosure.FINEST and p >= SMALL_P) else disclosure.rounded(p, 3)


def is_alike(count: Tally) -> bool:
    """Whether few people all chose the same: shares would tell everybody's answer (STATISTICS 9)."""
    return count.valid < disclosure.SMALL_CELL and max(count.counts.values()) == count.valid


def has_mean(row: Score) -> bool:
    """Whether the mean itself is printed: anything derived from a hidden or coarse cell would tell what it hides."""
    return row.shown and row.mean is not None


def rows_of(frame: "pd.Series[float]", rows: "pd.Series[bool]") -> Any:
    return frame.loc[rows].to_numpy()
