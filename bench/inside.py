"""Every measurement on the one database of this process; `bench.__main__` prepares it and runs this."""

import argparse
import importlib
import os
import sqlite3
import sys
import time

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.sizes import FULL, PARTS, QUICK
from bench.tables import Missing


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.inside")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS, action="append")
    chosen = parser.parse_args()
    parts = [part for part in PARTS if not chosen.only or part in chosen.only]
    if "submission" in parts and "opening" not in parts:
        parts.insert(0, "opening")  # answers need an open round
    _prepare()
    print(f"\n## {_database()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    return max([_measure(part, quick=chosen.quick) for part in parts])


def _prepare() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_instruments", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115  until the process ends
    connection.ensure_connection()


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _measure(part: str, *, quick: bool) -> int:
    """Print the tables of this part; 1 when something of it is missing."""
    began = time.perf_counter()
    modules = {"opening": "openings", "submission": "submissions", "closing": "closings", "pages": "pages"}
    # Imported here: models can only be imported after django.setup().
    module = importlib.import_module(f"bench.{modules[part]}")
    try:
        tables = module.measure(QUICK if quick else FULL, timezone.now())
    except Missing as missing:
        print(f"\nMISSING ({part}): {missing}", flush=True)
        return 1
    print("\n" + "\n\n".join(str(table) for table in tables), flush=True)
    print(f"{part}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
