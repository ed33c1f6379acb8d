"""Tickers and mail servers that fail: nobody gets a mail twice, nobody waits, and what is shown is so."""

import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.absences import IMPATIENT, database_away
from tests.faults.copies import Installation
from tests.faults.post_offices import UNPACED, GatedOffice, in_state, let_wait, sixteen_minutes_later, ticked
from tests.faults.processes import wait_until

pytestmark = pytest.mark.faults


def test_three_tickers_at_once_send_everybody_one_mail(asked: Installation, post_office: GatedOffice) -> None:
    let_wait(asked, 60)
    post_office.seconds = 0.05
    tickers = [asked.tick(settings=UNPACED) for _number in range(3)]
    for ticker in tickers:
        assert ticker.wait() == 0, ticker.said
        assert "Traceback" not in ticker.said
    assert (len(post_office.taken), post_office.most_for_one) == (60, 1)
    assert in_state(asked, "sent") == asked.number("outbox_message")


def test_a_mail_whose_ticker_was_killed_is_perhaps_sent_after_a_quarter_of_an_hour_and_never_again(
    asked: Installation, post_office: GatedOffice
) -> None:
    let_wait(asked, 8)
    post_office.gate.clear()
    ticker = asked.tick(settings=UNPACED)
    assert post_office.under_way.wait(120), ticker.said
    ticker.kill()
    post_office.gate.set()
    ticked(asked)
    assert in_state(asked, "sending") == 1
    sixteen_minutes_later(asked)
    assert (in_state(asked, "unknown"), in_state(asked, "queued", "deferred", "sending")) == (1, 0)
    assert post_office.most_for_one == 1
    assert len(post_office.taken) in (7, 8)  # whether the eighth arrived nobody knows


def test_a_mail_that_was_taken_while_the_database_was_away_is_shown_as_sent(
    asked: Installation, post_office: GatedOffice, request: pytest.FixtureRequest
) -> None:
    let_wait(asked, 5)
    post_office.gate.clear()
    ticker = asked.tick("--loop", "--interval", "1", settings=IMPATIENT)
    assert post_office.under_way.wait(120), ticker.said
    with database_away(asked, request):
        post_office.gate.set()
        wait_until(lambda: len(post_office.taken) == 1, 30, "the mail is taken")
        time.sleep(4)  # that long the database is away
    wait_until(lambda: in_state(asked, "queued", "deferred") == 0, 120, "the other mails are sent")
    wait_until(lambda: in_state(asked, "sending") == 0, 20, "what became of the mail is written down")
    ticker.terminate()
    sixteen_minutes_later(asked)
    assert (in_state(asked, "unknown"), len(post_office.taken), post_office.most_for_one) == (0, 5, 1)


def test_nobody_who_answers_waits_for_a_mail_server_that_is_silent(
    asked: Installation, record_property: Callable[[str, object], None]
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        silent.settimeout(120)
        asked.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        let_wait(asked, 3)
        asked.serve(settings=UNPACED)
        ticker = asked.tick(settings=UNPACED)
        _line, _address = silent.accept()
        waits = []
        for person in asked.people(6):
            began = time.monotonic()
            assert {page.status for page in person.walk()} <= {200, 302}
            waits.append(time.monotonic() - began)
        stranger = asked.person(7)
        stranger.get("/accounts/password/reset/")
        began = time.monotonic()
        reset = stranger.post("/accounts/password/reset/", {"email": asked.facts["login"]["login"]})
        waits.append(time.monotonic() - began)
        assert reset.status == 302
        assert ticker.wait() == 0, ticker.said
        _line.close()
    assert max(waits) < 8  # the mail server lets the ticker wait for 10
    assert in_state(asked, "deferred") == 1
    assert in_state(asked, "queued") >= 2
    record_property("longest questionnaire beside a silent mail server", f"{max(waits):.2f} s")


def test_refused_and_put_off_addresses_stop_nobody_and_health_tells_of_mail_that_waits(
    asked: Installation, post_office: GatedOffice
) -> None:
    let_wait(asked, 12)
    first, second, third = [row["recipient"] for row in asked.rows(
        "SELECT recipient FROM outbox_message WHERE state = 'queued' ORDER BY key LIMIT 3")]  # fmt: skip
    post_office.answers = {first: "550 5.1.1 unknown", second: "421 4.3.2 closing", third: "450 4.7.1 later"}
    ticked(asked)
    assert len(post_office.taken) == 9
    assert (in_state(asked, "failed"), in_state(asked, "deferred")) == (1, 2)
    asked.serve()
    then = asked.in_sql(datetime.now(UTC) - timedelta(minutes=31))
    asked.change(f"UPDATE outbox_message SET due_at = {then} WHERE state = 'deferred'")
    status, body = asked.health()
    assert status == 503
    assert any("Mail has waited" in reason for reason in body["reasons"])
    post_office.answers = {}
    ticked(asked)
    assert asked.health()[0] == 200
    assert (len(post_office.taken), post_office.most_for_one) == (11, 1)
