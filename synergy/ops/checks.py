"""What `/health/` asks: is the database there and up to date, does the tick run, does mail leave?"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min

from synergy.outbox.models import Beat, Message
from synergy.outbox.ticks import TICK

# A tick that never ran is no trouble until mail has waited this long for it.
PATIENCE_BEFORE_FIRST_TICK = timedelta(minutes=5)
OLDEST_TICK = timedelta(minutes=10)
OLDEST_MAIL = timedelta(minutes=30)
_known_migrations: set[tuple[str, str]] = set()


@dataclass(frozen=True)
class Finding:
    """What a check saw: `facts` for the JSON, `trouble` in one sentence when something is wrong."""

    facts: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""


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


def check_tick(at: datetime) -> Finding:
    last = Beat.objects.filter(name=TICK).values_list("last_at", flat=True).first()
    if last is None:
        waiting = _waiting_for(at) > PATIENCE_BEFORE_FIRST_TICK
        trouble = "Mail waits and the tick has never run: start manage.py tick --loop" if waiting else ""
        return Finding({"tick": "not started"}, trouble)
    age = at - last
    trouble = "The tick has not run for 10 minutes: start manage.py tick --loop" if age > OLDEST_TICK else ""
    return Finding({"tick_age_seconds": int(age.total_seconds())}, trouble)


def check_mail(at: datetime) -> Finding:
    age = _waiting_for(at)
    trouble = "Mail has waited for more than 30 minutes" if age > OLDEST_MAIL else ""
    return Finding({"oldest_mail_seconds": int(age.total_seconds())}, trouble)


def _waiting_for(at: datetime) -> timedelta:
    """How long the first mail due has been waiting, its retries included."""
    oldest = Message.objects.waiting().filter(due_at__lte=at).aggregate(oldest=Min("due_at"))["oldest"]
    return at - oldest if oldest else timedelta(0)
