"""What the page of groups shows: for each breakdown a shaded table of means, and who sees it differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.groupings import NAMES
from assessments.models import Gap, Round
from assessments.questionnaire import Construct
from assessments.results.analyses import gaps_of, power_sharing_of
from assessments.results.groups.gaps import GapsTile, gaps_tile, power_sentence
from assessments.results.headers import RoundHeader
from assessments.results.links import download_url
from assessments.results.queries import RoundResults, breakdown_of
from assessments.results.tables import Block, Head, ScoreRow, ScoreTable, score_cell, theme_role
from assessments.results.values import BreakdownValues, ScoreValue
from assessments.results.wording.means import mean_words, not_shown, used_items_words

DOWNLOADS = {"kind": "kinds", "sector": "sectors", "tenure": "tenures"}
"""Breakdown -> what its table is called in addresses."""


@dataclass(frozen=True)
class GroupSection:
    """One breakdown; where no group is shown it has neither table nor gaps. Groups are shown from `k` people."""

    code: str
    title: str
    sentence: str
    k: int
    csv_url: str
    table: ScoreTable | None = None
    notes: Sequence[str] = ()
    gaps: GapsTile | None = None
    power: str = ""
    gaps_csv_url: str = ""


def group_sections(header: RoundHeader) -> list[GroupSection]:
    """The breakdowns chosen before the opening. Nine queries at most, for two breakdowns."""
    breakdowns = [] if header.nothing else _breakdowns(header.round)
    gaps = gaps_of(header.round) if breakdowns else {}
    power = power_sharing_of(header.round) if any(breakdown.code == "kind" for breakdown in breakdowns) else None
    return [
        _section(header.results, breakdown, gaps.get(breakdown.code, []), power if breakdown.code == "kind" else None)
        for breakdown in breakdowns
    ]


def _breakdowns(round: Round) -> list[BreakdownValues]:
    return [values for code in round.breakdowns if code in NAMES and (values := breakdown_of(round, code))]


def _section(
    results: RoundResults, breakdown: BreakdownValues, gaps: Sequence[Gap], power: Mapping[str, Any] | None
) -> GroupSection:
    code, round, k = DOWNLOADS[breakdown.code], results.round, results.plan.k
    title, csv_url = _titles().get(breakdown.code, _("Results by group")), download_url(results.round, code)
    if not breakdown.shown:
        return GroupSection(code, title, _("No group can be shown apart from the others."), k, csv_url)
    words = _("Mean from 1 to 5 and number of answers in round %(number)s, for groups of at least %(k)s people.")
    table, labels = group_table(results, breakdown), breakdown.shown_labels
    return GroupSection(
        code=code,
        title=title,
        sentence=words % {"number": round.number, "k": k},
        k=k,
        csv_url=csv_url,
        table=table,
        notes=_notes(results, breakdown, table),
        gaps=gaps_tile(results.asked, gaps, labels),
        power=power_sentence(power, labels) if power else "",
        gaps_csv_url=download_url(round, f"gaps-{breakdown.code}"),
    )


def _titles() -> dict[str, str]:
    return {
        "kind": _("Results by stakeholder kind"),
        "sector": _("Results by sector"),
        "tenure": _("Results by length of membership"),
    }


def group_table(results: RoundResults, breakdown: BreakdownValues) -> ScoreTable:
    """Themes, elements and indicators by the groups of a breakdown, beside everybody."""
    compared = [
        construct
        for construct in results.asked.constructs
        if construct.code in breakdown.constructs and not construct.is_compared
    ]
    blocks = [
        Block(title, [_row(results, breakdown, construct) for construct in compared if construct.kind == kind])
        for title, kind in ((_("Themes"), "theme"), (_("Influence"), "indicator"), (_("Elements"), "element"))
    ]
    heads = [
        Head(capfirst(label), note="" if group in breakdown.shown else not_shown())
        for group, label in breakdown.labels.items()
    ]
    return ScoreTable([Head(_("Everyone")), *heads], [block for block in blocks if block.rows])


def _row(results: RoundResults, breakdown: BreakdownValues, construct: Construct) -> ScoreRow:
    everybody = _everybody(results, breakdown, construct)
    values = [everybody, *(breakdown.value(group, construct.code) for group in breakdown.labels)]
    cells = [score_cell(value, construct) for value in values]
    return ScoreRow(str(construct.short), theme_role(construct), cells, used_items_words(everybody, construct))


def _everybody(results: RoundResults, breakdown: BreakdownValues, construct: Construct) -> ScoreValue:
    """An older round kept no score of everybody beside its groups: its score of everybody stands there."""
    value = results.value(construct.code)
    return breakdown.everybody.get(construct.code) or (
        value if value.is_method_one else ScoreValue(construct.code, shown=False)
    )


def _notes(results: RoundResults, breakdown: BreakdownValues, table: ScoreTable) -> list[str]:
    """On what groups are compared, where that is less than all there is."""
    hidden = ScoreValue("", shown=False)
    differs = any(
        mean_words(results.value(code)) != mean_words(breakdown.everybody.get(code) or hidden)
        for code in (breakdown.constructs if breakdown.everybody else ())
    )
    notes = []
    if differs or any(row.used for block in table.blocks for row in block.rows):
        notes.append(
            _(
                "Groups, and everyone beside them, are compared on the same questions. One that too few people of a "
                "group answered, or on which a small group, or those left over, all answered alike, or all but one, is "
                "left out for all. So the score of everyone may differ from the one on the other pages, or not stand "
                "here at all."
            )
        )
    if any(value.decimals == 1 and not value.is_method_one for value in breakdown.values.values()):
        notes.append(_("Scores of groups of fewer than 30 people have one decimal."))
    return notes
