"""The tick does what is due, whatever fails beside it, however many run at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from synergy.outbox import deliveries, jobs, kinds, queues
from synergy.outbox.kinds import Rendered
from synergy.outbox.models import Heartbeat, Message, State
from synergy.outbox.queues import MailDraft
from synergy.outbox.ticks import note_heartbeat, tick
from tests.concurrency import together
from tests.synergy.conftest import AT, PostOffice


@pytest.fixture
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the jobs a test registers run."""
    monkeypatch.setattr(jobs, "_jobs", {})


def test_jobs_run_in_order_and_one_that_fails_stops_no_other(
    no_jobs: None, post: Any, post_office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[datetime] = []

    def fails(at: datetime) -> int:
        raise RuntimeError("amina@example.org answered at https://example.org/r/secretsecretsecretsec")

    jobs.register("fails", fails)

    def works(at: datetime) -> int:
        ran.append(at)
        return 2

    jobs.register("works", works)
    post("a@example.org")
    done = tick(at=AT)
    assert done.jobs == {"fails": None, "works": 2}
    assert list(done.jobs) == ["fails", "works"]
    assert done.failed
    assert ran == [AT]
    assert post_office.addresses == ["a@example.org"]
    assert Heartbeat.objects.get().last_at == AT
    message = caplog.records[0].getMessage()
    assert "amina@" not in message
    assert "secret" not in message


def test_a_row_that_fails_stops_no_other_and_the_first_failure_is_raised(
    post: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for name in "abcd":
        post(f"{name}@example.org")
    done: list[str] = []

    def do(message: Message) -> int:
        if message.recipient[0] in "bc":
            raise ValueError(message.recipient)
        done.append(message.recipient[0])
        return 2

    rows = Message.objects.order_by("recipient")
    with pytest.raises(ValueError, match="example") as raised:
        jobs.for_each(rows, do, what="Sending")
    assert str(raised.value) == "b@example.org"
    assert done == ["a", "d"]
    broken = [row.pk for row in rows[1:3]]
    assert [line.getMessage() for line in caplog.records] == [
        f"Sending failed for message {pk}: ValueError" for pk in broken
    ]
    assert jobs.for_each(rows.exclude(pk__in=broken), do, what="Sending") == 4


def test_the_heartbeat_never_moves_back(db: None) -> None:
    note_heartbeat(AT)
    note_heartbeat(AT - timedelta(minutes=1))
    assert Heartbeat.objects.get().last_at == AT
    note_heartbeat(AT + timedelta(minutes=1))
    assert Heartbeat.objects.get().last_at == AT + timedelta(minutes=1)


def test_the_command_tick_prints_one_line_with_counts(no_jobs: None, post: Any, post_office: PostOffice) -> None:
    jobs.register("rounds", lambda at: 3)
    post("a@example.org")
    out = StringIO()
    call_command("tick", stdout=out)
    [line] = out.getvalue().splitlines()
    assert line.endswith("rounds=3 work=0 sent=1 deferred=0 failed=0 suppressed=0 unknown=0")


def test_the_command_tick_ends_with_an_error_when_a_part_failed(
    no_jobs: None, db: None, post_office: PostOffice
) -> None:
    def fails(at: datetime) -> int:
        raise RuntimeError

    jobs.register("rounds", fails)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("tick", stdout=out)
    assert "rounds=failed" in out.getvalue()


def test_one_tick_empties_a_long_queue_and_files_are_not_paced(
    no_jobs: None, letters: None, db: None, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    queues.queue_many([MailDraft("letter", f"k{n}", f"p{n}@example.org") for n in range(310)], at=AT)
    began = time.monotonic()
    out = StringIO()
    call_command("tick", stdout=out)
    assert Message.objects.filter(state=State.SENT).count() == 310
    assert len(out.getvalue().splitlines()) == 2
    assert time.monotonic() - began < 30


def test_the_ticker_keeps_its_heartbeat_and_ends_when_asked_however_often_at_once(
    tmp_path: Path, settings: Any
) -> None:
    here = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/loop.sqlite3"}
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=here, check=True)
    with subprocess.Popen([*manage, "tick", "--loop", "--interval", "1"], env=here, stdout=subprocess.PIPE) as loop:
        assert loop.stdout is not None
        lines = [loop.stdout.readline().decode() for _turn in range(2)]
        for _turn in range(100):  # Ctrl-C reaches it twice: from the terminal, and from the program that started it
            loop.send_signal(signal.SIGINT)
            loop.send_signal(signal.SIGTERM)
        assert loop.wait(10) == 0
    assert all(line.startswith("tick ") and "sent=0" in line for line in lines)


def test_the_ticker_takes_up_work_between_two_ticks(tmp_path: Path, settings: Any) -> None:
    here = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/loop.sqlite3"}
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=here, check=True)
    ask = (
        "from synergy.outbox.works import queue_work; from django.utils import timezone;"
        "queue_work(by=None, kind='round.close', key='k', subject_ref='0', at=timezone.now())"
    )
    with subprocess.Popen(
        [*manage, "tick", "--loop", "--interval", "3600"], env=here, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as loop:
        assert loop.stdout is not None
        assert b"work=0" in loop.stdout.readline()
        subprocess.run([*manage, "shell", "-v0", "-c", ask], env=here, check=True)
        assert b"work=failed" in loop.stdout.readline()  # there is no such round
        loop.terminate()


@pytest.mark.django_db(transaction=True)
def test_a_database_away_for_a_moment_does_not_forget_what_the_mail_server_answered(
    letters: None, post_office: PostOffice
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only a server can end a connection")

    def writes(message: Message) -> Rendered:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            mine = cursor.fetchone()[0]
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
        other.close()
        return Rendered(subject="Hello", text="Hello")

    kinds.register("letter", writes, "Letter")
    queues.queue(kind="letter", key="k", recipient="a@example.org", at=AT)
    assert deliveries.deliver_due(at=AT, per_second=0).sent == 1
    assert Message.objects.get().state == State.SENT
    assert post_office.addresses == ["a@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_send_each_letter_once(letters: None, post_office: PostOffice) -> None:
    people = [f"p{n}@example.org" for n in range(60)]
    queues.queue_many([MailDraft("letter", person, person) for person in people], at=AT)
    counts = together(*[lambda: deliveries.deliver_due(at=AT, per_second=0).sent] * 3)
    assert sum(counts) == 60
    assert Counter(post_office.addresses) == Counter(people)
    assert Message.objects.filter(state=State.SENT).count() == 60
    assert len([count for count in counts if count]) > 1


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_leave_one_heartbeat(no_jobs: None, post_office: PostOffice) -> None:
    done = together(*[lambda: tick(at=AT)] * 2)
    assert not [error for error in done if isinstance(error, Exception)]
    assert Heartbeat.objects.get().last_at == AT


@pytest.mark.django_db(transaction=True)
def test_no_lock_is_held_while_a_letter_is_on_its_way(letters: None, post_office: PostOffice) -> None:
    """Somebody else writes while the server takes its time."""
    import asyncio

    queues.queue(kind="letter", key="slow", recipient="slow@example.org", at=AT)
    on_its_way, go_on = threading.Event(), threading.Event()
    answer = post_office.handle_DATA

    async def slowly(server: Any, session: Any, envelope: Any) -> str:
        on_its_way.set()
        while not go_on.is_set():
            await asyncio.sleep(0.01)
        return await answer(server, session, envelope)

    post_office.handle_DATA = slowly  # type: ignore[method-assign]

    def deliver() -> None:
        deliveries.deliver_due(at=AT, per_second=0)
        connections.close_all()

    thread = threading.Thread(target=deliver)
    thread.start()
    try:
        assert on_its_way.wait(10)
        assert Message.objects.get().state == State.SENDING
        assert not connection.in_atomic_block
        assert queues.queue(kind="letter", key="quick", recipient="quick@example.org", at=AT)
    finally:
        go_on.set()
        thread.join(20)
    assert Message.objects.get(key="slow").state == State.SENT
