"""Uploads become rows of text, or one clear sentence; hostile files cost little."""

import contextlib
import io
import resource
import tracemalloc
import zipfile
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from synergy.web.sheets import SheetError, read_sheet

ROWS = [["name", "email", "note"], ["Zoé", "zoe@example.org", "a, b; c"], ["", "", ""], ["Bob", "bob@example.org", ""]]


def workbook(rows: list[Any]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: list[list[str]], separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' if set(cell) & set(",;") else cell for cell in row) for row in rows)


def read(content: bytes, name: str = "people.csv", **options: Any) -> Any:
    return read_sheet(io.BytesIO(content), name, **options)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_csv_is_read_alike(separator: str, encoding: str) -> None:
    sheet = read(text(ROWS, separator).encode(encoding))
    assert sheet.columns == ["name", "email", "note"]
    assert [(row.number, row["name"], row["note"]) for row in sheet.rows] == [(2, "Zoé", "a, b; c"), (4, "Bob", "")]


def test_a_workbook_is_read_like_a_csv() -> None:
    sheet = read(workbook(ROWS), "people.xlsx")
    assert [(row.number, row["name"], row["note"]) for row in sheet.rows] == [(2, "Zoé", "a, b; c"), (4, "Bob", "")]


def test_cells_of_a_workbook_become_the_text_people_see() -> None:
    from datetime import date, datetime

    rows = [["a", "b", "c", "d", "e"], [3.0, 0.1, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), True]]
    [row] = read(workbook(rows), "x.xlsx").rows
    assert list(row.cells.values()) == ["3", "0.1", "2026-01-02", "2026-01-02 03:04:00", "TRUE"]


def test_the_hint_of_a_spreadsheet_about_its_separator_is_followed() -> None:
    sheet = read(b"sep=;\r\nname;email\r\nA,B;c@example.org\r\n")
    assert [(row.number, row["name"]) for row in sheet.rows] == [(3, "A,B")]


def test_a_single_column_and_quoted_line_breaks_work() -> None:
    assert [row["code"] for row in read(b"code\nRES1\nRES2\n").rows] == ["RES1", "RES2"]
    assert read(b'a,b\n"one\ntwo",3\n').rows[0]["a"] == "one\ntwo"


@pytest.mark.parametrize(
    "content, name, words",
    [
        (b"", "a.csv", "empty"),
        (b"  \n \n", "a.csv", "empty"),
        (b"\xd0\xcf\x11\xe0rest", "a.xls", "old Excel"),
        (b"\xd0\xcf\x11\xe0rest", "a.xlsx", "password"),
        (b"PK\x03\x04" + b"mimetypeapplication/vnd.oasis.opendocument", "a.xlsx", "OpenDocument"),
        (b"a,b", "a.ods", "kind of file"),
        (b"a,b", "a.xlsm", "kind of file"),
        (b"%PDF-1.7", "a.csv", "kind of file"),
        (b"PK\x03\x04 nonsense", "a.xlsx", "damaged"),
        (b"a,b\n" + b"x" * (5 * 1024 * 1024), "a.csv", "5 MB"),
        (b"a,A\n1,2", "a.csv", "Two columns"),
        (b"a,b\n1,2,3", "a.csv", "under no column"),
        (b'a,b\n1,"2\n', "a.csv", "quotation mark"),
        (b"a,b\n1,\x00", "a.csv", "Row 2, column “b”: The cell holds a control character"),
        (b"name,email\nA,a@example.org\nB\x00b,b@example.org\n", "a.csv", "Row 3, column “name”: The cell holds"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "a.xlsx", "not a spreadsheet file"),
        (b"GIF89a\x01\x00\x01\x00\x80", "a.xlsx", "not a spreadsheet file"),
        (b"a,b\n1,\x1b[2J", "a.csv", "control character"),
        ("a,b\n1,\uffff".encode(), "a.csv", "control character"),
        (b"a,b\n1," + b"x" * 30_000, "a.csv", "longer than"),
        (b"a,b\n1," + b"x" * 200_000, "a.csv", "far too long"),
        (b",".join(b"c%d" % n for n in range(400)), "a.csv", "columns"),
        (b"a\x81,b\n1,2", "a.csv", "letters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, name: str, words: str) -> None:
    with pytest.raises(SheetError) as refused:
        read(content, name)
    assert words in str(refused.value)


def test_an_error_names_row_and_column() -> None:
    with pytest.raises(SheetError) as refused:
        read(b"name,email\nA,a@example.org\nB,b\x07\n")
    assert (refused.value.row, refused.value.column) == (3, "email")
    assert str(refused.value).startswith("Row 3, column “email”: ")


def test_a_hostile_column_name_stays_plain_text() -> None:
    from django.utils.html import escape

    with pytest.raises(SheetError) as refused:
        read(b"<script>alert(1)</script>\n\x07\n")
    assert not hasattr(refused.value.column, "__html__")
    assert "<script>" not in escape(str(refused.value))


def test_required_columns_are_asked_for_and_answer_to_our_name() -> None:
    assert read(b"NAME,Email\nA,b", required=["name", "email"]).rows[0]["email"] == "b"
    with pytest.raises(SheetError, match="language, kind"):
        read(b"name\nA", required=["name", "language", "kind"])


def test_rows_have_a_limit() -> None:
    content = b"a\n" + b"1\n" * 11
    assert len(read(content, max_rows=11).rows) == 11
    for hostile, name in [(content, "a.csv"), (workbook([["a"]] + [[1]] * 11), "a.xlsx")]:
        with pytest.raises(SheetError, match="more than 10 rows"):
            read(hostile, name, max_rows=10)


def test_errors_are_in_the_language_of_the_reader() -> None:
    with translation.override("fr"), pytest.raises(SheetError) as refused:
        read(b"")
    assert str(refused.value)


# Hostile workbooks


def rebuilt(changes: dict[str, bytes]) -> bytes:
    """A proper workbook with some parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.pop(name) if name in changes else old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(body: bytes, head: bytes = b"") -> bytes:
    start = b'<?xml version="1.0"?>' + head
    space = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return start + space + body + b"</sheetData></worksheet>"


def refused_lightly(content: bytes, name: str = "bomb.xlsx") -> str:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SheetError) as refused:
        read(content, name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
    return str(refused.value)


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    rows = b"<row><c><v>1</v></c></row>" * 8_000_000
    bomb = rebuilt({"xl/worksheets/sheet1.xml": sheet_xml(rows)})
    assert len(bomb) < 1024 * 1024
    del rows
    assert "unpacks to far too much" in refused_lightly(bomb)


def test_a_workbook_of_many_parts_is_refused() -> None:
    assert "unpacks" in refused_lightly(rebuilt({f"xl/x{n}.xml": b"<a/>" for n in range(250)}))


@pytest.mark.parametrize(("cells", "words"), [(480_000, "unpacks to far too much"), (350_000, "more than")])
def test_a_bomb_about_as_large_as_allowed_is_refused(cells: int, words: str) -> None:
    import random

    noise = random.Random(1)
    rows = b"".join(b"<row><c><v>%d</v></c></row>" % noise.randrange(10**9) for _turn in range(cells))
    content = rebuilt({"xl/worksheets/sheet1.xml": sheet_xml(rows)})
    assert len(content) < 5 * 1024 * 1024
    assert words in refused_lightly(content)


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_part_that_is_read_as_a_tree_may_not_be_large(part: str) -> None:
    import random

    noise = random.Random(1)
    large = b"<a>" + b"".join(b"<b>%d</b>" % noise.randrange(10**9) for _turn in range(300_000)) + b"</a>"
    assert refused_lightly(rebuilt({part: large}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_encoding(encoding: str) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>'
    )
    assert refused_lightly(rebuilt({"xl/worksheets/sheet1.xml": xml.encode(encoding)}))


def test_a_cell_far_away_costs_nothing() -> None:
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    content = rebuilt({"xl/worksheets/sheet1.xml": sheet_xml(far)})
    tracemalloc.start()
    with contextlib.suppress(SheetError):
        read(content, "far.xlsx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 1024 * 1024


def test_a_truncated_workbook_is_refused() -> None:
    assert refused_lightly(workbook(ROWS)[:-400])


def test_a_damaged_part_is_refused() -> None:
    assert refused_lightly(rebuilt({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='x'>"}))
    assert refused_lightly(rebuilt({"xl/workbook.xml": b"<nonsense/>"}))
