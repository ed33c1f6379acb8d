"""With the database away, locked, full or read-only, people get a kind page and lose nothing."""

import sqlite3
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from synergy.accounts.models import User
from synergy.outbox.models import Heartbeat
from tests.synergy.kind_pages import assert_kind_page

pytestmark = [pytest.mark.urls("tests.synergy.addresses"), pytest.mark.django_db(transaction=True)]
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a fault of SQLite")


def test_a_page_that_reads_becomes_the_503_page(database_gone: None) -> None:
    response = Client().get("/test/reads/")
    assert_kind_page(response)
    assert 'lang="en"' in response.content.decode()


def test_the_503_page_speaks_the_language_of_the_browser(database_gone: None) -> None:
    response = Client().get("/test/reads/", headers={"Accept-Language": "fr"})
    assert response.status_code == 503
    assert 'lang="fr"' in response.content.decode()


def test_a_session_that_cannot_be_read_becomes_the_503_page(ada: User, request: Any) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(ada)
    request.getfixturevalue("database_gone")
    assert_kind_page(browser.get("/test/staff/"))


def test_a_form_can_be_sent_again_from_the_503_page(request: Any) -> None:
    browser = Client()
    request.getfixturevalue("database_gone")
    response = browser.post("/test/writes/", {"name": '"><script>x</script>', "other": "typed"})
    assert_kind_page(response, "Send again")
    body = response.content.decode()
    assert 'name="other" value="typed"' in body
    assert "<script>x" not in body


def test_a_password_is_not_repeated_on_the_503_page(database_gone: None) -> None:
    response = Client().post("/test/writes/", {"name": "a", "password": "a long secret"})
    assert_kind_page(response, "reload this page")
    assert "a long secret" not in response.content.decode()


def test_pages_work_again_without_a_restart_once_the_database_is_back(request: Any) -> None:
    browser = Client()
    kept = dict(connection.settings_dict)
    gone = request.getfixturevalue("database_gone")
    assert gone is None
    assert browser.get("/test/reads/").status_code == 503
    connection.settings_dict.update({name: kept[name] for name in ("NAME", "HOST", "PORT")})
    connection.close()
    assert browser.get("/test/reads/").status_code == 200
    assert browser.post("/test/writes/").content == b"saved"


@only_sqlite
def test_a_full_disk_becomes_the_503_page_and_rolls_back() -> None:
    Heartbeat.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    try:
        saved = 0
        while (response := Client().post("/test/writes/", {"name": f"{saved:040}"})).status_code == 200:
            saved += 1
            assert saved < 2000
        assert_kind_page(response)
        assert Heartbeat.objects.count() == saved
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert Client().post("/test/writes/", {"name": "after"}).status_code == 200


@only_sqlite
def test_a_locked_database_becomes_the_503_page() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert_kind_page(Client().post("/test/writes/"))
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert Client().post("/test/writes/").status_code == 200


@only_sqlite
def test_a_read_only_database_becomes_the_503_page() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
    try:
        assert_kind_page(Client().post("/test/writes/"))
        assert Client().get("/test/reads/").status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=OFF")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a fault of PostgreSQL")
def test_a_lock_that_is_waited_for_too_long_becomes_the_503_page() -> None:
    import psycopg2  # type: ignore[import-untyped]

    Heartbeat.objects.update_or_create(name="test", defaults={"last_at": "2026-01-01T00:00Z"})
    other = psycopg2.connect(**connection.get_connection_params())
    other.cursor().execute("SELECT * FROM outbox_beat FOR UPDATE")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 200")
    try:
        assert_kind_page(Client().post("/test/writes/"))
    finally:
        other.close()
        connection.close()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a fault of PostgreSQL")
def test_a_connection_cut_by_the_server_becomes_the_503_page() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    assert_kind_page(Client().post("/test/writes/"))
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_bad_sql_of_ours_stays_an_error_500() -> None:
    from django.db import OperationalError, ProgrammingError

    from synergy.web.unavailable import is_unavailable

    with pytest.raises((OperationalError, ProgrammingError)) as mistake, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert not is_unavailable(mistake.value)
    assert not is_unavailable(ValueError("locked"))
