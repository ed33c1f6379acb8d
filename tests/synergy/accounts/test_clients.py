"""Attempts are counted on the address of whoever makes them, whatever they write into a header."""

from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client, RequestFactory

from synergy.accounts.clients import UNKNOWN, client_address
from synergy.accounts.models import User
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"
PROXY = "10.0.0.9"


def address(hops: int, forwarded: str | None, settings: Any, caller: str = PROXY) -> str:
    settings.TRUSTED_HOPS = hops
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=caller)
    assert get_adapter().get_client_ip(request) == client_address(request), "allauth counts on the same address"
    return client_address(request)


@pytest.mark.parametrize(
    ("hops", "forwarded", "believed"),
    [
        (0, None, PROXY),
        (0, "203.0.113.7", PROXY),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1,198.51.100.2,  203.0.113.7 ", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.8", "203.0.113.7"),
        (2, "203.0.113.7, 10.0.0.8", "203.0.113.7"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    settings: Any, hops: int, forwarded: str | None, believed: str
) -> None:
    assert address(hops, forwarded, settings) == believed


@pytest.mark.parametrize(
    ("hops", "forwarded"),
    [
        (1, None),
        (1, ""),
        (1, "203.0.113.7,"),
        (1, "203.0.113.7, unknown"),
        (1, "203.0.113.7, 999.1.1.1"),
        (1, "203.0.113.7, ' OR 1=1"),
        (1, "203.0.113.7, " + "1" * 5000),
        (2, "203.0.113.7"),
        (3, "203.0.113.7, 10.0.0.8"),
        (9, "203.0.113.7"),
    ],
)
def test_a_header_that_is_short_or_unreadable_falls_back_to_the_caller_never_to_what_stands_left(
    settings: Any, hops: int, forwarded: str | None
) -> None:
    assert address(hops, forwarded, settings) == PROXY


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("203.0.113.7:51234", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:51234", "2001:db8::1"),
        ('"[2001:db8::1]:51234"', "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_every_way_of_writing_an_address_is_the_same_address(settings: Any, written: str, meant: str) -> None:
    assert address(1, f"198.51.100.1, {written}", settings) == meant
    assert address(0, None, settings, caller=written) == meant


def test_a_caller_without_an_address_still_has_a_counter(settings: Any) -> None:
    assert address(1, None, settings, caller="") == UNKNOWN


def attempts(client: str, number: int, forged: str = "") -> list[str]:
    """The pages that this many wrong logins, each of another account, are answered with by way of a proxy."""
    said = []
    for turn in range(number):
        header = f"{forged.format(turn=turn)}, {client}" if forged else client
        fields = {"login": f"person{turn}@example.org", "password": "a wrong password"}
        response = Client().post(LOGIN, fields, headers={"X-Forwarded-For": header}, REMOTE_ADDR=PROXY)
        said.append(response.content.decode())
    return said


def may_log_in(user: User, client: str) -> bool:
    browser = Client()
    fields = {"login": user.email, "password": PASSWORD}
    browser.post(LOGIN, fields, headers={"X-Forwarded-For": client}, REMOTE_ADDR=PROXY)
    return "_auth_user_id" in browser.session


def test_wrong_logins_of_one_client_lock_out_that_client_and_nobody_else(settings: Any, amina: User) -> None:
    settings.TRUSTED_HOPS = 1
    attempts("203.0.113.7", 20)
    assert not may_log_in(amina, "203.0.113.7")
    assert may_log_in(amina, "203.0.113.8")


def test_a_forged_header_opens_no_way_round_the_limit(settings: Any, amina: User) -> None:
    settings.TRUSTED_HOPS = 1
    attempts("203.0.113.7", 20, forged="198.51.100.{turn}")
    assert not may_log_in(amina, "203.0.113.7")


def test_a_neighbour_in_the_same_network_of_ipv6_shares_the_counter_and_the_next_network_does_not(
    settings: Any, amina: User
) -> None:
    settings.TRUSTED_HOPS = 1
    for turn in range(20):
        attempts(f"2001:db8:0:1::{turn + 1:x}", 1)
    assert not may_log_in(amina, "2001:db8:0:1::ffff")
    assert may_log_in(amina, "2001:db8:0:2::1")


def test_asking_for_many_new_passwords_is_counted_by_client(settings: Any, amina: User) -> None:
    settings.TRUSTED_HOPS = 1

    def ask(client: str, turn: int) -> int:
        headers = {"X-Forwarded-For": f"198.51.100.{turn}, {client}"}
        fields = {"email": f"person{turn}@example.org"}
        return Client().post("/accounts/password/reset/", fields, headers=headers, REMOTE_ADDR=PROXY).status_code

    answers = [ask("203.0.113.7", turn) for turn in range(21)]
    assert answers == [302] * 20 + [429]
    assert ask("203.0.113.8", 0) == 302
