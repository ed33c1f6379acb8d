"""SPSS files: names and codes explained in one language, what has no number under a user-missing code."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.exports.scores import Cell
from assessments.exports.variables import NO_NUMBER, Frame, Variable
from synergy.web.downloads import plain

if TYPE_CHECKING:
    from pandas import DataFrame

SAV_TYPE = "application/x-spss-sav"
# What the format holds, in bytes of UTF-8.
_FILE_LABEL, _LABEL, _VALUE_LABEL, _NOTE_LINE, _TEXT = 64, 255, 120, 80, 32_000
_FORMATS = {"flag": "F1.0", "whole": "F8.0", "number": "F8.4", "answer": "F2.0"}


def sav_bytes(frame: Frame, language: str, title: str, notes: Iterable[str] = ()) -> bytes:
    """The frame as a .sav file; `notes` become its document, in lines the format can hold."""
    import pyreadstat  # here, as pandas below: no worker loads them before somebody asks for an SPSS file

    with translation.override(language):
        numbers = [variable for variable in frame.variables if variable.is_number]
        texts = [variable for variable in frame.variables if variable.kind == "text"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scores.sav"
            pyreadstat.write_sav(
                _table(frame),
                str(path),
                file_label=_cut(title, _FILE_LABEL),
                column_labels={
                    variable.name: _cut(variable.label.in_(language), _LABEL) for variable in frame.variables
                },
                note=[line for note in notes for line in _lines(note)] or None,
                variable_value_labels={
                    variable.name: _labels(variable, language) for variable in [*numbers, *texts] if _named(variable)
                },
                missing_ranges={variable.name: [*variable.missing.values(), NO_NUMBER] for variable in numbers},
                variable_measure={variable.name: _measure(variable) for variable in frame.variables},
                variable_format={variable.name: _FORMATS[variable.kind] for variable in numbers},
                row_compress=True,
            )
            return path.read_bytes()


def _table(frame: Frame) -> "DataFrame":
    from pandas import DataFrame, Series

    columns = {}
    for place, variable in enumerate(frame.variables):
        cells = [_value(variable, row[place]) for row in frame.rows]
        columns[variable.name] = Series(cells, dtype="float64" if variable.is_number else "object")
    return DataFrame(columns)


def _value(variable: Variable, cell: Cell) -> float | str | date | None:
    if variable.is_number:
        return _number(variable, cell)
    if variable.kind == "date":
        return date.fromisoformat(str(cell)) if cell else None
    return _cut(str(plain(cell)), _TEXT)


def _number(variable: Variable, cell: Cell) -> float:
    if cell is None or cell == "":
        return NO_NUMBER
    return float(variable.missing.get(str(cell), NO_NUMBER) if isinstance(cell, str) and not cell.isdigit() else cell)


def _named(variable: Variable) -> bool:
    return variable.is_number or bool(variable.values)


def _labels(variable: Variable, language: str) -> dict[Any, str]:
    """Value labels; a number always says what its missing code means."""
    words = {code: _cut(label.in_(language), _VALUE_LABEL) for code, label in variable.values.items()}
    if not variable.is_number:
        return words
    codes = {"true": 1, "false": 0, **variable.missing}
    blank = _("no answer") if variable.kind == "answer" else _("not shown, or nothing to show")
    return {codes[code] if code in codes else int(code): word for code, word in words.items()} | {NO_NUMBER: blank}


def _measure(variable: Variable) -> str:
    if variable.kind == "answer":
        return "ordinal"
    return "scale" if variable.kind in ("whole", "number", "date") else "nominal"


def _cut(text: str, size: int) -> str:
    """As much of the text as fits into this many bytes, never half a letter."""
    body = str(plain(text)).encode()
    return _decoded(body[: size - 3]) + "…" if len(body) > size else _decoded(body)


def _decoded(body: bytes) -> str:
    return body.decode(errors="ignore")


def _lines(note: str) -> Iterator[str]:
    line = ""
    for word in _words(note):
        if line and len(f"{line} {word}".encode()) > _NOTE_LINE:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _words(note: str) -> list[str]:
    return [_cut(word, _NOTE_LINE) for word in str(plain(note)).split()]
