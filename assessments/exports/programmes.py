"""The numbers of a programme as rows, masked exactly as its page shows them."""

from collections.abc import Iterable, Sequence

from assessments.exports.scores import CellRow
from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.programmes.differences import Difference
from assessments.results.programmes.queries import PartnershipResults
from assessments.results.values import ScoreValue

COLUMNS = (
    *("partnership", "round", "closed_on", "instrument", "invited", "answered"),
    *("kind", "construct", "name_en", "name_fr"),
    *("shown", "n", "mean", "sd", "low", "high", "note", "band", "mean_distance", "agreement_acceptable"),
    *("items", "items_asked"),
)
ICC_COLUMNS = (
    *("kind", "construct", "name_en", "name_fr", "partnerships", "people"),
    *("icc1", "icc1_low", "icc1_high", "icc2", "icc2_low", "icc2_high", "useful", "note"),
)


def matrix_rows(columns: Iterable[PartnershipResults], constructs: Sequence[Construct]) -> list[CellRow]:
    """A row a partnership and construct that its newest round asked for."""
    return [
        _row(column, column.round, construct, value)
        for column in columns
        for construct in constructs
        if (value := column.value(construct.code))
    ]


def trend_rows(columns: Iterable[PartnershipResults], themes: Sequence[Construct]) -> list[CellRow]:
    """A row a partnership, round and theme, oldest round first."""
    return [
        _row(column, round, theme, column.theme_value(round, theme.code))
        for column in columns
        for round in column.rounds
        for theme in themes
    ]


def icc_rows(differences: Iterable[Difference]) -> list[CellRow]:
    """A row a construct; estimates as they are, which may be negative."""
    rows: list[CellRow] = []
    for difference in differences:
        construct, icc = difference.construct, difference.icc
        estimates = (icc.icc1, icc.icc1_low, icc.icc1_high, icc.icc2, icc.icc2_low, icc.icc2_high)
        short = [None if estimate is None else round(estimate, 3) for estimate in estimates]
        named = (construct.kind, construct.code, construct.name.en, construct.name.fr)
        rows.append([*named, icc.groups, icc.people, *short, icc.useful, icc.note])
    return rows


def _row(column: PartnershipResults, round: Round, construct: Construct, value: ScoreValue) -> CellRow:
    invited = round.invited if round.collection == Round.Collection.LINKS else None
    return [
        *(column.partnership.name, round.number, round.point_on.isoformat(), round.version.code),
        *(invited, round.submitted, construct.kind, construct.code, construct.name.en, construct.name.fr),
        *(value.shown, value.n, value.mean, value.sd, value.low, value.high, value.note, value.band),
        *(value.mean_deviation, value.agreed, ";".join(value.items), len(construct.items)),
    ]
