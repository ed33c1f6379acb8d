"""The only writer of exports: whatever people typed stays text, in CSV and in spreadsheets."""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767
# What spreadsheets take for the start of a formula, also behind blanks and in the wide forms of East Asian keyboards.
_FORMULA = re.compile(r"^[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\uff1d\uff0b\uff0d\uff20|]|^[\t\r\n]")
# A cell opened with another separator than ours falls apart at these.
_INNER = re.compile(r"([;\t\r\n]\s*)(?=[=+\-@])")
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,15})?")
# What XML, and so a spreadsheet, cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

Value = object
Plain = str | int | float | date | None


@dataclass(frozen=True)
class DownloadTable:
    """One sheet of an export; with `widths` (in characters, one a column) long texts are wrapped."""

    title: str
    columns: Sequence[object]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def plain(value: Value) -> Plain:
    """A number, a date or a text that any file can hold; lists and the like become text."""
    if value is None or isinstance(value, str):
        return _UNWRITABLE.sub("", value) if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real | Decimal):
        return float(value) if math.isfinite(value) else ""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    return value if isinstance(value, date) else _UNWRITABLE.sub("", str(value))


def neutralised(text: str) -> str:
    """The text, with an apostrophe before whatever a spreadsheet would run; a plain negative number stays one."""
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    return ("'" if _FORMULA.match(text) else "") + _INNER.sub(r"\1'", text)


def _csv_cell(value: Value) -> object:
    cell = plain(value)
    if isinstance(cell, str):
        return neutralised(cell)
    return cell.isoformat(" ") if isinstance(cell, datetime) else cell


def csv_bytes(columns: Sequence[object], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets recognise it; headers are neutralised like cells."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([_csv_cell(column) for column in columns])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(*tables: DownloadTable) -> bytes:
    """A workbook with one sheet a table: texts as texts, numbers as numbers, dates as dates."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        days, moments = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        taken: set[str] = set()
        for table in tables:
            sheet = book.add_worksheet(_sheet_name(table.title, taken))
            for column, name in enumerate(table.columns):
                sheet.write_string(0, column, str(plain(str(name)))[:_LONGEST_CELL], head)
            for row, values in enumerate(table.rows, start=1):
                for column, value in enumerate(values):
                    _write(sheet, row, column, plain(value), days, moments)
            sheet.freeze_panes(1, 0)
            _set_widths(book, sheet, table)
    return out.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Plain, days: Format, moments: Format) -> None:
    if isinstance(cell, str):
        if cell:
            text = cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - 1] + "…"
            sheet.write_string(row, column, text)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, moments)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, days)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _set_widths(book: Workbook, sheet: Worksheet, table: DownloadTable) -> None:
    sheet.set_column(0, max(0, len(table.columns) - 1), 16)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"}) if table.widths else None
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, width, wrapped)


def _sheet_name(title: str, taken: set[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\]", " ", str(plain(title))).strip(" '")[:28] or "Sheet"
    name, count = base, 1
    while name.lower() in taken:
        count += 1
        name = f"{base} {count}"
    taken.add(name.lower())
    return name


def csv_response(filename: str, columns: Sequence[object], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    return attachment(filename, ".csv", CSV_TYPE, csv_bytes(columns, rows))


def xlsx_response(filename: str, *tables: DownloadTable) -> HttpResponse:
    return attachment(filename, ".xlsx", XLSX_TYPE, xlsx_bytes(*tables))


def attachment(filename: str, ending: str, kind: str, body: bytes) -> HttpResponse:
    """A file to keep: its name made harmless, never sniffed, never cached."""
    stem = filename.removesuffix(ending)
    safe = re.sub(r"[^\w .-]+", "-", unicodedata.normalize("NFC", stem)).strip(" .-")[:100] or "synergy"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, safe + ending) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
