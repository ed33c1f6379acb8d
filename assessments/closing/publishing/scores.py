"""Scores of everybody and of the groups, with agreement and reliability of everybody where the size allows them."""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import product
from typing import Any

from assessments.disclosure.breakdowns import Breakdown
from assessments.disclosure.derived import Place, agreements, scores
from assessments.disclosure.publications import Publication
from assessments.models import Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import Construct, Questionnaire
from assessments.statistics import bands
from assessments.statistics.agreement import Agreement
from assessments.statistics.reliability import alpha
from assessments.statistics.scores import Score as WorkedOut


def scores_of(
    round: Round, asked: Questionnaire, found: Publication, groups: Mapping[str, Mapping[Place, WorkedOut]]
) -> list[Score]:
    """A row a construct for everybody, then for each breakdown; what is hidden is a row without any number."""
    worked_out = scores(asked.scoring, found)
    close = agreements(found)
    rows = [
        _everybody(round, asked, found, one, worked_out.get(one.code), close.get(one.code)) for one in asked.constructs
    ]
    return rows + [row for one in found.breakdowns for row in _of_breakdown(round, asked, found, one, groups[one.code])]


def _everybody(
    round: Round,
    asked: Questionnaire,
    found: Publication,
    construct: Construct,
    score: WorkedOut | None,
    close: Agreement | None,
) -> Score:
    row = Score(round=round, construct=construct.code, shown=False)
    if score is None:
        return _shares(row, construct, found)
    _fill(row, asked, found, score)
    row.details |= _reliability(found, construct.code)
    if close is not None:
        row.details["agreement"] = asdict(close) | {"acceptable": close.acceptable}
    return row


def _of_breakdown(
    round: Round, asked: Questionnaire, found: Publication, one: Breakdown, scores: Mapping[Place, WorkedOut]
) -> list[Score]:
    """Every group on every construct on which groups are compared, and everybody on the same items."""
    rows = []
    for group, construct in product(("", *one.shown, *one.hidden), one.compared):
        row = Score(round=round, breakdown=one.code, group=group, construct=construct, shown=False)
        if score := scores.get((group, construct)):
            _fill(row, asked, found, score)
        rows.append(row)
    return rows


def _fill(row: Score, asked: Questionnaire, found: Publication, score: WorkedOut) -> None:
    row.shown, row.n, row.mean, row.sd = True, score.n, score.mean, score.sd
    row.low, row.high, row.note = score.low, score.high, score.note
    own = found.correlations.own.get(row.construct)
    rho = {"own": own.rho} if own else {"within": found.correlations.within, "across": found.correlations.across}
    band = bands.band(score.mean, asked.ranges())
    row.details = {"method": METHOD, "items": list(score.items), "answers": list(score.answers)}
    row.details |= {"rho": rho, "band": band}


def _shares(row: Score, construct: Construct, found: Publication) -> Score:
    """The compared item has no score: shares of its options, from as many answers as a distribution needs."""
    cell = found.items.get(construct.items[0].code) if construct.is_compared else None
    if cell is None or cell.table is None:
        return row
    row.shown, row.n = True, cell.n
    options = zip(construct.items[0].options, cell.table.shares, strict=True)
    row.details = {"method": METHOD, "shares": {option.code: share for option, share in options}}
    return row


def _reliability(found: Publication, construct: str) -> dict[str, Any]:
    """Alpha from 50 people, omega from 100; of everybody, never of a group."""
    own, cell = found.correlations.own.get(construct), found.scales[construct]
    if own is None:
        return {}
    told = {"alpha": alpha(own, len(cell.items)), "omega": cell.omega}
    return {"reliability": told | {"negative": own.negative, "constant": list(own.constant)}}
