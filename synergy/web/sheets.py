"""The only reader of uploads: a CSV or XLSX file becomes rows of text, or one clear sentence about what is wrong."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from statistics import median
from typing import IO

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from synergy.web.archives import UnsafeArchive, check_workbook

MOST_BYTES = 5 * 1024 * 1024
MOST_COLUMNS = 300
MOST_ROWS = 5_000
LONGEST_CELL = 20_000
_SEPARATORS = ",;\t"
_ACCEPTED = {".csv", ".txt", ".tsv", ".xlsx"}
_REFUSED_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff\ud800-\udfff]")


class SheetError(ValueError):
    """Why a file is refused, in the reader's language; quotes of the file in it are plain text, never markup."""

    def __init__(self, message: str, row: int | None = None, column: str = "") -> None:
        self.message, self.row, self.column = message, row, column
        super().__init__(message)

    def __str__(self) -> str:
        if self.row is None:
            return self.message
        if not self.column:
            return _("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
        words = {"row": self.row, "column": self.column, "message": self.message}
        return _("Row %(row)s, column “%(column)s”: %(message)s") % words


@dataclass(frozen=True)
class SheetRow:
    """A row under the header; `number` is the one the person sees in a spreadsheet."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Sheet:
    """Column names as written in the file, and the rows that are not empty; every cell trimmed, missing ones ''."""

    columns: list[str]
    rows: list[SheetRow]


def read_sheet(file: IO[bytes], name: str, *, max_rows: int = MOST_ROWS, required: Sequence[str] = ()) -> Sheet:
    """Reads an upload, by what it contains rather than by what it is called. Raises SheetError."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SheetError(_("The file is larger than 5 MB. Split it into smaller files."))
    _check_kind(content, name)
    lines = _workbook_lines(content, max_rows) if content.startswith(b"PK\x03\x04") else _text_lines(content)
    return _sheet(lines, max_rows, required)


def _check_kind(content: bytes, name: str) -> None:
    ending = PurePath(name).suffix.lower()
    advice = _("Open it in your spreadsheet program, save it as XLSX or CSV, and choose the new file.")
    if not content.strip():
        raise SheetError(_("The file is empty."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(_("This is an old Excel file or one with a password.") + " " + advice)
    if ending not in _ACCEPTED or content.startswith((b"%PDF", b"{\\rtf", b"<?xml", b"<html", b"<!DOCTYPE")):
        raise SheetError(_("This kind of file cannot be read.") + " " + advice)
    if ending == ".xlsx" and not content.startswith(b"PK\x03\x04") and not _is_text(content):
        raise SheetError(_("This is not a spreadsheet file.") + " " + advice)
    if content.startswith(b"PK\x03\x04") and b"opendocument" in content[:200]:
        raise SheetError(_("OpenDocument files cannot be read.") + " " + advice)


# Text


def _text_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first, _newline, rest = text.partition("\n")
    separator = ""
    if re.fullmatch(r"sep=[,;\t]\r?", first):
        # Excel's own hint; it stays row 1 for the person who looks at the file.
        separator, text = first[4], "\n" + rest
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetError(_("A quotation mark is out of place, or a cell is far too long."), number) from error
        yield number, cells


def _is_text(content: bytes) -> bool:
    """Whether it may be a CSV file that bears the name of a workbook."""
    try:
        return not _REFUSED_LETTER.search(_decoded(content)[:2_000])
    except SheetError:
        return False


def _decoded(content: bytes) -> str:
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[:200].count(b"\x00") * 4 > len(content[:200]):  # every other byte, not one stray NUL
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", "utf-8-sig"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(_("The letters of this file cannot be read. Save it as “CSV UTF-8” and choose the new file."))


def _separator(text: str) -> str:
    """The separator that splits the first rows into the most columns, alike in most rows."""
    sample = [line[:10_000] for line in text[:200_000].splitlines()[:20] if line.strip()]

    def columns(separator: str) -> float:
        return median([len(cells) for cells in csv.reader(sample, delimiter=separator)] or [0])

    return max(_SEPARATORS, key=columns)


# Workbooks


def _workbook_lines(content: bytes, max_rows: int) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # here, for it loads numpy: no worker does before somebody brings a spreadsheet

    stream = io.BytesIO(content)
    try:
        check_workbook(stream)
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except UnsafeArchive as error:
        raise SheetError(
            _("This spreadsheet is damaged or unpacks to far too much. Save only its data as CSV.")
        ) from error
    except Exception as error:  # openpyxl raises whatever a malformed part makes it stumble over
        raise SheetError(_("This file is not a spreadsheet that can be read. Save it as XLSX or CSV.")) from error
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        if not sheets:
            raise SheetError(_("This spreadsheet has no sheet with cells."))
        # Two more rows than allowed: the header, and the one that shows that there are too many.
        rows = sheets[0].iter_rows(max_row=max_rows + 20, max_col=MOST_COLUMNS + 1, values_only=True)
        for number, values in enumerate(rows, start=1):
            yield number, [_as_text(value) for value in values]
    except SheetError:
        raise
    except Exception as error:
        raise SheetError(_("This spreadsheet is damaged. Save its data as CSV and choose the new file.")) from error
    finally:
        book.close()


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


# Both


def _sheet(lines: Iterable[tuple[int, list[str]]], max_rows: int, required: Sequence[str]) -> Sheet:
    columns: list[str] = []
    rows: list[SheetRow] = []
    for number, raw in lines:
        cells = [cell.strip() for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        _check_letters(number, cells, columns)
        if not columns:
            columns = _header(number, cells, required)
            continue
        if len(rows) >= max_rows:
            raise SheetError(_("There are more than %(rows)s rows. Split the file.") % {"rows": max_rows})
        rows.append(_row(number, cells, columns))
    if not columns:
        raise SheetError(_("The file is empty."))
    return Sheet([column for column in columns if column], rows)


def _check_letters(number: int, cells: list[str], columns: list[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise SheetError(_("There are more than %(columns)s columns.") % {"columns": MOST_COLUMNS}, number)
    for place, cell in enumerate(cells):
        if _REFUSED_LETTER.search(cell):
            raise SheetError(_("The cell holds a control character. Type it anew."), number, _name(place, columns))
        if len(cell) > LONGEST_CELL:
            raise SheetError(
                _("The cell is longer than %(limit)s characters.") % {"limit": LONGEST_CELL},
                number,
                _name(place, columns),
            )


def _name(place: int, columns: list[str]) -> str:
    known = columns[place] if place < len(columns) else ""
    return known or xl_col_to_name(place)


def _header(number: int, cells: list[str], required: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    for name in filter(None, cells):
        if len(name) > 200:
            raise SheetError(_("A column name is longer than 200 characters."), number)
        if name.casefold() in seen:
            raise SheetError(_("Two columns have this name. Rename one."), number, name)
        seen.add(name.casefold())
    missing = [name for name in required if name.casefold() not in seen]
    if missing:
        raise SheetError(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}, number)
    # Required columns answer to the name the program uses, however the file capitalises them.
    ours = {name.casefold(): name for name in required}
    return [ours.get(name.casefold(), name) for name in cells]


def _row(number: int, cells: list[str], columns: list[str]) -> SheetRow:
    for place, cell in enumerate(cells):
        if cell and (place >= len(columns) or not columns[place]):
            raise SheetError(_("The cell stands under no column name."), number, _name(place, columns))
    padded = cells + [""] * (len(columns) - len(cells))
    return SheetRow(number, {name: cell for name, cell in zip(columns, padded, strict=False) if name})
