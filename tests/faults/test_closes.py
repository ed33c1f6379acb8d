"""A close beside others: a second ticker, a slow machine, people who answer, and what is seen in between."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.faults.conftest import MANY, POSTGRES, SQLITE
from tests.faults.copies import Installation
from tests.faults.people import Person
from tests.faults.processes import slowed, wait_until
from tests.faults.stored import stored

pytestmark = pytest.mark.faults
Record = Callable[[str, object], None]
IMPATIENT = "tests.faults.impatient"


def assert_closed_once(installation: Installation) -> None:
    now = stored(installation, installation.facts["due"])
    assert (now.state, now.sealed, now.responses, now.closes_told) == ("closed", 0, MANY, 1)
    assert now.published


def test_of_two_tickers_at_once_one_closes_a_round_and_the_other_passes_over_quietly(due: Installation) -> None:
    first = due.tick()
    wait_until(lambda: first.has_database, 120, "the ticker has started")
    with slowed(first, rests=0.2):
        second = due.tick()
        code = second.wait()
        assert first.runs, "the second one waited for the first"
    assert (code, first.wait()) == (0, 0), second.said
    for ticker in (first, second):
        assert "Traceback" not in ticker.said
        assert "rror" not in ticker.said
    assert_closed_once(due)


@pytest.mark.parametrize("databases", [POSTGRES], indirect=True)
def test_a_close_ends_on_a_machine_ten_times_slower_though_no_transaction_may_idle_for_a_second(
    due: Installation, record_property: Record
) -> None:
    ticker = due.tick(settings=IMPATIENT)
    wait_until(lambda: ticker.has_database, 120, "the ticker has started")
    began = time.monotonic()
    with slowed(ticker):
        code = ticker.wait(300)
    record_property("seconds of a slowed close, PostgreSQL", f"{time.monotonic() - began:.1f}")
    assert code == 0, ticker.said
    assert_closed_once(due)


@pytest.mark.parametrize("databases", [SQLITE], indirect=True)
def test_while_a_round_closes_people_answer_another_one_without_waiting_for_the_computing(
    due: Installation, record_property: Record
) -> None:
    due.serve()
    people = due.people(4)
    for person in people:
        assert person.begin().status == 302
    ticker = due.tick()
    wait_until(lambda: ticker.has_database, 120, "the ticker has started")
    waits: list[float] = []
    statuses: set[int] = set()
    began = time.monotonic()

    def answering(number: int) -> None:
        seq = 0
        while ticker.runs:
            seq += 1
            asked_at = time.monotonic()
            statuses.add(people[number].save_one(seq).status)
            waits.append(time.monotonic() - asked_at)

    threads = [threading.Thread(target=answering, args=[number]) for number in range(len(people))]
    with slowed(ticker):
        for thread in threads:
            thread.start()
        assert ticker.wait(300) == 0, ticker.said
    took = time.monotonic() - began
    for thread in threads:
        thread.join()
    assert_closed_once(due)
    record_property("longest wait while another round closes, SQLite", f"{max(waits):.2f} s of {took:.1f} s")
    assert statuses == {200}
    assert max(waits) < took / 3


def test_a_round_left_in_the_middle_of_its_close_takes_no_answer_and_shows_no_result(due: Installation) -> None:
    round = due.facts["due"]
    ticker = due.tick()
    wait_until(lambda: ticker.has_database, 120, "the ticker has started")
    with slowed(ticker):
        # From another connection: the claim has to be seen before the close has ended.
        with suppress(AssertionError):
            wait_until(lambda: stored(due, round).state != "open" or not ticker.runs, 300, "the round is claimed")
        now = stored(due, round)
        ticker.kill()
    assert now.state == "closing", "nobody saw that the round was being closed"
    assert now.published == 0
    due.serve()
    person = Person(due.port, due.facts["due_links"][0], due.items)
    for page in (person.get(person.at), person.save_section(1), person.send()):
        assert page.status == 404
    again = due.tick()
    assert again.wait() == 0, again.said
    assert_closed_once(due)
