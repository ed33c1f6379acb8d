"""Numbers of rounds closed by method 1 (means of persons' means), read as far as they were kept (decision 0013)."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import ItemTally, Score
from assessments.results.values import ScoreValue, TallyValue
from synergy.web.formats import number

ALIKE = "alike"


def score(row: Score, value: ScoreValue) -> ScoreValue:
    """A score with the decimals it was published with; where all few answered alike, only a range of it."""
    low, high = _limits(row)
    decimals = row.details.get("decimals", 1)
    seen: dict[str, Any] = {"low": low, "high": high, "note": "", "decimals": decimals, "in_words": _range(row)}
    return replace(value, **seen, items=(), answers=(), rho=None)


def tally(row: ItemTally, value: TallyValue) -> TallyValue:
    """An item; where it was counted in three steps, these in words."""
    counts, banded = row.counts or {}, bool(row.details.get("banded"))
    options = {option: n for option, n in counts.items() if option.isdigit()}
    low, high = _limits(row)
    seen: dict[str, Any] = {"sd": None, "low": low, "high": high, "note": "", "decimals": 1}
    return replace(
        value,
        **seen,
        counts=options if options and not banded else None,
        na=counts.get("na"),
        dk=counts.get("dk"),
        in_words=_steps(counts) if banded else _range(row),
    )


def _limits(row: Score | ItemTally) -> tuple[float | None, float | None]:
    """The ends of the interval; where all few answered alike, they are those of the range that is said in words."""
    return (None, None) if row.note == ALIKE else (row.low, row.high)


def _range(row: Score | ItemTally) -> str:
    if row.note != ALIKE or row.low is None or row.high is None:
        return ""
    low, high = (number(end, 0 if end == int(end) else 1) for end in (row.low, row.high))
    return _("about %(low)s to %(high)s") % {"low": low, "high": high}


def _steps(counts: dict[str, int]) -> str:
    """Counts were given in three steps where few people had left an item out; none where all were in one."""
    if "low" not in counts:
        return ""
    words = _("%(low)s on the lower side · %(mid)s in the middle · %(high)s on the upper side")
    return words % {name: counts[name] for name in ("low", "mid", "high")}
