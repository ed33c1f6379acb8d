"""Numbers of rounds closed by method 1 (means of persons' means), read as far as they were kept (decision 0013)."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.models import ItemTally, Score
from assessments.results.values import ScoreValue, TallyValue
from synergy.web.formats import number

ALIKE = "alike"


def score(row: Score) -> ScoreValue:
    """A score with the decimals it was published with; where all few answered alike, only a range of it."""
    details: dict[str, Any] = row.details
    agreement: dict[str, Any] = details.get("agreement", {})
    low, high = _limits(row)
    return ScoreValue(
        code=row.construct,
        shown=True,
        n=row.n,
        mean=row.mean,
        sd=row.sd,
        low=low,
        high=high,
        band=details.get("band") or "",
        shares=details.get("shares", {}),
        group=row.group,
        mean_deviation=agreement.get("ad_mean"),
        agreed=agreement.get("acceptable"),
        decimals=details.get("decimals", 1),
        in_words=_range(row),
    )


def tally(row: ItemTally) -> TallyValue:
    """An item; where it was counted in three steps, these in words."""
    details, counts = row.details, row.counts or {}
    banded = bool(details.get("banded"))
    options = {option: n for option, n in counts.items() if option.isdigit()}
    low, high = _limits(row)
    return TallyValue(
        code=row.item,
        shown=True,
        n=row.n,
        mean=row.mean,
        low=low,
        high=high,
        counts=options if options and not banded else None,
        na=counts.get("na"),
        dk=counts.get("dk"),
        blank=details.get("blank"),
        na_share=details.get("na_share"),
        dk_share=details.get("dk_share"),
        in_words=_steps(counts) if banded else _range(row),
        decimals=1,
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
