"""Item tallies of everybody: mean, how often each option was chosen, and where a balance item leans."""

from typing import Any

from assessments.models import ItemTally, Round
from assessments.queries.instruments import Item, Questionnaire
from assessments.scoring import disclosure, scales
from assessments.scoring.intervals import summarise
from assessments.services.publishing.cells import fill, is_alike, rows_of
from assessments.services.publishing.omissions import banded_items
from assessments.services.publishing.plans import Group, Plan, distribution_from
from assessments.services.publishing.respondents import Respondents

_BANDS = {"low": (1, 2), "mid": (3,), "high": (4, 5)}
_OUTER_FROM = 3  # an answer in an outer band is known to half a point; so many hide more than one person's own mean


def tallies_of(round: Round, asked: Questionnaire, plan: Plan, now: Respondents) -> list[ItemTally]:
    banded = banded_items(plan.omissions)
    return [(_in_bands if item.code in banded else _tally)(round, plan.everybody, item, now) for item in asked.items]


def _tally(round: Round, group: Group, item: Item, now: Respondents) -> ItemTally:
    row = ItemTally(round=round, breakdown=group.breakdown, group=group.code, item=item.code, shown=False)
    if not group.shown or now.gives_away(now.items[item.code].notna() & group.rows, round.k):
        return row
    options = len(item.options)
    if item.scale == "compared":
        return _compared(row, item, now.answers.loc[group.rows, item.code])
    fill(row, summarise(rows_of(now.items[item.code], group.rows), hi=max(options, 3)), round.k, is_group=False)
    if not row.shown:
        return row
    raw = now.answers.loc[group.rows, item.code]
    count = scales.tally(raw, range(1, options + 1))
    row.details = _missing(count)
    if row.note == "alike":
        return row
    row.details |= _direction(item, raw)
    if count.valid >= distribution_from(round.k):
        row.counts = {str(value): n for value, n in count.counts.items()} | {"na": count.na, "dk": count.dk}
    return row


def _in_bands(round: Round, group: Group, item: Item, now: Respondents) -> ItemTally:
    """How many chose the lower two options, the middle one and the upper two: no mean, nothing to add up."""
    row = ItemTally(round=round, breakdown=group.breakdown, group=group.code, item=item.code, shown=False)
    count = scales.tally(now.answers.loc[group.rows, item.code], range(1, len(item.options) + 1))
    hidden = not group.shown or now.gives_away(now.items[item.code].notna() & group.rows, round.k)
    if hidden or count.valid < distribution_from(round.k):
        return row
    bands = {name: sum(count.counts[value] for value in values) for name, values in _BANDS.items()}
    if bands["low"] + bands["high"] < _OUTER_FROM:
        return row
    row.shown, row.n = True, count.valid
    row.details = {"banded": True} | _missing(count)
    if max(bands.values()) == count.valid < disclosure.SMALL_CELL:
        row.note = "alike"
    else:
        row.counts = bands | {"na": count.na, "dk": count.dk}
    return row


def _compared(row: ItemTally, item: Item, raw: Any) -> ItemTally:
    """The compared item has no mean; its counts from the size of distributions, unless all are alike."""
    count = scales.tally(raw, range(1, len(item.options) + 1))
    if count.valid < distribution_from(row.round.k) or is_alike(count):
        return row
    row.shown, row.n = True, count.valid
    row.details = _missing(count)
    row.counts = {str(value): n for value, n in count.counts.items()} | {"na": count.na, "dk": count.dk}
    return row


def _missing(count: scales.Tally) -> dict[str, Any]:
    return {"dk_share": count.dk_share, "na_share": count.na_share, "blank": count.blank}


def _direction(item: Item, raw: Any) -> dict[str, float | None]:
    """The mean lean of a balance item, below 0 too little and above 0 too much."""
    if item.scale != "balance":
        return {}
    leans = scales.direction(raw)
    return {"direction": disclosure.rounded(float(leans.mean()), disclosure.decimals(int(leans.count()), group=False))}
