"""Nobody waits for the database without end, and a silent one is not asked by everybody."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client

from synergy.ops import limits
from synergy.ops.limits import Database, budget, database
from synergy.outbox.models import Heartbeat
from tests.synergy.kind_pages import assert_kind_page

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only a server can be silent")


@pytest.fixture
def server() -> Iterator[Database]:
    """Knowledge of its own, as of a process that has just started."""
    yield Database()
    assert limits._budget.get() is None


def sleep_in_the_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(4)")


@transaction.atomic
def write_and_sleep() -> None:
    Heartbeat.objects.create(name="half", last_at="2026-01-01T00:00Z")
    sleep_in_the_server()


def fall_silent(server: Database) -> None:
    began = time.monotonic() - limits.STATEMENT
    server.kept_silent(began, limits.STATEMENT, connecting=False)
    assert server.seconds_for_request() == 0


@only_postgresql
@pytest.mark.django_db
def test_postgresql_ends_a_long_statement_before_we_call_the_database_silent() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("15s",)
    assert settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] <= limits.CONNECT
    assert 15 < limits.STATEMENT < limits.REQUEST


def test_waits_of_a_request_share_its_seconds(server: Database) -> None:
    with budget(3.0) as given:
        assert server.seconds_for_wait(connecting=True) == 3.0
        server.answered(time.monotonic() - 1.0)
        assert server.seconds_for_wait(connecting=False) == pytest.approx(2.0, abs=0.5)
        given.left = -1.0
        assert server.seconds_for_wait(connecting=False) == 0
    with budget(limits.REQUEST):
        assert server.seconds_for_wait(connecting=True) == limits.CONNECT
        assert server.seconds_for_wait(connecting=False) == limits.STATEMENT


def test_commands_wait_for_minutes_and_nothing_in_a_web_server_does(server: Database) -> None:
    assert server.seconds_for_wait(connecting=False) == limits.COMMAND
    server.serve_pages()
    assert server.seconds_for_wait(connecting=False) == limits.STATEMENT


def test_after_a_silence_one_request_at_a_time_tries_again(server: Database) -> None:
    assert server.seconds_for_request() == limits.REQUEST
    fall_silent(server)
    server._next_trial = time.monotonic()
    assert server.seconds_for_request() == limits.TRIAL
    assert server.seconds_for_request() == 0, "one tries, the next ones are refused"
    server.answered(time.monotonic())
    assert server.seconds_for_request() == limits.REQUEST


def test_a_short_wait_or_an_answer_to_others_is_no_silence(server: Database) -> None:
    now = time.monotonic()
    server.kept_silent(now - 1, 1.0, connecting=False)  # the rest of a budget that others had used up
    assert server.seconds_for_request() == limits.REQUEST
    server.answered(now)
    server.kept_silent(now - limits.STATEMENT, limits.STATEMENT, connecting=False)  # this connection alone hangs
    assert server.seconds_for_request() == limits.REQUEST


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_wait_for_the_database_is_given_up_and_the_next_has_a_new_connection() -> None:
    began = time.monotonic()
    with budget(0.5), pytest.raises(OperationalError, match="did not answer within") as given_up:
        sleep_in_the_server()
    assert time.monotonic() - began < 3.5, "the server itself takes 4 s"
    assert isinstance(given_up.value.__cause__, limits.Silence)
    connection.close()
    assert Heartbeat.objects.count() == 0


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_a_given_up_transaction_wrote_is_rolled_back() -> None:
    with budget(0.5), pytest.raises(OperationalError):
        write_and_sleep()
    connection.close()
    assert not Heartbeat.objects.filter(name="half").exists()


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_rows_arrive_in_pieces_while_waits_are_ours() -> None:
    Heartbeat.objects.bulk_create(Heartbeat(name=str(number), last_at="2026-01-01T00:00Z") for number in range(250))
    assert sum(1 for _row in Heartbeat.objects.iterator(chunk_size=100)) == 250


@only_postgresql
@pytest.mark.urls("tests.synergy.addresses")
@pytest.mark.django_db(transaction=True)
def test_a_silent_database_is_asked_by_one_and_refused_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STATEMENT", 0.5)
    monkeypatch.setattr(limits, "RETRY", 600.0)
    browser = Client()
    assert_kind_page(browser.get("/test/waits/4/"))
    assert database._silent
    connection.close()  # as Django does at the end of a request outside of tests
    assert_kind_page(browser.get("/test/public/"))  # refused although this page asks nothing
    answer: Any = browser.post("/test/writes/", {"name": "typed"})
    assert_kind_page(answer, "Send again")
    assert browser.get("/health/").status_code == 200, "health asks by itself"
    assert browser.get("/test/reads/").status_code == 200, "and an answer to anybody ends the silence"
