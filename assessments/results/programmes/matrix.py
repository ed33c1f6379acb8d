"""The cross-case matrix: constructs by partnerships as a shaded table, and the same partnership by partnership."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.questionnaire import Construct
from assessments.results.links import page_url
from assessments.results.programmes.queries import PartnershipResults, ProgrammeResults
from assessments.results.tables import Block, Head, ScoreCell, ScoreRow, ScoreTable, score_cell, theme_role
from assessments.results.wording.charts import month_words
from assessments.results.wording.names import short_table_name
from assessments.results.wording.responses import answered_words

CaseBlock = Block[tuple[str, str, ScoreCell]]
"""Rows of one partnership: name, role and cell."""
Case = tuple[Head, CaseBlock, list[CaseBlock]]
"""One partnership read downwards, for narrow screens: the first block stands open, the others are folded."""


def programme_matrix(results: ProgrammeResults) -> ScoreTable:
    titled = (
        (_("Themes"), ("theme",)),
        (_("Elements"), ("element",)),
        (_("Synergy and levels"), ("synergy", "level")),
        (_("Enabling processes"), ("process",)),
        (_("Influence and cost"), ("indicator",)),
    )
    blocks = [
        Block(title, [_row(results, construct) for construct in constructs])
        for title, kinds in titled
        if (constructs := results.rated(*kinds))
    ]
    return ScoreTable([_head(results, column) for column in results.columns], blocks)


def _head(results: ProgrammeResults, column: PartnershipResults) -> Head:
    """Which round it is of; and of which questionnaire, where that is another than the usual one."""
    round = column.round
    usual = results.asked is not None and results.asked.code == column.asked.code
    other = [] if usual else [str(column.asked.name)]
    of_round = [str(round), month_words(round.point_on)]
    answered = answered_words(round.submitted or 0, round)
    return Head(
        name=column.partnership.name,
        url=page_url(round, "result-detail"),
        note=" · ".join([*of_round, *other]),
        details=" · ".join([*of_round, answered, *other]),
    )


def _row(results: ProgrammeResults, construct: Construct) -> ScoreRow:
    cells = [
        score_cell(column.value(construct.code), column.asked.construct(construct.code)) for column in results.columns
    ]
    return ScoreRow(short_table_name(construct, results.asked), theme_role(construct), cells)


def cases(matrix: ScoreTable) -> Iterator[Case]:
    for place, head in enumerate(matrix.heads):
        blocks = [
            Block(block.title, [(row.name, row.role, row.cells[place]) for row in block.rows])
            for block in matrix.blocks
        ]
        if blocks:
            yield head, blocks[0], blocks[1:]
