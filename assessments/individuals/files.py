"""Answers with names as a file; only the door of identified rounds hands over people to write."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exports.codebooks import codebook_table, notes_table
from assessments.exports.files import CSV, SAV, workbook
from assessments.exports.scores import Cell, CellRow
from assessments.exports.spss import sav_bytes
from assessments.exports.variables import NO_NUMBER, NOTHING, Frame, Variable, both
from assessments.groupings import BREAKDOWNS, NAMES
from assessments.individuals.queries import Individual
from assessments.models import Round
from assessments.questionnaire import Item, Questionnaire, questionnaire
from synergy.web.downloads import csv_bytes

NONRESPONSE_CODES = {"na": -8, "dk": -7}
"""User-missing codes of the answers that are no number."""


def individuals_file(round: Round, people: Sequence[Individual], format: str, language: str) -> bytes:
    """One row a person, as csv, xlsx or sav; `people` as the door gave them, in this language."""
    asked = questionnaire(round.version)
    with translation.override(language):
        frame = individual_frame(asked, people)
        notes = [(str(round), _warning()), (_("Missing codes"), _missing_words())]
        if format == CSV:
            return csv_bytes(frame.names, frame.rows)
        if format == SAV:
            title = f"{round.partnership.name}, {round}"
            return sav_bytes(frame, language, title, [f"{about}: {words}" for about, words in notes])
        return workbook(frame, codebook_table(frame, [asked]), notes_table(notes))


def individual_frame(asked: Questionnaire, people: Sequence[Individual]) -> Frame:
    """Columns: name, breakdowns in words, every item, every comment; rows in the order of the people."""
    sections = [(section.code, section.comment) for section in asked.sections]
    texts = [*sections, *((question.code, question.text) for question in asked.open_questions)]
    columns = (
        Variable("name", "text", both(gettext_lazy("Name"))),
        *(Variable(code, "text", both(NAMES[code])) for code in BREAKDOWNS),
        *(_of_item(item, asked) for item in asked.items),
        *(Variable(code, "text", text) for code, text in texts),
    )
    variables = tuple(replace(column, versions=(asked.code,)) for column in columns)
    return Frame(variables, [_row(asked, person, [code for code, _text in texts]) for person in people])


def _of_item(item: Item, asked: Questionnaire) -> Variable:
    words = {option.value: option.label for option in (*item.options, *asked.nonresponse_options)}
    return Variable(item.code, "answer", item.text, NOTHING, f"1–{len(item.options)}", words, NONRESPONSE_CODES)


def _row(asked: Questionnaire, person: Individual, texts: Sequence[str]) -> CellRow:
    cells: list[Cell] = [person.name or _("imported, without a name")]
    cells += [person.about.get(name, "") for name in BREAKDOWNS]
    cells += [person.answers.get(item.code) for item in asked.items]
    return cells + [person.comments.get(code) for code in texts]


def _warning() -> str:
    return _(
        "An identified round: before they answered, everybody read that coordinators can see their name with their"
        " answers. Keep this file where nobody else can read it."
    )


def _missing_words() -> str:
    return _(
        "Not applicable is na (%(na)s in .sav), “I don’t know” is dk (%(dk)s); a question left out is an empty cell"
        " (%(blank)s)."
    ) % {**NONRESPONSE_CODES, "blank": NO_NUMBER}
