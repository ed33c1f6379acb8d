"""Overwriting what was deleted: a database keeps deleted rows in free pages and logs until it is told to let go."""

import re
from collections.abc import Iterable

from django.db import connection, models

# The second line of what PostgreSQL says of a table, in whatever language: how many dead rows it had to leave.
_LEFT = re.compile(r"\n\D*(\d+)")


def wipe_deleted(tables: Iterable[type[models.Model]]) -> bool:
    """Rewrite the database (SQLite) or these tables (PostgreSQL) without what was deleted before; whether it was done.

    Not done inside a transaction, nor while a reader still holds an old state: try again later. On PostgreSQL a
    transaction of another database of the same server holds one too. It locks writers out while it runs. Copies made
    earlier (backups, archived logs) are beyond its reach.
    """
    if connection.in_atomic_block:
        return False
    if connection.vendor == "sqlite":
        return _rewrite_file()
    return _rewrite_tables([model._meta.db_table for model in tables])


def _rewrite_file() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        # The log beside the file holds pages as they were: back into the file with it, and cut it to nothing.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_counts) = cursor.fetchone()
    return not busy


def _rewrite_tables(tables: list[str]) -> bool:
    """Rows that somebody still sees (a backup under way, a dump) go into the new file too: then it was not done."""
    left = 0
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '10min'")
        try:
            for table in tables:
                connection.connection.notices.clear()
                # FULL writes a new file: a plain VACUUM leaves the bytes where they are until something needs the room.
                cursor.execute(f"VACUUM (FULL, VERBOSE) {connection.ops.quote_name(table)}")
                notices = map(_LEFT.search, connection.connection.notices)
                left += sum(int(notice[1]) for notice in notices if notice)
        finally:
            cursor.execute("RESET statement_timeout")
    return left == 0
