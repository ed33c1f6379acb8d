"""Scores by group as a shaded table, in which a hidden cell and an empty one are the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct
from assessments.results.panels import download_url
from assessments.results.queries import RoundResults
from assessments.results.values import Breakdown, Group, Value
from assessments.results.wording import words as say
from assessments.statistics.rounding import round_half_up

SHADES = 8
NOTHING = Value("", shown=False)
DOWNLOADS = {"kind": "kinds", "sector": "sectors", "tenure": "tenures"}
"""Breakdown -> what its table is called in addresses."""


@dataclass(frozen=True)
class HeatCell:
    """`text` is the number as it may be printed; a hidden cell has none."""

    hidden: bool
    text: str = ""
    shade: int = 0
    n: int | None = None


@dataclass(frozen=True)
class HeatRow:
    """`used`: “3 of 4 questions” where groups are compared on fewer than all."""

    name: str
    role: str
    used: str
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
    notes: list[str]
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
        notes=_notes(found, table, [row.used for block in blocks for row in block.rows]),
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
        return _("No group can be shown apart from the others.")
    return _("Mean from 1 to 5 and number of answers in round %(number)s, for groups of at least %(k)s people.") % {
        "number": found.round.number,
        "k": found.plan.k,
    }


def _notes(found: RoundResults, table: Breakdown, used: Sequence[str]) -> list[str]:
    """On what groups are compared, where that is less than all there is."""
    told = [found.value(code) for code in table.constructs if table.everybody]
    here = {value.construct: table.everybody.get(value.construct) for value in told}
    differs = any(say.mean_words(one) != say.mean_words(here[one.construct] or NOTHING) for one in told)
    said = []
    if differs or any(used):
        said.append(
            _(
                "Groups, and everyone beside them, are compared on the same questions. One that too few people of a "
                "group answered, or on which a small group, or those left over, all answered alike, or all but one, is "
                "left out for all. So the score of everyone may differ from the one on the other pages, or not stand "
                "here at all."
            )
        )
    if any(value.decimals == 1 for value in table.values.values() if not value.is_older):
        said.append(_("Scores of groups of fewer than 30 people have one decimal."))
    return said


def _rows(found: RoundResults, table: Breakdown, constructs: Sequence[Construct]) -> list[HeatRow]:
    rows = []
    for one in constructs:
        everybody = table.everybody.get(one.code) or _elsewhere(found, table, one)
        values = [everybody, *(table.value(group, one.code) for group in table.groups)]
        role = one.role if one.kind == "theme" else ""
        rows.append(HeatRow(str(one.short), role, say.part_words(everybody, one), list(map(heat_cell, values))))
    return rows


def _elsewhere(found: RoundResults, table: Breakdown, one: Construct) -> Value:
    """An older round kept no score of everybody beside its groups; one that compares no group on it shows none."""
    value = found.value(one.code)
    return value if value.is_older or not any(group.shown for group in table.groups) else Value(one.code, shown=False)


def heat_cell(value: Value) -> HeatCell:
    if value.mean is None:
        return HeatCell(False, value.told, n=value.n) if value.told else HeatCell(hidden=True)
    return HeatCell(False, say.mean_words(value), _shade(round_half_up(value.mean, value.decimals)), value.n)


def _shade(mean: float) -> int:
    """By the printed number, so that two cells that read alike look alike."""
    return max(0, min(SHADES, int((mean - 1) * 2)))
