"""The cross-case matrix: constructs by partnerships as a shaded table, and the same partnership by partnership."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.questionnaire import Construct
from assessments.results.groups.heat import HeatCell, heat_cell
from assessments.results.programmes.queries import Column, Programme
from assessments.results.values import Value
from assessments.results.wording import words as say
from assessments.results.wording.agreements import DECIMALS, is_far
from synergy.web.formats import number

MANY = 6  # from one more on, heads of columns are turned


@dataclass(frozen=True)
class Head:
    """A partnership as it heads a column: its name, where its results are, and which round they are of."""

    name: str
    url: str
    round: str
    closed: str
    answered: str
    other: str  # the questionnaire, where it is another than the usual one


@dataclass(frozen=True)
class MatrixCell:
    """A number as it may be printed. `state`: shown, hidden (it carries nothing else) or absent (never asked)."""

    state: str
    heat: HeatCell
    interval: str = ""
    apart: str = ""
    disagreed: bool = False
    used: str = ""  # “3 of 4 questions” where one does not count


@dataclass(frozen=True)
class MatrixRow:
    name: str
    role: str
    cells: list[MatrixCell]


@dataclass(frozen=True)
class Block:
    """Rows that belong together; all but the first are folded."""

    code: str
    title: str
    rows: list[MatrixRow]


@dataclass(frozen=True)
class CardBlock:
    title: str
    rows: list[tuple[str, str, MatrixCell]]  # name, role, cell


@dataclass(frozen=True)
class Card:
    """One partnership read downwards, for narrow screens."""

    head: Head
    first: CardBlock
    others: list[CardBlock]


@dataclass(frozen=True)
class Matrix:
    heads: list[Head]
    blocks: list[Block]
    cards: list[Card]
    any_hidden: bool
    any_disagreed: bool

    @property
    def many(self) -> bool:
        return len(self.heads) > MANY


def rated(programme: Programme, *kinds: str) -> list[Construct]:
    """Constructs that have a mean: the compared item has shares."""
    return [one for one in programme.of_kind(*kinds) if all(item.scale != "compared" for item in one.items)]


def matrix(programme: Programme) -> Matrix:
    heads = [_head(programme, column) for column in programme.columns]
    blocks = [
        Block(code, title, [_row(programme, one) for one in rated(programme, *kinds)])
        for code, title, kinds in (
            ("themes", _("Themes"), ("theme",)),
            ("elements", _("Elements"), ("element",)),
            ("levels", _("Synergy and levels"), ("synergy", "level")),
            ("processes", _("Enabling processes"), ("process",)),
            ("indicators", _("Influence and cost"), ("indicator",)),
        )
    ]
    blocks = [block for block in blocks if block.rows]
    cells = [cell for block in blocks for row in block.rows for cell in row.cells]
    return Matrix(
        heads=heads,
        blocks=blocks,
        cards=[_card(head, place, blocks) for place, head in enumerate(heads)] if blocks else [],
        any_hidden=any(cell.state == "hidden" for cell in cells),
        any_disagreed=any(cell.disagreed for cell in cells),
    )


def _head(programme: Programme, column: Column) -> Head:
    round = column.round
    usual = programme.asked is not None and programme.asked.code == column.asked.code
    return Head(
        name=column.partnership.name,
        url=reverse("result-detail", args=[column.partnership.slug, round.number]),
        round=str(round),
        closed=say.month_words(round.point_on),
        answered=say.answered_words(round.submitted or 0, round),
        other="" if usual else str(column.asked.name),
    )


def _row(programme: Programme, one: Construct) -> MatrixRow:
    role = one.role if one.kind == "theme" else ""
    name = say.short_table_name(one, programme.asked)
    return MatrixRow(name, role, [_cell(column, one) for column in programme.columns])


def _cell(column: Column, one: Construct) -> MatrixCell:
    value, asked = column.value(one.code), column.asked.construct(one.code)
    if value is None or asked is None:
        return MatrixCell("absent", HeatCell(hidden=True))
    heat = heat_cell(value)
    if heat.hidden:
        return MatrixCell("hidden", heat)
    return MatrixCell(
        "shown",
        heat,
        say.interval_words(value),
        _apart(value),
        is_far(value.apart),
        say.part_words(value, asked),
    )


def _apart(value: Value) -> str:
    if value.apart is None:
        return ""
    return _("answers lie %(points)s points from their mean on average") % {"points": number(value.apart, DECIMALS)}


def _card(head: Head, place: int, blocks: Sequence[Block]) -> Card:
    read = [CardBlock(block.title, [(row.name, row.role, row.cells[place]) for row in block.rows]) for block in blocks]
    return Card(head, read[0], read[1:])
