"""Scores by group as a shaded table, in which a hidden cell and an empty one are the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.dashboards import words as say
from assessments.dashboards.panels import download_url
from assessments.queries.instruments import Construct
from assessments.queries.results import Breakdown, Group, RoundResults, Value
from assessments.scoring.disclosure import rounded
from synergy.web.templatetags.manners import number

SHADES = 8
DOWNLOADS = {"kind": "kinds", "sector": "sectors", "tenure": "tenures"}
"""Breakdown -> what its table is called in addresses."""


@dataclass(frozen=True)
class HeatCell:
    """`text` is the number as it may be printed; a hidden cell has none."""

    hidden: bool
    text: str = ""
    shade: int = 0
    n: int | None = None
    alike: bool = False


@dataclass(frozen=True)
class HeatRow:
    name: str
    role: str
    cells: list[HeatCell]


@dataclass(frozen=True)
class HeatBlock:
    title: str
    rows: list[HeatRow]


@dataclass(frozen=True)
class HeatTable:
    code: str
    title: str
    sentence: str
    columns: list[Group]
    blocks: list[HeatBlock]
    k: int
    any_hidden: bool
    any_shown: bool
    csv_url: str


def heat_table(found: RoundResults, table: Breakdown) -> HeatTable:
    """Themes, elements and indicators by the groups of a breakdown, beside everybody."""
    rated = [one for one in found.asked.constructs if all(item.scale != "compared" for item in one.items)]
    compared = [one for one in rated if one.code in table.constructs]
    blocks = [
        HeatBlock(title, _rows(found, table, [one for one in compared if one.kind == kind]))
        for title, kind in ((_("Themes"), "theme"), (_("Influence"), "indicator"), (_("Elements"), "element"))
    ]
    shown = [group for group in table.groups if group.shown]
    return HeatTable(
        code=DOWNLOADS[table.code],
        title=_titles().get(table.code, _("Results by group")),
        sentence=_sentence(found, shown),
        columns=[Group("", _("Everyone"), shown=True), *table.groups],
        blocks=[block for block in blocks if block.rows],
        k=found.plan.k,
        any_hidden=any(cell.hidden for block in blocks for row in block.rows for cell in row.cells),
        any_shown=bool(shown),
        csv_url=download_url(found.round, DOWNLOADS[table.code]),
    )


def _titles() -> dict[str, str]:
    return {
        "kind": _("Results by stakeholder kind"),
        "sector": _("Results by sector"),
        "tenure": _("Results by length of membership"),
    }


def _sentence(found: RoundResults, shown: Sequence[Group]) -> str:
    if not shown:
        return _("No group has enough answers to be shown apart from the others.")
    return _("Mean from 1 to 5 and number of answers in round %(number)s, for groups of at least %(k)s people.") % {
        "number": found.round.number,
        "k": found.plan.k,
    }


def _rows(found: RoundResults, table: Breakdown, constructs: Sequence[Construct]) -> list[HeatRow]:
    return [
        HeatRow(
            str(one.short),
            one.role if one.kind == "theme" else "",
            [heat_cell(found.value(one.code)), *(heat_cell(table.value(group, one.code)) for group in table.groups)],
        )
        for one in constructs
    ]


def heat_cell(value: Value) -> HeatCell:
    if not value.shown or (value.mean is None and not value.alike):
        return HeatCell(hidden=True)
    if value.mean is None:
        middle = ((value.low or 1) + (value.high or 5)) / 2
        return HeatCell(False, say.range_words(value), _shade(middle), value.n, alike=True)
    return HeatCell(False, number(value.mean, 1), _shade(rounded(value.mean, 1) or 0), value.n)


def _shade(mean: float) -> int:
    """By the printed number, so that two cells that read alike look alike."""
    return max(0, min(SHADES, int((mean - 1) * 2)))
