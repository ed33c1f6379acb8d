"""Counters live in the database: one number for all workers, no address in clear, nothing for longer than needed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from synergy.accounts.models import User
from synergy.ops.models import Count
from tests.concurrency import together
from tests.synergy.kind_pages import assert_kind_page

LOGIN = "/accounts/login/"


def pass_by(seconds: float) -> None:
    """As if this much time had gone by for everything that is remembered."""
    for count in Count.objects.all():
        Count.objects.filter(pk=count.pk).update(expires_at=count.expires_at - timedelta(seconds=seconds))


def test_a_counter_keeps_its_value_until_its_time_is_over(db: None) -> None:
    times = [1764302400.123456, 1764302399.5]
    cache.set("times", times, 60)
    assert cache.get("times") == times
    cache.set("times", times[:1], 60)
    assert cache.get("times") == times[:1]
    assert cache.get("nothing", "otherwise") == "otherwise"
    pass_by(61)
    assert cache.get("times") is None
    assert cache.delete("times")
    assert not cache.delete("times")


def test_a_counter_is_not_stored_again_before_its_time_is_over(db: None) -> None:
    assert cache.add("lock", True, 10)
    assert not cache.add("lock", True, 10)
    pass_by(11)
    assert cache.add("lock", True, 10)
    cache.delete("lock")
    assert cache.add("lock", True, 10)


def test_the_time_of_a_counter_can_be_prolonged_while_it_lasts(db: None) -> None:
    cache.set("mark", 1, 10)
    assert cache.touch("mark", 100)
    pass_by(50)
    assert cache.get("mark") == 1
    pass_by(51)
    assert not cache.touch("mark", 100)


def test_storing_a_counter_deletes_counters_whose_time_is_over(db: None) -> None:
    for turn in range(30):
        cache.set(f"old {turn}", turn, 10)
    pass_by(11)
    cache.set("new", 1, 10)
    assert [count.value for count in Count.objects.all()] == [1]
    cache.clear()
    assert not Count.objects.exists()


def test_rows_of_counters_name_neither_the_client_nor_the_account(amina: User) -> None:
    for _turn in range(3):
        Client().post(LOGIN, {"login": amina.email, "password": "wrong"}, REMOTE_ADDR="203.0.113.7")
    Client().post("/accounts/password/reset/", {"email": amina.email}, REMOTE_ADDR="203.0.113.7")
    kept = [f"{key} {value}" for key, value in Count.objects.values_list("key", "value")]
    assert len(kept) >= 4
    for words in ("amina", "example", "203.0", "login", ":"):
        assert words not in " ".join(kept)


def test_looking_at_pages_writes_no_counter(client: Client, amina: User) -> None:
    """Counting costs writes: only posts that could be guesses are counted."""
    client.force_login(amina)
    for address in ("/", LOGIN, "/accounts/password/reset/", "/accounts/profile/", "/r/" + "A" * 22 + "/"):
        client.get(address)
    assert not Count.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_threads_that_add_the_same_counter_exactly_one_stores_it() -> None:
    told = together(*[lambda: cache.add("lock", True, 10)] * 8)
    assert sorted(told) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True)
def test_a_login_while_the_database_is_away_gets_the_page_that_says_so(database_gone: None) -> None:
    assert_kind_page(Client().post(LOGIN, {"login": "amina@example.org", "password": "secret"}), "Nothing you")


@pytest.mark.django_db(transaction=True)
def test_a_login_on_a_read_only_database_gets_the_503_page_not_too_many_attempts(amina: User) -> None:
    read_only = "PRAGMA query_only=ON" if connection.vendor == "sqlite" else "SET default_transaction_read_only = on"
    with connection.cursor() as cursor:
        cursor.execute(read_only)
    try:
        assert_kind_page(Client().post(LOGIN, {"login": amina.email, "password": "secret"}))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(read_only.replace("ON", "OFF").replace("only = on", "only = off"))
    assert Client().post(LOGIN, {"login": amina.email, "password": "secret"}).status_code == 200


def test_the_clock_of_a_count_is_the_servers(db: None) -> None:
    cache.set("mark", 1, 60)
    ends = Count.objects.get().expires_at
    assert timedelta(seconds=30) < ends - timezone.now() <= timedelta(seconds=60)
