"""A restore into PostgreSQL runs inside one transaction, so that it is whole or was never there."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from synergy.ops.backups import exchange
from synergy.ops.backups.errors import BackupError
from synergy.ops.backups.snapshots import copy_out
from synergy.ops.backups.stored_tables import StoredTable, quoted, tables_of
from synergy.ops.backups.streams import BackupReader, Checksum

_PATIENT = (
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL TimeZone = 'UTC'"
)


def take_time() -> None:
    """Lift the time limits of statements for the transaction that is open."""
    with connection.cursor() as cursor:
        cursor.execute(_PATIENT)


def load_lines(reading: BackupReader) -> int:
    """Load rows that PostgreSQL wrote, read every table back and compare, and return the number of tables."""
    with connection.cursor() as cursor:
        tables = _fitting(reading.about.tables, {table.name: table for table in tables_of(cursor)})
        with _bare(cursor, tables):
            for table in tables:
                lines = reading.table(table)
                cursor.copy_expert(f"COPY {table.quoted} ({table.names}) FROM STDIN", lines)
                lines.finish()
        for table in tables:
            written = _ChecksumWriter()
            copy_out(cursor, table, written)
            require_same(table, written.checksum.as_list(), reading.checksums[f"tables/{table.name}/"])
            _number_on(cursor, table.name, table.last_number)
    return len(tables)


def load_file(path: Path) -> int:
    """Load the rows of a SQLite file, read every table back and compare, and return the number of tables."""
    with connection.cursor() as cursor, closing(sqlite3.connect(path)) as source:
        tables = tables_of(cursor)
        checksums = {table.name: Checksum() for table in tables}
        with _bare(cursor, tables):
            for table in tables:
                rows = exchange.rows_in_file(source, table)
                exchange.copy_in(cursor, table, exchange.summed(rows, table, checksums[table.name]))
        numbers = dict(source.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        for table in tables:
            arrived = exchange.checksum_of(exchange.rows_on_server(cursor, table), table)
            require_same(table, arrived, checksums[table.name].as_list())
            _number_on(cursor, table.name, numbers.get(table.name))
    return len(tables)


def require_same(table: StoredTable, arrived: list[Any], left: list[Any]) -> None:
    if arrived != left:
        raise BackupError(f"The table {table.name} does not read as it was written: nothing was restored.")


def _fitting(kept: list[StoredTable], there: dict[str, StoredTable]) -> list[StoredTable]:
    for table in kept:
        if table.name not in there or set(there[table.name].columns) != set(table.columns):
            raise BackupError(f"The backup holds a table {table.name} that this version does not know.")
    return kept


@contextmanager
def _bare(cursor: Any, tables: list[StoredTable]) -> Iterator[None]:
    """Empty the tables and take foreign keys and indexes away until all rows are in: that takes half the time."""
    cursor.execute(f"TRUNCATE {', '.join(table.quoted for table in tables)}")
    cursor.execute(_FOREIGN_KEYS)
    keys = cursor.fetchall()
    cursor.execute(_INDEXES)
    indexes = cursor.fetchall()
    _each(cursor, keys, lambda key: f"ALTER TABLE {key[0]} DROP CONSTRAINT {quoted(key[1])}")
    _each(cursor, indexes, lambda index: f"DROP INDEX {index[0]}")
    yield
    _each(cursor, indexes, lambda index: index[1])
    _each(cursor, keys, lambda key: f"ALTER TABLE {key[0]} ADD CONSTRAINT {quoted(key[1])} {key[2]}")


def _each(cursor: Any, rows: list[tuple[str, ...]], statement: Callable[[tuple[str, ...]], str]) -> None:
    for row in rows:
        cursor.execute(statement(row))


def _number_on(cursor: Any, name: str, last: int | None) -> None:
    """Let numbers of new rows follow the last one ever given: a deleted row’s number may stand in the history."""
    if last:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [quoted(name), last])


class _ChecksumWriter:
    def __init__(self) -> None:
        self.checksum = Checksum()

    def write(self, line: bytes) -> int:
        self.checksum.count += line.count(b"\n")
        self.checksum.sha256.update(line)
        return len(line)


_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x')) ORDER BY 1
"""
