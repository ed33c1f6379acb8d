"""Reading a wide file of answers given elsewhere: it has a row for each respondent, and a column for each item."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.closing.respondent_codes import panel_keys
from assessments.groupings import TENURES
from assessments.imports.bulk_answers import GivenAnswers
from assessments.models import Round
from assessments.questionnaire import Questionnaire, questionnaire
from partnerships.models import Sector, StakeholderKind
from synergy.web.sheets import Sheet, SheetError, SheetRow, read_sheet
from synergy.web.typed_text import clean, is_too_long

MOST_ROWS = 20_000
# What else than an item a column may be; compared without case, spaces, hyphens and underscores.
_OTHER_COLUMNS = {
    "kind": "kind",
    "stakeholderkind": "kind",
    "typedepartieprenante": "kind",
    "sector": "sector",
    "secteur": "sector",
    "tenure": "tenure",
    "lengthofmembership": "tenure",
    "respondentkey": "key",
    "respondent": "key",
    "respondentid": "key",
    "key": "key",
    "language": "language",
    "langue": "language",
}


@dataclass(frozen=True)
class Refusal:
    """Why one response is refused: the row of the spreadsheet, the column, and a sentence."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("Row %(row)s, column “%(column)s”: %(message)s") % vars(self)


@dataclass(frozen=True)
class ParsedFile:
    """What a file holds: the responses that may be imported, and every reason why others may not."""

    responses: list[GivenAnswers] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def refused_rows(self) -> int:
        return len({refusal.row for refusal in self.refusals})


def read_responses(round: Round, file: IO[bytes], name: str) -> ParsedFile:
    """Read and check a CSV or XLSX file for this round; writes nothing.

    A cell holds an option of the item, `na`, `dk`, or nothing (a blank). One wrong value refuses the whole response.
    Raises SheetError when the file itself cannot be read or has a column that is neither an item nor known.
    """
    sheet, questions, terms = read_sheet(file, name, max_rows=MOST_ROWS), questionnaire(round.version), _terms()
    columns, panel_key = _columns(sheet, questions), panel_keys(round.partnership_id)
    key_column = next((column for column, meaning in columns.items() if meaning == "key"), "")
    parsed = ParsedFile()
    first_rows: dict[str, int] = {}
    for row in sheet.rows:
        refusals: list[Refusal] = []
        key = panel_key(f"imported:{row[key_column]}") if key_column and row[key_column] else ""
        response = _response(row, columns, questions, terms, key, refusals)
        if key and (first := first_rows.setdefault(key, row.number)) != row.number:
            message = _("the same respondent key stands in row %(first)s.") % {"first": first}
            refusals.append(Refusal(row.number, key_column, message))
        if refusals:
            parsed.refusals.extend(refusals)
        else:
            parsed.responses.append(response)
    return parsed


def _columns(sheet: Sheet, questions: Questionnaire) -> dict[str, str]:
    """Column as written -> item code, open question, or one of kind, sector, tenure, key, language."""
    codes = [*(item.code for item in questions.items), *questions.comment_codes()]
    known = {_plain(code): code for code in codes}
    known |= _OTHER_COLUMNS
    meanings: dict[str, str] = {}
    for column in sheet.columns:
        meaning = known.get(_plain(column))
        if meaning is None:
            words = _(
                "This column is neither an item of %(name)s nor stakeholder kind, sector, length of membership, "
                "respondent key or language."
            )
            raise SheetError(words % {"name": questions.code}, 1, column)
        if meaning in meanings.values():
            raise SheetError(_("This column stands twice in the file."), 1, column)
        meanings[column] = meaning
    if not any(questions.item(meaning) for meaning in meanings.values()):
        words = _("The file has no column with the code of an item, such as %(code)s.")
        raise SheetError(words % {"code": questions.items[0].code}, 1)
    return meanings


def _response(
    row: SheetRow,
    columns: Mapping[str, str],
    questions: Questionnaire,
    terms: Mapping[str, Mapping[str, str]],
    key: str,
    refusals: list[Refusal],
) -> GivenAnswers:
    answers: dict[str, int | str] = {}
    about: dict[str, str] = {}
    comments: dict[str, str] = {}
    for column, meaning in columns.items():
        text = row[column]
        if not text or meaning == "key":
            continue
        if meaning in terms:
            about[meaning] = _term(row, column, text, terms[meaning], refusals)
        elif meaning in questions.comment_codes():
            comments[meaning] = _comment(row, column, text, refusals)
        else:
            answers[meaning] = _value(row, column, text, questions, meaning, refusals)
    about.pop("language", None)  # read so that a wrong language is noticed; answers carry no language
    return GivenAnswers(answers=answers, about=about, comments=comments, imported_key=key)


def _value(
    row: SheetRow, column: str, text: str, questions: Questionnaire, code: str, refusals: list[Refusal]
) -> int | str:
    item = questions.item(code)
    plain = re.sub(r"\.0+$", "", text).lower()
    if item is None or plain not in item.values:
        words = {"text": text[:40], "most": len(item.options) if item else 5}
        message = _("“%(text)s” is not an answer: 1 to %(most)s, na, dk, or nothing.") % words
        refusals.append(Refusal(row.number, column, message))
        return "na"
    return int(plain) if plain.isdigit() else plain


def _comment(row: SheetRow, column: str, text: str, refusals: list[Refusal]) -> str:
    if is_too_long(text):
        refusals.append(Refusal(row.number, column, _("this text is too long.")))
    return clean(text)


def _term(row: SheetRow, column: str, text: str, terms: Mapping[str, str], refusals: list[Refusal]) -> str:
    code = terms.get(text.strip().lower())
    if code is None:
        message = _("“%(text)s” is not known here.") % {"text": text[:40]}
        refusals.append(Refusal(row.number, column, message))
    return code or ""


def _terms() -> dict[str, dict[str, str]]:
    """Codes and both names of kinds and sectors, lower case."""
    written: dict[str, dict[str, str]] = {}
    vocabularies: tuple[tuple[str, Iterable[StakeholderKind | Sector]], ...] = (
        ("kind", StakeholderKind.objects.all()),
        ("sector", Sector.objects.all()),
    )
    for name, terms in vocabularies:
        written[name] = {text.lower(): term.code for term in terms for text in (term.code, *term.names_in_files)}
    written["tenure"] = {code: code for code in TENURES}
    written["language"] = {code: code for code, _name in settings.LANGUAGES}
    return written


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", text).lower()
