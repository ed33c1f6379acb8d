"""Scores as a shaded table: constructs by groups or by partnerships, in which a hidden cell carries nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct, Questionnaire
from assessments.results.values import ScoreValue
from assessments.results.wording.agreement import deviation_words, is_far
from assessments.results.wording.means import interval_words, mean_words, used_items_words
from assessments.statistics.bands import Band
from synergy.web.formats import number

RowType = TypeVar("RowType")
SHADES, TOP_OF_SCALE = 8, 5
SHOWN, HIDDEN, ABSENT = "shown", "hidden", "absent"


@dataclass(frozen=True)
class ScoreCell:
    """A number as it may be printed. `state`: shown, hidden, or absent (never asked); only a shown cell has more."""

    state: str
    text: str = ""
    shade: int = 0
    n: int | None = None
    interval: str = ""
    used: str = ""  # “3 of 4 questions” where one does not count
    deviation: str = ""  # how far answers lie from their mean
    is_far: bool = False  # too far for the mean to speak for everybody


@dataclass(frozen=True)
class ScoreRow:
    """`used`: “3 of 4 questions” where all cells rest on fewer than all."""

    name: str
    role: str
    cells: list[ScoreCell]
    used: str = ""


@dataclass(frozen=True)
class Block(Generic[RowType]):
    """Rows that belong together; `note` stands beside the title, and a block that is not open is folded."""

    title: str
    rows: list[RowType]
    note: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Head:
    """What a column is of; `note` stands under its name, `details` where a column is read by itself."""

    name: str
    url: str = ""
    note: str = ""
    details: str = ""


@dataclass(frozen=True)
class ScoreTable:
    heads: list[Head]
    blocks: list[Block[ScoreRow]] = field(default_factory=list)

    @property
    def cells(self) -> Iterable[ScoreCell]:
        return (cell for block in self.blocks for row in block.rows for cell in row.cells)

    @property
    def any_hidden(self) -> bool:
        return any(cell.state == HIDDEN for cell in self.cells)

    @property
    def any_far(self) -> bool:
        return any(cell.is_far for cell in self.cells)


def score_cell(value: ScoreValue | None, construct: Construct | None) -> ScoreCell:
    """None: the round did not ask for this construct."""
    if value is None or construct is None:
        return ScoreCell(ABSENT)
    if value.mean is None and not value.in_words:
        return ScoreCell(HIDDEN)
    return ScoreCell(
        SHOWN,
        mean_words(value),
        0 if value.mean is None else shade_of(value.mean),
        value.n,
        interval_words(value),
        used_items_words(value, construct),
        deviation_words(value),
        is_far(value.mean_deviation),
    )


def theme_role(construct: Construct) -> str:
    """The marker of a theme; no other construct has one."""
    return construct.role if construct.kind == "theme" else ""


def shade_of(mean: float) -> int:
    """By the published mean, as bands go: 3.997 reads 4.00 and is shaded like what is to discuss, as sentences call it.

    Steps of half a point begin where bands do; noise of floats beyond the ninth decimal moves nothing.
    """
    return max(0, min(SHADES, int((round(mean, 9) - 1) * 2)))


def band_key(asked: Questionnaire) -> list[tuple[int, str]]:
    """What shades mean: for each band the shade of its middle, and its name with its lower end; the lowest first."""
    return [
        (shade_of((band.low + band.high) / 2), f"{band.label} ({_reach(band)})" if band.label else _reach(band))
        for band in asked.bands
    ]


def _reach(band: Band) -> str:
    low, high = number(band.low, 0), number(band.high, 0)
    if band.high >= TOP_OF_SCALE:
        return _("%(low)s and more") % {"low": low}
    return _("from %(low)s to under %(high)s") % {"low": low, "high": high}
