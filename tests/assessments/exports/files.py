"""Files of scores as they are written, and as a reader of them finds them."""

import csv
import io
from typing import Any

from openpyxl import load_workbook

from assessments.exports.files import Choice, scores_file
from assessments.exports.frames import LONG, pairs
from assessments.models import Round


def file_of(rounds: list[Round], form: str, shape: str = LONG, language: str = "en") -> bytes:
    return scores_file(pairs(rounds), Choice(form, shape, language))


def csv_rows(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def sheets(body: bytes) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for sheet in load_workbook(io.BytesIO(body)).worksheets:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found
