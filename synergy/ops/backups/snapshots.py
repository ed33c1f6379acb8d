"""A snapshot is the database as it was at one moment, taken by the database itself while people go on working."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from synergy.ops.backups.emptiness import not_kept
from synergy.ops.backups.stored_tables import StoredTable, quoted
from synergy.ops.backups.streams import DATABASE, BackupWriter

_PATIENT = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET TimeZone = 'UTC'"
_WAIT = 20.0  # seconds, for a writer to end


@contextmanager
def snapshot() -> Iterator[Any]:
    """Open a cursor of PostgreSQL that sees one moment, on a connection of its own without limits of time."""
    from synergy.ops import waits  # psycopg2, which an installation on SQLite need not load

    fresh = connection.copy()
    try:
        with waits.suspended(), fresh.cursor() as cursor:
            cursor.execute(_PATIENT)
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield cursor
            cursor.execute("COMMIT")
    finally:
        fresh.close()


def write_tables(writing: BackupWriter, cursor: Any, tables: list[StoredTable]) -> None:
    for table in tables:
        lines = writing.table(table.name)
        copy_out(cursor, table, lines)
        lines.finish()


def copy_out(cursor: Any, table: StoredTable, lines: Any) -> None:
    cursor.copy_expert(f"COPY ({table.query()}) TO STDOUT", lines)


def copy_file(folder: Path) -> Path:
    """Copy the SQLite file without its free pages, where deleted rows may lie, and without rows that are not kept."""
    path = folder / "copy.sqlite3"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=_WAIT, isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", [str(path)])
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA secure_delete = ON")
        for name in sorted((not_kept() - {"django_migrations"}) & set(sizes(copy))):
            copy.execute(f"DELETE FROM {quoted(name)}")  # names of our own tables
    return path


def sizes(opened: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of each table of a SQLite file."""
    names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    counts = {name: opened.execute(f"SELECT count(*) FROM {quoted(name)}") for (name,) in names.fetchall()}
    return {name: int(rows.fetchone()[0]) for name, rows in counts.items()}


def write_file(writing: BackupWriter, path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        writing.checksums |= {f"rows of {name}": count for name, count in sizes(copy).items()}
    with path.open("rb") as file:
        path.unlink()  # gone with this process, whatever ends it
        writing.add_file(DATABASE, file, os.fstat(file.fileno()).st_size)
