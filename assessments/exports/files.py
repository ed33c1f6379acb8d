"""Published scores as a file: CSV, a workbook with its codebook, or SPSS."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.exports.codebooks import codebook_table, labels_table, notes_of, notes_table
from assessments.exports.frames import Material, Pair, frame_of, material_of
from assessments.exports.scores import Cell
from assessments.exports.spss import SAV_TYPE, sav_bytes
from assessments.exports.variables import Frame, Variable
from synergy.web.downloads import CSV_TYPE, XLSX_TYPE, DownloadTable, csv_bytes, xlsx_bytes

CSV, XLSX, SAV = "csv", "xlsx", "sav"
FORMATS = (XLSX, CSV, SAV)
TYPES = {CSV: CSV_TYPE, XLSX: XLSX_TYPE, SAV: SAV_TYPE}


@dataclass(frozen=True)
class Choice:
    """What somebody asked for: csv, xlsx or sav; long or wide; the language of the labels."""

    format: str
    shape: str
    language: str


def scores_file(rounds: Iterable[Pair], choice: Choice) -> bytes:
    """Everything published of these closed rounds, each with the one before it; masked like the pages."""
    material = material_of(rounds, choice.language)
    with translation.override(choice.language):
        return _written(material, frame_of(material, choice.shape), choice)


def _written(material: Material, frame: Frame, choice: Choice) -> bytes:
    if choice.format == CSV:
        return csv_bytes(frame.names, frame.rows)
    notes = notes_of(material)
    if choice.format == SAV:
        title = material.rounds[-1].partnership.name
        return sav_bytes(frame, choice.language, title, [f"{about}: {words}" for about, words in notes])
    return workbook(frame, codebook_table(frame, material.asked), notes_table(notes))


def workbook(frame: Frame, codebook: DownloadTable, notes: DownloadTable) -> bytes:
    """Data, Labels, Codebook and Notes; sheets are named in the active language, columns are not."""
    rows = [[_dated(variable, cell) for variable, cell in zip(frame.variables, row, strict=True)] for row in frame.rows]
    return xlsx_bytes(DownloadTable(_("Data"), frame.names, rows), labels_table(frame), codebook, notes)


def _dated(variable: Variable, cell: Cell) -> Cell | date:
    return date.fromisoformat(str(cell)) if variable.kind == "date" and cell else cell
