"""`/health/` answers quickly, needs no login, and says what is wrong."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from synergy import outbox
from synergy.ops.health import examine_within
from synergy.outbox.models import Message, State
from synergy.outbox.ticks import beat

pytestmark = pytest.mark.django_db(transaction=True)


def health() -> tuple[int, dict[str, Any]]:
    response = Client().get("/health/")
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.json()


def waiting_mail(minutes: int) -> None:
    at = timezone.now() - timedelta(minutes=minutes)
    outbox.queue(kind="letter", key="waiting", recipient="a@example.org", at=at)


def test_a_fresh_installation_is_well_before_its_first_tick() -> None:
    status, body = health()
    assert (status, body["status"], body["reasons"]) == (200, "ok", [])
    assert body["tick"] == "not started"
    assert body["database"] == connection.vendor
    assert body["migrations_unapplied"] == 0


def test_a_tick_that_never_ran_matters_once_mail_waits(letters: None) -> None:
    waiting_mail(minutes=1)
    assert health()[0] == 200
    Message.objects.all().delete()
    waiting_mail(minutes=6)
    status, body = health()
    assert status == 503
    assert "tick has never run" in body["reasons"][0]


@pytest.mark.parametrize("minutes, status", [(0, 200), (9, 200), (11, 503)])
def test_an_old_heartbeat_is_reported(minutes: int, status: int) -> None:
    beat(timezone.now() - timedelta(minutes=minutes))
    assert health()[0] == status


def test_mail_that_does_not_leave_is_reported(letters: None) -> None:
    beat(timezone.now())
    waiting_mail(minutes=29)
    assert health()[0] == 200
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=31))
    status, body = health()
    assert status == 503
    assert "Mail has waited" in body["reasons"][0]
    Message.objects.update(state=State.SENT)
    assert health()[0] == 200


def test_mail_for_later_is_no_trouble(letters: None) -> None:
    later = timezone.now() + timedelta(days=2)
    outbox.queue(kind="letter", key="later", recipient="a@example.org", at=timezone.now(), due_at=later)
    assert health()[0] == 200


def test_a_migration_that_is_not_applied_is_reported() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("outbox", "0001_initial")
    try:
        status, body = health()
    finally:
        recorder.record_applied("outbox", "0001_initial")
    assert status == 503
    assert body["migrations_unapplied"] == 1


def test_a_database_that_is_gone_is_reported_not_raised() -> None:
    kept = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT")}
    connection.close()
    gone = {"NAME": "/nonexistent/db.sqlite3"} if connection.vendor == "sqlite" else {"HOST": "127.0.0.1", "PORT": "1"}
    connection.settings_dict.update(gone)
    try:
        status, body = health()
    finally:
        connection.close()
        connection.settings_dict.update(kept)
    assert status == 503
    assert body["reasons"] == ["database: OperationalError"]


@pytest.fixture
def hanging_database() -> Iterator[None]:
    """A server that takes connections and never says a word; only PostgreSQL can hang in that way."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server that could hang")
    kept = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    connection.close()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        connection.settings_dict.update(HOST="127.0.0.1", PORT=str(silent.getsockname()[1]))
        yield
    connection.settings_dict.update(kept)


def test_a_database_that_hangs_does_not_hang_the_probe(hanging_database: None) -> None:
    for _turn in range(3):
        began = time.monotonic()
        assert health()[0] == 503
        assert time.monotonic() - began < 10  # a fraction of a second on an idle machine; hanging lasts minutes


def test_several_probes_at_once_all_get_an_answer() -> None:
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(examine_within(5, timezone.now()))) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [troubles for _facts, troubles in answers] == [[]] * 4


def test_only_reading_is_allowed() -> None:
    assert Client().post("/health/").status_code == 405
