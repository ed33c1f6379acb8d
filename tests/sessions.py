"""Sessions on the database of this worker that outlive its last test, which keep PostgreSQL from dropping it."""

import sys
import time
from typing import Any

from django.db import connection

PATIENCE = 30.0  # seconds, which a statement that somebody gave up may still take in the server
OTHERS = """
SELECT pid, backend_type, state, now() - backend_start, left(query, 200) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def end_other_sessions(patience: float = PATIENCE) -> list[str]:
    """Wait until they have ended by themselves; those that have not are ended, named on stderr, and returned."""
    if connection.vendor != "postgresql":
        return []
    until = time.monotonic() + patience
    with connection.cursor() as cursor:
        while rows := _others(cursor):
            if time.monotonic() > until:
                break
            time.sleep(0.1)
        for row in rows:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [row[0]])
    named = [" | ".join(map(str, row)) for row in rows]
    for line in named:
        sys.stderr.write(f"A session was still open after the last test: {line}\n")
    return named


def _others(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(OTHERS)
    return list(cursor.fetchall())
