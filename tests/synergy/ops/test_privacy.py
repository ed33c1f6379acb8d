"""Headers, log lines and error pages give nothing away, and error pages say what to do."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from synergy.ops.access_logs import FORMAT, AccessLogger
from synergy.ops.logs import Scrub
from synergy.outbox.scrubbing import scrub, scrub_all

pytestmark = pytest.mark.urls("tests.synergy.addresses")
TOKEN = "Ab3dEf6hIj9lMn2pQr5tUv"


def test_a_personal_page_leaves_no_trace(db: None) -> None:
    response = Client().get(f"/r/{TOKEN}/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"
    assert response["Permissions-Policy"]


def test_a_public_page_may_be_found_and_kept(db: None) -> None:
    response = Client().get("/test/public/")
    assert response["Referrer-Policy"] == "same-origin"
    assert "X-Robots-Tag" not in response


def test_a_staff_page_is_neither_found_nor_kept(administrator: Client) -> None:
    response = administrator.get("/test/staff/")
    assert response.content == b"staff"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("given, kept", [("abcd-1234-efgh", True), ("a b", False), ("x" * 65, False), ("", False)])
def test_every_answer_carries_the_id_of_its_request(db: None, given: str, kept: bool) -> None:
    response = Client().get("/test/public/", headers={"X-Request-ID": given})
    assert (response["X-Request-ID"] == given) is kept
    assert len(response["X-Request-ID"]) >= 8


# Error pages


def test_a_refusal_shows_its_reason(administrator: Client) -> None:
    response = administrator.get("/test/refused/Only a <b>coordinator<%2Fb> may do this./".replace("%2Fb", "b"))
    assert response.status_code == 403
    assert "Only a &lt;b&gt;coordinator" in response.content.decode()


def test_a_refusal_without_a_sentence_shows_the_usual_words(administrator: Client) -> None:
    for address in ("/test/refused/", "/test/refused/forbidden_code/"):
        response = administrator.get(address)
        assert response.status_code == 403
        assert "<p>forbidden_code" not in response.content.decode()


@pytest.mark.parametrize(
    "address, status", [("/test/nowhere/", 404), ("/test/suspicious/", 400), ("/test/broken/", 500)]
)
def test_error_pages_are_ours_and_hide_the_inside(outsider: Client, address: str, status: int) -> None:
    outsider.raise_request_exception = False
    response = outsider.get(address)
    body = response.content.decode()
    assert response.status_code == status
    assert 'lang="fr"' in body
    assert "errorpage" in body
    assert "inner words" not in body


def test_a_form_without_its_csrf_token_gets_the_kind_page(db: None, settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = "synergy.web.error_pages.csrf_failure"
    response = Client(enforce_csrf_checks=True).post("/test/only-post/")
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()
    assert "CSRF" not in response.content.decode()


def test_a_body_that_is_too_large_gets_our_page(db: None) -> None:
    response = Client().post("/test/writes/", {"name": "x" * 3_000_000})
    assert response.status_code == 413
    assert "errorpage" in response.content.decode()


def test_the_wrong_verb_gets_our_page_and_names_the_right_one(db: None, settings: Any) -> None:
    ours = "synergy.web.error_pages.ErrorPagesMiddleware"
    settings.MIDDLEWARE = [*(name for name in settings.MIDDLEWARE if name != ours), ours]
    response = Client().get("/test/only-post/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "errorpage" in response.content.decode()


# Log lines


@pytest.mark.parametrize(
    "text, expected",
    [
        (f"GET /r/{TOKEN}/s/2?x=1", "GET /r/-/s/2?x=1"),
        (f"https://example.org/r/{TOKEN}", "https://example.org/r/-"),
        (f"?next=%2Fr%2F{TOKEN}%2F", "?next=%2Fr%2F-%2F"),
        ("GET /accounts/password/reset/key/1-c0ffee-9a/ 200", "GET /accounts/password/reset/key/-/ 200"),
        ("to amina.b+x@example.org, again", "to <address>, again"),
        ("amina%40example.org", "<address>"),
        ("/partnerships/alpha/", "/partnerships/alpha/"),
    ],
)
def test_links_and_addresses_are_scrubbed(text: str, expected: str) -> None:
    assert scrub(text) == expected


def test_text_that_is_stored_is_short_and_on_one_line() -> None:
    stored = scrub_all(f"550 <a@example.org>\r\nsee https://x.example/r/{TOKEN} " + "x" * 400)
    assert stored.startswith("550 <<address>> see <url> xxx")
    assert len(stored) == 200


@contextmanager
def scrubbed(logger: logging.Logger) -> Iterator[io.StringIO]:
    """What the logger writes meanwhile, by way of our filter."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Scrub())
    logger.addHandler(handler)
    try:
        yield out
    finally:
        logger.removeHandler(handler)


def test_arguments_and_tracebacks_are_scrubbed_in_the_log() -> None:
    logger = logging.getLogger("test.scrubbing")
    logger.propagate = False
    with scrubbed(logger) as out:
        try:
            raise ValueError(f"farid@example.org had /r/{TOKEN}/")
        except ValueError:
            logger.exception("Not found: %s for %s", f"/r/{TOKEN}/", "farid@example.org")
    written = out.getvalue()
    assert "ValueError: <address> had /r/-/" in written
    assert TOKEN not in written
    assert "farid" not in written


@pytest.mark.parametrize("debug", [False, True])
def test_what_is_refused_is_one_line_in_the_log_and_no_traceback(
    debug: bool, settings: Any, coordinator: Client
) -> None:
    settings.DEBUG = debug
    settings.ALLOWED_HOSTS = ["testserver"]
    coordinator.raise_request_exception = False
    with scrubbed(logging.getLogger("django")) as out:
        statuses = [
            coordinator.get("/test/refused/").status_code,
            coordinator.get("/nowhere/").status_code,
            coordinator.get("/health/", HTTP_HOST="bad.example.org").status_code,
        ]
    assert statuses == [403, 404, 400]
    assert len(out.getvalue().splitlines()) == 3
    assert "Traceback" not in out.getvalue()


def test_the_access_log_has_no_token_and_nobody_in_it() -> None:
    from gunicorn.config import Config

    class Answer:
        status, sent = "200 OK", 12
        headers: list[tuple[str, str]] = []

    class Asked:
        headers = [("REFERER", f"https://x/r/{TOKEN}"), ("USER-AGENT", "a phone")]

    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/r/{TOKEN}/?code=XY12",
        "PATH_INFO": f"/r/{TOKEN}/",
        "QUERY_STRING": "code=XY12",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.7",
        "HTTP_REFERER": f"https://x/r/{TOKEN}",
        "HTTP_USER_AGENT": "a phone",
    }
    logger = AccessLogger(Config())
    atoms = logger.atoms(Answer(), Asked(), environ, timedelta(milliseconds=12))
    everything = logger.atoms_wrapper_class(atoms)
    for form in (FORMAT, '%(h)s %(u)s %(r)s %(q)s %(f)s "%(a)s" %({referer}i)s %({raw_uri}e)s %(U)s'):
        line = form % everything
        assert "/r/-/" in line
        for secret in (TOKEN, "XY12", "203.0.113.7", "a phone"):
            assert secret not in line
