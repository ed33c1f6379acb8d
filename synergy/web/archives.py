"""Guards in front of an uploaded workbook: what it would unpack to is known before anything is unpacked."""

import re
from itertools import islice
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 200
MOST_RATIO = 100
MOST_CELLS = 400_000
# Parts that are read as a whole tree cost many times their size in memory; only rows and texts may be large.
MOST_BYTES_OF_A_TREE = 1024 * 1024
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_STREAMED = ("xl/worksheets/", "xl/sharedStrings.xml", "xl/media/", "xl/drawings/", "xl/pivotCache/", "xl/charts/")


class UnsafeArchive(Exception):
    """The workbook is broken, would unpack to too much, or declares entities."""


def check_workbook(stream: IO[bytes]) -> None:
    """Raises UnsafeArchive; leaves the stream at its beginning."""
    try:
        with ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(entry.filename, archive.read(entry))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnsafeArchive(type(error).__name__) from error
    except Exception as error:  # zlib and lzma errors share no base
        raise error if isinstance(error, UnsafeArchive) else UnsafeArchive(type(error).__name__) from error
    stream.seek(0)


def _check_sizes(entries: list[ZipInfo]) -> None:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES or unpacked > MOST_RATIO * max(packed, 1):
        raise UnsafeArchive("too large when unpacked")
    for entry in entries:
        if entry.file_size > MOST_BYTES_OF_A_TREE and not entry.filename.startswith(_STREAMED):
            raise UnsafeArchive("a part is too large")


def _check_part(name: str, xml: bytes) -> None:
    # Without a <dimension>, openpyxl goes through every cell before it gives the first row.
    if name.startswith("xl/worksheets/") and any(islice(_CELL.finditer(xml), MOST_CELLS, None)):
        raise UnsafeArchive("too many cells")
    _refuse_doctype(xml)


def _refuse_doctype(xml: bytes) -> None:
    """Spreadsheets need no document type; where one stands, entities may follow."""

    def refuse(*declaration: object) -> None:
        raise UnsafeArchive("declares a document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise UnsafeArchive("broken XML") from error
