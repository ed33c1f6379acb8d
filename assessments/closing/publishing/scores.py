"""Scores of everybody and of the groups, with agreement and reliability of everybody where the size allows them."""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import product
from typing import Any

from assessments.disclosure.breakdowns import Breakdown
from assessments.disclosure.derived import ScoreKey, agreements, scores
from assessments.disclosure.publications import Publication
from assessments.models import Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import Construct, Questionnaire
from assessments.statistics import bands
from assessments.statistics.agreement import Agreement
from assessments.statistics.reliability import alpha
from assessments.statistics.scores import Score as WorkedOut


def scores_of(
    round: Round, asked: Questionnaire, publication: Publication, groups: Mapping[str, Mapping[ScoreKey, WorkedOut]]
) -> list[Score]:
    """A row a construct for everybody, then for each breakdown; what is hidden is a row without any number."""
    of_everybody, agreed = scores(asked.scoring, publication), agreements(publication)
    rows = [
        _everybody(round, asked, publication, construct, of_everybody.get(construct.code), agreed.get(construct.code))
        for construct in asked.constructs
    ]
    for breakdown in publication.breakdowns:
        rows += _of_breakdown(round, asked, publication, breakdown, groups[breakdown.code])
    return rows


def _everybody(
    round: Round,
    asked: Questionnaire,
    publication: Publication,
    construct: Construct,
    score: WorkedOut | None,
    agreement: Agreement | None,
) -> Score:
    row = Score(round=round, construct=construct.code, shown=False)
    if score is None:
        return _with_shares(row, construct, publication)
    _fill(row, asked, publication, score)
    row.details |= _reliability(publication, construct.code)
    if agreement is not None:
        row.details["agreement"] = asdict(agreement) | {"acceptable": agreement.acceptable}
    return row


def _of_breakdown(
    round: Round,
    asked: Questionnaire,
    publication: Publication,
    breakdown: Breakdown,
    scores: Mapping[ScoreKey, WorkedOut],
) -> list[Score]:
    """Every group on every construct on which groups are compared, and everybody on the same items."""
    rows = []
    for group, construct in product(("", *breakdown.shown, *breakdown.hidden), breakdown.compared):
        row = Score(round=round, breakdown=breakdown.code, group=group, construct=construct, shown=False)
        if score := scores.get((group, construct)):
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


def _with_shares(row: Score, construct: Construct, publication: Publication) -> Score:
    """The compared item has no score: shares of its options, from as many answers as a distribution needs."""
    cell = publication.items.get(construct.items[0].code) if construct.is_compared else None
    if cell is None or cell.table is None:
        return row
    row.shown, row.n = True, cell.n
    options = zip(construct.items[0].options, cell.table.shares, strict=True)
    row.details = {"method": METHOD, "shares": {option.code: share for option, share in options}}
    return row


def _reliability(publication: Publication, construct: str) -> dict[str, Any]:
    """Alpha from 50 people, omega from 100; of everybody, never of a group."""
    own, cell = publication.correlations.own.get(construct), publication.scales[construct]
    if own is None:
        return {}
    reliability = {"alpha": alpha(own, len(cell.items)), "omega": cell.omega}
    return {"reliability": reliability | {"negative": own.negative, "constant": list(own.constant)}}
