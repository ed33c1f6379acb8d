"""Is the installation well? One JSON answer in under a second, even while the database hangs."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

PATIENCE = 0.8


@dataclass(frozen=True)
class Finding:
    """What a check saw: `facts` for the JSON, `trouble` in one sentence when something is wrong."""

    facts: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""


Check = Callable[[datetime], Finding]
_checks: dict[str, Check] = {}
_one_at_a_time = threading.Lock()
_known_migrations: set[tuple[str, str]] = set()


def register(name: str, check: Check) -> None:
    """Adds a check; rooms above register theirs from their app config."""
    _checks[name] = check


def check_database(at: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Finding({"database": connection.vendor})


def check_migrations(at: datetime) -> Finding:
    if not _known_migrations:
        _known_migrations.update(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {})
    waiting = len(_known_migrations - set(MigrationRecorder(connection).applied_migrations()))
    trouble = f"{waiting} migrations are not applied: run manage.py migrate" if waiting else ""
    return Finding({"migrations_unapplied": waiting}, trouble)


def examine(at: datetime) -> tuple[dict[str, Any], list[str]]:
    """Every check in turn; one that needs a table of a missing migration is reported, not raised."""
    facts: dict[str, Any] = {}
    troubles: list[str] = []
    for name, check in [("database", check_database), ("migrations", check_migrations), *_checks.items()]:
        try:
            finding = check(at)
        except DatabaseError as error:
            facts[name] = "error"
            troubles.append(f"{name}: {type(error).__name__}")
            if name == "database":
                break
            continue
        facts.update(finding.facts)
        troubles += [finding.trouble] if finding.trouble else []
    return facts, troubles


def examine_within(seconds: float, at: datetime) -> tuple[dict[str, Any], list[str]]:
    """`examine` in a thread of its own, given up after `seconds`; at most one such thread at a time."""
    deadline = time.monotonic() + seconds
    hung: tuple[dict[str, Any], list[str]] = {"database": "no answer"}, ["The database does not answer in time"]
    if not _one_at_a_time.acquire(timeout=seconds / 2):
        return hung
    answer: list[tuple[dict[str, Any], list[str]]] = []

    def work() -> None:
        try:
            answer.append(examine(at))
        finally:
            connection.close()
            _one_at_a_time.release()

    thread = threading.Thread(target=work, daemon=True, name="health")
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    return answer[0] if answer else hung


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    at = timezone.now()
    # A read never waits on SQLite in WAL mode; only a server at the end of a network connection can hang.
    facts, troubles = examine(at) if connection.vendor == "sqlite" else examine_within(PATIENCE, at)
    body = {"status": "unwell" if troubles else "ok", "reasons": troubles, **facts}
    response = JsonResponse(body, status=503 if troubles else 200)
    response["Cache-Control"] = "no-store"
    return response
