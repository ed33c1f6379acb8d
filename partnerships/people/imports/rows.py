"""One row of a file of people: its texts become values, or sentences about what is wrong with them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from partnerships.dates import start_problem
from partnerships.models import Sector, StakeholderKind
from partnerships.models.vocabulary import Term
from synergy.accounts.names import is_visible, tidy_name

# The columns, by the names under which a file may give them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "nom", "full_name", "nom_complet"),
    "email": ("email", "courriel", "e_mail", "mail", "e_mail_address", "email_address", "adresse_courriel"),
    "language": ("language", "langue"),
    "kind": ("kind", "type", "stakeholder_kind", "type_de_partie_prenante"),
    "organisation": ("organisation", "organization"),
    "sector": ("sector", "secteur"),
    "member_from": ("member_from", "membre_depuis", "member_since", "membre_depuis_le"),
    "reason": ("reason", "raison", "motif", "reason_for_being_there"),
}
LONGEST = {"name": 120, "email": 254, "organisation": 160, "reason": 300}
LANGUAGES = {
    **dict.fromkeys(("en", "english", "anglais", "eng"), "en"),
    **dict.fromkeys(("fr", "francais", "french", "fre", "fra"), "fr"),
}
NAMES = ("name", "organisation")
T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class PersonRow:
    """A person as a row describes them; a field that the row leaves open is empty or None."""

    number: int
    name: str
    email: str = ""
    language: str = ""
    kind: StakeholderKind | None = None
    organisation: str = ""
    sector: Sector | None = None
    member_from: date | None = None
    reason: str = ""
    problems: list[str] = field(default_factory=list)


def by_any_name(terms: Iterable[T]) -> dict[str, T]:
    """Kinds or sectors by their names in both languages, and by their codes, which come first; all folded."""
    terms = list(terms)
    names = {folded(name): term for term in reversed(terms) for name in term.names_in_files}
    return names | {folded(term.code): term for term in terms}


def folded(text: str) -> str:
    """Letters and digits only, without case or accents: how names of columns and terms are compared."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")


def read_row(
    number: int, cells: dict[str, str], kinds: dict[str, StakeholderKind], sectors: dict[str, Sector], today: date
) -> PersonRow:
    """The person whom a row describes; `problems` says, column by column, what does not fit."""
    problems: list[str] = []
    texts = {column: _text(column, cells.get(column, ""), problems) for column in COLUMNS}
    if not texts["name"]:
        problems.append(in_column("name", _("a name is needed.")))
    if texts["sector"] and not texts["organisation"]:
        problems.append(in_column("sector", _("a sector needs an organisation.")))
    return PersonRow(
        number=number,
        name=texts["name"],
        email=_email(texts["email"], problems),
        language=_language(texts["language"], problems),
        kind=_term("kind", texts["kind"], kinds, problems),
        organisation=texts["organisation"],
        sector=_term("sector", texts["sector"], sectors, problems),
        member_from=_day(texts["member_from"], today, problems),
        reason=texts["reason"],
        problems=problems,
    )


def in_column(column: str, words: str) -> str:
    return _("Column “%(column)s”: %(words)s") % {"column": column, "words": words}


def _quoted(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _text(column: str, cell: str, problems: list[str]) -> str:
    text = tidy_name(cell) if column in NAMES else " ".join(cell.split())
    if column in NAMES and text and not is_visible(text):
        problems.append(in_column(column, _("this has no character that can be seen.")))
    limit = LONGEST.get(column)
    if limit is not None and len(text) > limit:
        words = _("longer than %(limit)s characters.") % {"limit": limit}
        problems.append(in_column(column, words))
        return text[:limit]
    return text


def _email(text: str, problems: list[str]) -> str:
    try:
        if text:
            validate_email(text)
    except ValidationError:
        problems.append(in_column("email", _("“%(text)s” is not an e-mail address.") % {"text": _quoted(text)}))
    return text


def _language(text: str, problems: list[str]) -> str:
    language = LANGUAGES.get(folded(text), "")
    if text and not language:
        words = _("“%(text)s” is not a language on offer: write en or fr.") % {"text": _quoted(text)}
        problems.append(in_column("language", words))
    return language


def _term(column: str, text: str, terms: dict[str, T], problems: list[str]) -> T | None:
    term = terms.get(folded(text)) if text else None
    if text and term is None:
        words = _("“%(text)s” is not in the list; the template names what is.") % {"text": _quoted(text)}
        problems.append(in_column(column, words))
    return term


def _day(text: str, today: date, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        day = None
    if day is None:
        words = _("“%(text)s” is not a date: write year-month-day, like 2026-09-01.") % {"text": _quoted(text)}
        problems.append(in_column("member_from", words))
        return None
    problem = start_problem(day, today)
    if problem:
        problems.append(in_column("member_from", problem))
    return day
