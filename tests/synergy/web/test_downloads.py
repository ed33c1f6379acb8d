"""Exports hold what people typed as text, and numbers as numbers, in every cell and header."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy
import pytest
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from synergy.web.downloads import DownloadTable, csv_bytes, csv_response, xlsx_bytes, xlsx_response

HOSTILE = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1", "\ufeff=1+1", "＝1+1", "|calc", "\n=1"]


def cells(columns: list[object], *rows: list[object]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(columns, rows).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_formulas_are_neutralised_in_cells_and_headers(text: str) -> None:
    head, row = cells([text], [text])
    assert head[0].startswith("'")
    assert row[0].startswith("'")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_formula_in_a_joined_list_is_neutralised(text: str) -> None:
    [_head, row] = cells(["all"], ["; ".join([text, "b"])])
    assert row[0].startswith("'")
    [_head, row] = cells(["all"], ["b;" + text.strip()])
    assert ";=" not in row[0]


def test_numbers_stay_numbers() -> None:
    values: list[object] = [-5, -5.5, Decimal("-1.25"), numpy.float64(-0.5), numpy.int64(-3), 0, True, None]
    values += ["-5", "-5,5", float("nan"), numpy.nan, float("inf")]
    expected = ["-5", "-5.5", "-1.25", "-0.5", "-3", "0", "true", "", "-5", "-5,5", "", "", ""]
    assert cells(["x"] * 13, values)[1] == expected


def test_a_csv_carries_the_mark_and_its_accents() -> None:
    body = csv_bytes(["Énoncé"], [["réponse"]])
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.decode("utf-8-sig") == "Énoncé\r\nréponse\r\n"


def test_dates_and_lazy_words_are_written() -> None:
    at = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    assert cells([_("Name")], [date(2026, 1, 2), at]) == [["Name"], ["2026-01-02", "2026-11-22 09:00:00"]]


def test_a_workbook_has_no_formula_no_link_and_real_numbers() -> None:
    rows: list[list[object]] = [[text, -5, -1.5, date(2026, 1, 2)] for text in HOSTILE]
    rows.append(["https://evil.example", numpy.int64(4), None, datetime(2026, 1, 2, 3, 4)])
    book = load_workbook(
        io.BytesIO(xlsx_bytes(DownloadTable("Data", ["=1+1", "n", "x", "day"], rows), DownloadTable("Data", [], [])))
    )
    assert book.sheetnames == ["Data", "Data 2"]
    sheet = book["Data"]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.hyperlink is None
    assert sheet["A1"].value == "=1+1"
    assert (sheet["B2"].value, sheet["C2"].value) == (-5, -1.5)
    assert sheet["D2"].value == datetime(2026, 1, 2)


def test_a_workbook_survives_any_text_and_title() -> None:
    long = "x" * 40_000
    body = xlsx_bytes(DownloadTable("a/b[c]:*?\\'" * 9, ["\x00\x01\ufffe\ud800ok"], [[long], ["\x0b"], [["=1", "b"]]]))
    sheet = load_workbook(io.BytesIO(body)).worksheets[0]
    assert sheet["A1"].value == "ok"
    assert len(str(sheet["A2"].value)) == 32_767


@given(st.lists(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.dates(), st.lists(st.text()))))
def test_any_row_can_be_written_and_none_starts_a_formula(values: list[object]) -> None:
    body = csv_bytes(["a"] * len(values), [values])
    for text in list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))[-1:]:
        for written, value in zip(text, values, strict=False):
            if isinstance(value, str) and written:
                assert written[0] not in "=+@\t\r" or written.replace(",", ".").lstrip("-").replace(".", "").isdigit()
    load_workbook(io.BytesIO(xlsx_bytes(DownloadTable("t", ["a"] * len(values), [values]))))


@pytest.mark.parametrize("name", ['x"\r\nSet-Cookie: a=b', "../../etc/passwd", "Rapport – été.csv", "", "a;b"])
def test_file_names_cannot_break_the_header(name: str) -> None:
    for response, ending in [
        (csv_response(name, ["a"], []), ".csv"),
        (xlsx_response(name, DownloadTable("t", ["a"], [])), ".xlsx"),
    ]:
        header = response["Content-Disposition"]
        assert header.startswith("attachment; filename")
        assert "\n" not in header
        assert "/" not in header.replace("utf-8''", "")
        assert ending in header
        assert response["Cache-Control"] == "no-store"
