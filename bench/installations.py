"""A new installation on the database of this process."""

import os
import sqlite3

from django.core.management import call_command
from django.db import connection


def install() -> None:
    """Make the tables, and publish the questionnaires."""
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("load_instruments", verbosity=0, stdout=nowhere)
    connection.ensure_connection()


def database() -> str:
    """What it runs on, with its version."""
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
