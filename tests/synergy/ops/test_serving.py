"""The server as it runs in production: several workers, a proxy before it, connections left open."""

import re
import signal
import time
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from synergy.accounts.models import User
from tests.conftest import PASSWORD
from tests.synergy.servers import gunicorn

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/accounts/login/"
TOO_OFTEN = "Too many failed login attempts"


def ask(port: int, method: str, fields: dict[str, str], *headers: tuple[str, str]) -> tuple[HTTPResponse, str]:
    """One request on a connection of its own; a header may be sent twice."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    body = urlencode(fields).encode()
    connection.putrequest(method, LOGIN)
    for name, value in headers:
        connection.putheader(name, value)
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


class Visitor:
    """Somebody who has the login page open, and whose requests come by way of a proxy."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address
        response, page = ask(port, "GET", {}, ("X-Forwarded-For", address))
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found
        self.token = found[1]
        cookies = SimpleCookie(response.headers["Set-Cookie"])
        self.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())

    def log_in(self, email: str, password: str, forged: str = "") -> tuple[int, str]:
        fields = {"login": email, "password": password, "csrfmiddlewaretoken": self.token}
        headers = [("X-Forwarded-For", forged)] if forged else []
        headers += [("X-Forwarded-For", self.address), ("Cookie", self.cookie)]
        response, text = ask(self.port, "POST", fields, *headers)
        return response.status, text


def test_all_workers_count_together_and_a_forged_header_is_not_believed(tmp_path: Path, amina: User) -> None:
    amina.password = PBKDF2PasswordHasher().encode(
        PASSWORD, "salt"
    )  # the server does not know the suite's cheap hashes
    amina.save()
    with gunicorn(tmp_path, "--workers", "3", BEHIND_PROXY="1") as (port, _server):
        guesser = Visitor(port, "203.0.113.7")
        pages = [
            guesser.log_in(f"person{turn}@example.org", "a wrong password", forged=f"198.51.100.{turn}")[1]
            for turn in range(24)
        ]
        tried = [TOO_OFTEN not in page for page in pages]
        assert tried == [True] * 10 + [False] * 14
        assert guesser.log_in(amina.email, PASSWORD)[0] == 200, "not even the right password opens now"
        assert Visitor(port, "203.0.113.8").log_in(amina.email, PASSWORD)[0] == 302


def test_the_server_opens_no_control_socket_for_other_programs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with gunicorn(tmp_path, HOME=str(home), XDG_RUNTIME_DIR=str(home)):
        assert list(home.rglob("*")) == []
        assert not list(tmp_path.rglob("*.ctl"))


def test_connections_that_a_proxy_holds_open_do_not_delay_the_end_of_the_server(tmp_path: Path) -> None:
    with gunicorn(tmp_path, BEHIND_PROXY="1") as (port, server):
        held = [HTTPConnection("127.0.0.1", port, timeout=60) for _turn in range(4)]
        for connection in held:
            connection.request("GET", LOGIN)
            response = connection.getresponse()
            response.read()
            assert response.headers.get("Connection") != "close"
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
        assert time.monotonic() - began < 25, "130 s are for proxies, not for those who wait for the end"
        for connection in held:
            connection.close()


def test_a_setting_that_is_missing_stops_the_server_with_its_sentence(tmp_path: Path) -> None:
    from tests.synergy.programs import run

    done = run(tmp_path, "-m", "gunicorn", "-c", "python:synergy.ops.gunicorn_conf", "synergy.wsgi", TRUSTED_HOPS="x")
    assert done.returncode == 4
    assert done.stderr.startswith("TRUSTED_HOPS cannot be used: ")
    assert len(done.stderr.strip().splitlines()) == 1
