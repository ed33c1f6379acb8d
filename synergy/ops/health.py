"""Is the installation well? One JSON answer in under a second, even while the database hangs."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from synergy.ops import checks
from synergy.ops.checks import Finding

PATIENCE = 0.8


Check = Callable[[datetime], Finding]
CHECKS: dict[str, Check] = {
    "database": checks.check_database,
    "migrations": checks.check_migrations,
    "tick": checks.check_tick,
    "mail": checks.check_mail,
}
_one_at_a_time = threading.Lock()


def examine(at: datetime) -> tuple[dict[str, Any], list[str]]:
    """Every check in turn; one that needs a table of a missing migration is reported, not raised."""
    facts: dict[str, Any] = {}
    troubles: list[str] = []
    for name, check in CHECKS.items():
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
