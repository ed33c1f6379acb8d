"""The numbers of a programme as rows, masked exactly as its page shows them."""

from collections.abc import Iterable, Sequence

from assessments.exports.scores import Row
from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.programmes.queries import Column
from assessments.results.values import Value
from assessments.statistics.icc import Icc

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


def matrix_rows(columns: Iterable[Column], constructs: Sequence[Construct]) -> list[Row]:
    """A row a partnership and construct that its newest round asked for."""
    return [
        _row(column, column.round, one, value)
        for column in columns
        for one in constructs
        if (value := column.value(one.code))
    ]


def trend_rows(columns: Iterable[Column], themes: Sequence[Construct]) -> list[Row]:
    """A row a partnership, round and theme, oldest round first."""
    return [
        _row(column, round, theme, column.theme_value(round, theme.code))
        for column in columns
        for round in column.rounds
        for theme in themes
    ]


def icc_rows(pairs: Iterable[tuple[Construct, Icc]]) -> list[Row]:
    """A row a construct; estimates as they are, which may be negative."""
    return [
        [
            *(one.kind, one.code, one.name.en, one.name.fr, icc.groups, icc.people),
            *map(_short, (icc.icc1, icc.icc1_low, icc.icc1_high, icc.icc2, icc.icc2_low, icc.icc2_high)),
            *(icc.useful, icc.note),
        ]
        for one, icc in pairs
    ]


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _row(column: Column, round: Round, one: Construct, value: Value) -> Row:
    invited = round.invited if round.collection == Round.Collection.LINKS else None
    return [
        *(column.partnership.name, round.number, round.point_on.isoformat(), round.version.code),
        *(invited, round.submitted, one.kind, one.code, one.name.en, one.name.fr),
        *(value.shown, value.n, value.mean, value.sd, value.low, value.high, value.note, value.band),
        *(value.apart, value.agreed, ";".join(value.items), len(one.items)),
    ]
