"""Rows go from one kind of database into the other, and their checksums tell whether they arrived as they left."""

import csv
import hashlib
import io
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from synergy.ops.backups.errors import BackupError
from synergy.ops.backups.stored_tables import StoredTable, quoted
from synergy.ops.backups.streams import Checksum

Rows = list[tuple[Any, ...]]
_BATCH = 500
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_NULL = float("nan")  # the csv writer quotes everything but numbers, and no row holds this number


def rows_in_file(opened: sqlite3.Connection, table: StoredTable) -> Iterator[Rows]:
    """Read the rows of a table in a SQLite file, by key. Raises BackupError where its columns differ from `table`."""
    there = {name for _number, name, *_rest in opened.execute(f"PRAGMA table_info({table.quoted})")}
    if there != {column.name for column in table.columns}:
        raise BackupError(f"The table {table.name} has other columns than this version knows.")
    order = ", ".join(map(quoted, table.key))
    # With a plus sign a column is an expression, which Django’s connection hands out as it is stored.
    stored = ", ".join(f"+{column.quoted}" for column in table.columns)
    cursor = opened.execute(f"SELECT {stored} FROM {table.quoted} ORDER BY {order}")
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def rows_on_server(cursor: Any, table: StoredTable) -> Iterator[Rows]:
    """Read the rows of a table on PostgreSQL in the forms of SQLite, by key; inside a transaction."""
    cursor.execute(f"DECLARE of_table NO SCROLL CURSOR FOR {table.query()}")
    while True:
        cursor.execute(f"FETCH {_BATCH} FROM of_table")
        if not (rows := cursor.fetchall()):
            break
        yield rows
    cursor.execute("CLOSE of_table")


def rows_in_lines(lines: Iterable[bytes], table: StoredTable) -> Iterator[Rows]:
    """Parse the rows that PostgreSQL wrote as lines into the forms of SQLite."""
    batch: Rows = []
    for line in lines:
        texts = line.decode().split("\t")
        batch.append(tuple(
            None if text == "\\N" else column.value(_unescaped(text))
            for column, text in zip(table.columns, texts, strict=True)
        ))  # fmt: skip
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), text) if "\\" in text else text


def summed(batches: Iterable[Rows], table: StoredTable, checksum: Checksum) -> Iterator[Rows]:
    """Pass rows on and add them to the checksum; JSON counts by its content, because PostgreSQL rewrites it."""
    json_places = [place for place, column in enumerate(table.columns) if column.is_json]
    for rows in batches:
        checksum.count += len(rows)
        meant = [_with_plain_json(row, json_places) for row in rows] if json_places else rows
        checksum.sha256.update(json.dumps(meant).encode())
        yield rows


def _with_plain_json(row: tuple[Any, ...], places: list[int]) -> list[Any]:
    plain = list(row)
    for place in places:
        if plain[place] is not None:
            meant = json.loads(plain[place], parse_float=lambda digits: float(digits) + 0.0)  # -0.0 is 0.0 there
            plain[place] = json.dumps(meant, sort_keys=True)
    return plain


def checksum_of(batches: Iterable[Rows], table: StoredTable) -> list[Any]:
    checksum = Checksum(0, hashlib.sha256())
    for _rows in summed(batches, table, checksum):
        pass
    return checksum.as_list()


class Lines:
    """Rows that PostgreSQL reads like a file while it copies them in."""

    def __init__(self, batches: Iterator[Rows]) -> None:
        self.batches, self.rest = batches, b""

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (rows := next(self.batches, None)) is not None:
            self.rest += _as_csv(rows)
        block, self.rest = self.rest[:size], self.rest[size:]
        return block


def _as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerows([_NULL if value is None else value for value in row] for row in rows)
    return text.getvalue().encode()


def copy_in(cursor: Any, table: StoredTable, batches: Iterator[Rows]) -> None:
    cursor.copy_expert(f"COPY {table.quoted} ({table.names}) FROM STDIN (FORMAT csv, NULL 'nan')", Lines(batches))


def insert(cursor: Any, table: StoredTable, batches: Iterable[Rows]) -> None:
    """Insert the rows into SQLite; the cursor is Django’s, so that the rows belong to its transaction."""
    marks = ", ".join(["%s"] * len(table.columns))
    for rows in batches:
        cursor.executemany(f"INSERT INTO {table.quoted} ({table.names}) VALUES ({marks})", rows)
