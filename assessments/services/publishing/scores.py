"""Scores of everybody and of the groups, with agreement and reliability where the size allows them."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from assessments.models import Round, Score
from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring import agreement, bands, disclosure, reliability, scales
from assessments.scoring.intervals import summarise
from assessments.services.publishing.cells import fill, has_mean, is_alike, printed, rows_of
from assessments.services.publishing.omissions import Printing, banded_items
from assessments.services.publishing.plans import Group, Plan, compared, distribution_from
from assessments.services.publishing.respondents import Respondents


def scores_of(round: Round, asked: Questionnaire, plan: Plan, now: Respondents) -> list[Score]:
    """A row a construct for everybody, then for each group; what the plan hides is a row without any number."""
    banded = banded_items(plan.omissions)
    rows = [_everybodys(round, plan, one, now, banded) for one in asked.constructs]
    return rows + [_score(round, plan, group, one, now) for group in plan.groups for one in compared(asked)]


def _everybodys(round: Round, plan: Plan, construct: Construct, now: Respondents, banded: Collection[str]) -> Score:
    row = _score(round, plan, plan.everybody, construct, now)
    if has_mean(row) and not now.mixed:
        in_bands = any(item.code in banded for item in construct.items)
        row.details |= _agreement(construct, now, round.k, banded=in_bands) | _reliability(construct, now)
    return row


def _score(round: Round, plan: Plan, group: Group, construct: Construct, now: Respondents) -> Score:
    row = Score(round=round, breakdown=group.breakdown, group=group.code, construct=construct.code, shown=False)
    if not group.shown or now.gives_away(now.constructs[construct.code].notna() & group.rows, round.k):
        return row
    values = rows_of(now.constructs[construct.code], group.rows)
    if is_compared(construct):
        valid = int((values == values).sum())  # NaN is not equal to itself
        return _shares(row, construct, now.answers.loc[group.rows, construct.items[0].code], valid)
    printing, summary = _printing(plan, group, construct), summarise(values)
    if not printing.shown:
        return row
    decimals = fill(row, summary, round.k, is_group=bool(group.code), places=printing.places)
    if has_mean(row):
        # By the unrounded mean; but where few left an item out the band must not tell on which side of a cut it lies.
        banded = summary.mean if printing.places is None else row.mean
        row.details = {"band": bands.band(banded, plan.omissions.asked.ranges()), "decimals": decimals}
    return row


def _printing(plan: Plan, group: Group, construct: Construct) -> Printing:
    if not group.code:
        return plan.omissions.of_everybody(construct)
    return plan.omissions.printing(construct, group.rows.to_numpy())


def is_compared(construct: Construct) -> bool:
    """Whether it is the compared item, reported as shares and never as a mean (Bergen Model)."""
    return any(item.scale == "compared" for item in construct.items)


def _shares(row: Score, construct: Construct, column: "pd.Series[Any]", n: int) -> Score:
    if n < distribution_from(row.round.k):
        return row
    options = construct.items[0].options
    count = scales.tally(column, [int(option.value) for option in options])
    if is_alike(count):
        return row
    shares = scales.shares(count)
    row.shown, row.n = True, n
    row.details = {"shares": {option.code: round(shares[int(option.value)], 4) for option in options}}
    return row


def _agreement(construct: Construct, now: Respondents, k: int, *, banded: bool) -> dict[str, Any]:
    """Over the items whose own numbers are shown; to one decimal below ten raters and beside items in bands."""
    items = now.items[[item.code for item in construct.items]]
    found = agreement.agreement(items.loc[:, items.count() >= k])
    if found.ad_mean is None:
        return {}
    stored = printed(found, 1 if banded else disclosure.decimals(found.n, group=False))
    return {"agreement": stored | {"acceptable": found.acceptable}}


def _reliability(construct: Construct, now: Respondents) -> dict[str, Any]:
    """Alpha and omega of everybody, never of a group; why a number is missing stands in its note."""
    items = now.items[[item.code for item in construct.items]]
    if items.shape[1] < 2:
        return {}
    return {"alpha": printed(reliability.alpha(items)), "omega": printed(reliability.omega(items))}
