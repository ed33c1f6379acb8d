"""A restore into SQLite fills and compares a file beside the installation’s, and copies it over in one transaction."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

from synergy.ops.backups import exchange
from synergy.ops.backups.errors import BackupError
from synergy.ops.backups.server_targets import require_same
from synergy.ops.backups.snapshots import sizes
from synergy.ops.backups.states import bring_to
from synergy.ops.backups.stored_tables import StoredTable
from synergy.ops.backups.streams import DATABASE, BackupReader, Checksum

_ALIAS = "default"
_WAIT = 20.0
_BUFFER = 2**18


@contextmanager
def pointed_at(path: Path) -> Iterator[None]:
    """Let Django work on this SQLite file instead of the installation’s database; only in a command, of one thread."""
    database, usual = connections.settings[_ALIAS], connections[_ALIAS]
    usual.close()
    connections.settings[_ALIAS] = connections.configure_settings({_ALIAS: _settings(path)})[_ALIAS]
    del connections[_ALIAS]
    try:
        yield
    finally:
        connections[_ALIAS].close()
        connections.settings[_ALIAS], connections[_ALIAS] = database, usual


def _settings(path: Path) -> dict[str, Any]:
    # Nothing is written through to disk: if the machine goes down now, this file has never been put in place.
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=OFF; PRAGMA secure_delete=ON"}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}


def new_file(path: Path) -> Path:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def fill(path: Path, reading: BackupReader) -> int:
    """Make the file out of a backup of either kind of database, compare, and return the number of tables."""
    if reading.about.database == "sqlite":
        return take_file(path, reading)
    new_file(path)
    with pointed_at(path):
        bring_to(reading.about.migrations)
        with transaction.atomic():
            return _load_lines(reading)


def take_file(path: Path, reading: BackupReader) -> int:
    """Take the SQLite file of the backup as it is, and count the rows of each table for the comparison at the end."""
    with new_file(path).open("wb") as target:
        for _name, content in reading.files(DATABASE):
            shutil.copyfileobj(content, target, _BUFFER)
    with closing(sqlite3.connect(path)) as copy:
        try:
            rows_of = sizes(copy)
        except sqlite3.DatabaseError as error:
            raise BackupError("There is no database in this backup.") from error
    reading.counts = {f"rows of {name}": count for name, count in rows_of.items()}
    return len(rows_of)


def _load_lines(reading: BackupReader) -> int:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in reading.about.tables:
            if table.name not in there:
                raise BackupError(f"The backup holds a table {table.name} that this version does not know.")
            cursor.execute(f"DELETE FROM {table.quoted}")  # what migrations put there
        for table in reading.about.tables:
            lines, checksum = reading.table(table), Checksum()
            rows = exchange.rows_in_lines(lines.lines(), table)
            exchange.insert(cursor, table, exchange.summed(rows, table, checksum))
            lines.finish()
            arrived = exchange.checksum_of(exchange.rows_in_file(connection.connection, table), table)
            require_same(table, arrived, checksum.as_list())
            _number_on(cursor, table)
    return len(reading.about.tables)


def _number_on(cursor: Any, table: StoredTable) -> None:
    """Let numbers of new rows follow the last one ever given: a deleted row’s number may stand in the history."""
    if table.last_number:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, table.last_number])


def require_sound(path: Path) -> None:
    """Check every page, index and reference of the file. Raises BackupError for a damaged one."""
    with closing(sqlite3.connect(path)) as copy:
        [(verdict, *_more), *_others] = copy.execute("PRAGMA integrity_check").fetchall()
        if verdict != "ok" or copy.execute("PRAGMA foreign_key_check").fetchall():
            raise BackupError("The database of this backup is damaged inside: take an older backup.")


def put_in_place(path: Path) -> None:
    """Copy the file over the database of the installation, in one transaction of SQLite’s own."""
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    if not target.exists():
        new_file(target)
    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(target, timeout=_WAIT)) as place,
    ):
        # Pages go straight into the file instead of a log beside it first. SQLite refuses this while somebody has the
        # file open, and copying is then only slower. The journal takes an interrupted copy back.
        with suppress(sqlite3.OperationalError):
            place.execute("PRAGMA journal_mode = DELETE")
        source.backup(place)
