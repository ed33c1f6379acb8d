"""Scores of everybody and of the groups, with agreement and reliability where the size allows them; item tallies."""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import product
from typing import Any

from assessments.disclosure.derived import ScoreKey, agreements, item_scores, scores
from assessments.disclosure.publications import ItemCell, Publication
from assessments.models import ItemTally, Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import Construct, Item, Questionnaire
from assessments.statistics import bands
from assessments.statistics.agreement import Agreement
from assessments.statistics.reliability import alpha
from assessments.statistics.scores import Score as WorkedOut


def compute_scores(
    round: Round, asked: Questionnaire, publication: Publication, groups: Mapping[str, Mapping[ScoreKey, WorkedOut]]
) -> list[Score]:
    """A row a construct for everybody, then in each breakdown a row a group and construct; hidden ones have no number.

    In a breakdown everybody ("") has rows as well, on the items on which the groups are compared.
    """
    of_everybody, agreed = scores(asked.scoring, publication), agreements(publication)
    rows = []
    for construct in asked.constructs:
        row = Score(round=round, construct=construct.code, shown=False)
        if score := of_everybody.get(construct.code):
            _fill(row, asked, publication, score)
            row.details |= _reliability(publication, construct.code) | _agreement(agreed.get(construct.code))
        else:
            _fill_shares(row, construct, publication)
        rows.append(row)
    for breakdown in publication.breakdowns:
        for group, code in product(("", *breakdown.shown, *breakdown.hidden), breakdown.compared):
            row = Score(round=round, breakdown=breakdown.code, group=group, construct=code, shown=False)
            if score := groups[breakdown.code].get((group, code)):
                _fill(row, asked, publication, score)
            rows.append(row)
    return rows


def _fill(row: Score, asked: Questionnaire, publication: Publication, score: WorkedOut) -> None:
    row.shown, row.n, row.mean, row.sd = True, score.n, score.mean, score.sd
    row.low, row.high, row.note = score.low, score.high, score.note
    correlations = publication.correlations
    own = correlations.own.get(row.construct)
    rho = {"own": own.rho} if own else {"within": correlations.within, "across": correlations.across}
    band = bands.band(score.mean, asked.bands)
    row.details = {"method": METHOD, "items": list(score.items), "answers": list(score.answers)}
    row.details |= {"rho": rho, "band": band}


def _fill_shares(row: Score, construct: Construct, publication: Publication) -> None:
    """The compared item has no score: shares of its options, from as many answers as a distribution needs."""
    cell = publication.items.get(construct.items[0].code) if construct.is_compared else None
    if cell and cell.table:
        row.shown, row.n = True, cell.n
        options = zip(construct.items[0].options, cell.table.shares, strict=True)
        row.details = {"method": METHOD, "shares": {option.code: share for option, share in options}}


def _agreement(agreement: Agreement | None) -> dict[str, Any]:
    return {"agreement": asdict(agreement) | {"acceptable": agreement.acceptable}} if agreement else {}


def _reliability(publication: Publication, construct: str) -> dict[str, Any]:
    """Alpha from 50 people, omega from 100; of everybody, never of a group."""
    own, cell = publication.correlations.own.get(construct), publication.scales[construct]
    if own is None:
        return {}
    reliability = {"alpha": alpha(own, len(cell.items)), "omega": cell.omega}
    return {"reliability": reliability | {"negative": own.negative, "constant": list(own.constant)}}


def compute_tallies(round: Round, asked: Questionnaire, publication: Publication) -> list[ItemTally]:
    """Of everybody: mean, how often each option was chosen, and where a balance item leans."""
    scores = item_scores(asked.scoring, publication)
    return [_tally(round, item, publication.items.get(item.code), scores.get(item.code)) for item in asked.items]


def _tally(round: Round, item: Item, cell: ItemCell | None, score: WorkedOut | None) -> ItemTally:
    row = ItemTally(round=round, item=item.code, shown=cell is not None)
    if cell is None:
        return row
    row.n, row.mean, row.sd = cell.n, cell.mean, cell.sd
    said = cell.n + cell.na + cell.dk  # who did not leave the item blank
    row.details = {"na": cell.na, "dk": cell.dk, "blank": cell.blank}
    row.details |= {"na_share": cell.na / said, "dk_share": cell.dk / said}
    if score is not None:
        row.low, row.high, row.note = score.low, score.high, score.note
    if cell.table is not None:
        row.counts = {option.value: n for option, n in zip(item.options, cell.table.counts, strict=True)}
        if item.scale == "balance":
            row.details["direction"] = cell.table.lean
    return row
