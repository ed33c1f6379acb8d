"""Files of people: the columns that a file may have, and how a file is read."""

from typing import IO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.models import Sector, StakeholderKind
from partnerships.people.imports.rows import COLUMNS, folded
from synergy.web.downloads import DownloadTable
from synergy.web.sheets import SheetError, read_sheet

MOST_PEOPLE = 1_000
# No value on offer is longer than this; what lies behind could not be accepted anyway.
LONGEST_KEPT = 1_000
_COLUMN_OF = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}

FileRow = dict[str, object]


def read_people(file: IO[bytes], name: str) -> tuple[list[FileRow], list[str]]:
    """The rows as `{"number", "cells": {column: text}}` under our own column names, and the columns not used.

    Raises SheetError when the file cannot be read, has no column of names, or gives one column twice.
    """
    sheet = read_sheet(file, name, max_rows=MOST_PEOPLE)
    ours: dict[str, str] = {}
    for heading in sheet.columns:
        column = _COLUMN_OF.get(folded(heading))
        if column is None:
            continue
        if column in ours.values():
            raise SheetError(_("Two columns mean “%(column)s”. Remove one.") % {"column": column})
        ours[heading] = column
    if "name" not in ours.values():
        raise SheetError(_("There is no column “name”. Start from the template: its first row names the columns."))
    if not sheet.rows:
        raise SheetError(_("There is no row under the names of the columns."))
    rows: list[FileRow] = [
        {"number": row.number, "cells": {ours[heading]: row[heading][:LONGEST_KEPT] for heading in ours}}
        for row in sheet.rows
    ]
    return rows, [heading[:80] for heading in sheet.columns if heading not in ours]


def template_tables() -> list[DownloadTable]:
    """The sheet to fill in, its columns named in the reader's language, and the kinds and sectors it may use."""
    place = 1 if (get_language() or "en").startswith("fr") else 0
    headings = [aliases[min(place, len(aliases) - 1)] for aliases in COLUMNS.values()]
    headings[list(COLUMNS).index("organisation")] = "organisation"
    terms = [
        (_("kind"), StakeholderKind.objects.filter(active=True)),
        (_("sector"), Sector.objects.filter(active=True)),
    ]
    rows = [(column, term.code, term.name_en, term.name_fr) for column, offered in terms for term in offered]
    return [
        DownloadTable(_("People"), headings, []),
        DownloadTable(_("What may be written"), [_("column"), _("code"), _("English"), _("French")], rows),
    ]
