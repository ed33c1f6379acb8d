"""Workers and servers that die while people answer: what was acknowledged is stored, once, and whole."""

import os
import re
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random

import pytest

from tests.concurrency import together
from tests.faults.copies import Installation
from tests.faults.people import Person
from tests.faults.processes import Process, wait_until
from tests.faults.stored import assert_stored_is_acknowledged

pytestmark = pytest.mark.faults


def test_workers_killed_while_people_answer_lose_nothing_that_was_acknowledged(
    asked: Installation, record_property: Callable[[str, object], None]
) -> None:
    server = asked.serve()
    random, over, killed = Random(8), threading.Event(), [0]

    def killer() -> None:
        while not over.wait(0.4):
            workers = server.children()
            if workers:
                with suppress(ProcessLookupError):
                    os.kill(random.choice(workers), signal.SIGKILL)
                    killed[0] += 1

    people = asked.people(50)
    thread = threading.Thread(target=killer)
    thread.start()
    try:
        with ThreadPoolExecutor(6) as pool:
            met = [status for statuses in pool.map(Person.insist, people) for status in statuses]
    finally:
        over.set()
        thread.join()
    assert killed[0] >= 5
    assert set(met) <= {200, 302, 412}  # 412: sent once more after it had been saved
    assert all(person.told_thanks for person in people)
    assert_stored_is_acknowledged(asked, people)
    assert asked.number("assessments_invitation WHERE submitted_on IS NOT NULL") == len(people)
    record_property("workers killed while 50 answered", f"{killed[0]}")


def test_what_saved_itself_is_there_when_the_page_is_loaded_after_the_worker_has_died(asked: Installation) -> None:
    server = asked.serve()
    person = asked.person(0)
    person.begin()
    code, _values = person.items[0][1]
    assert person.save_one(1).status == 200
    for worker in server.children():
        os.kill(worker, signal.SIGKILL)
    asked.wait_until_well(server)
    page = person.get(person.path_of(1))
    assert page.status == 200
    [chosen] = [tag for tag in re.findall(r"<input[^>]*>", page.text) if f'name="a-{code}"' in tag and "checked" in tag]
    assert f'value="{person.told_saved[code]}"' in chosen


def test_a_killed_server_starts_again_without_a_hand_and_people_go_on(
    asked: Installation, record_property: Callable[[str, object], None]
) -> None:
    people = asked.people(8)
    server: Process = asked.serve()
    for person in people:
        person.begin()
        person.save_section(1)
    server.kill()
    began = time.monotonic()
    asked.serve()
    took = time.monotonic() - began
    record_property("seconds from start to /health/ 200", f"{took:.1f}")
    assert took < 30  # 5 on a machine of its own
    assert {person.send().status for person in people} == {302}
    assert_stored_is_acknowledged(asked, people)


def test_a_page_opened_before_an_upgrade_is_accepted_after_it(asked: Installation) -> None:
    """The server is another process, and the page has a field more and one less than the new one would have."""
    person = asked.person(0)
    server = asked.serve()
    person.begin()
    page = person.get(person.path_of(2))
    assert page.status == 200
    server.terminate()
    asked.serve()
    codes = [code for code, _values in person.items[1]]
    sent = person.post(person.path_of(2), {f"a-{codes[0]}": 2, "a-field-of-old": "x", "seq": 7})
    assert sent.status == 302
    [row] = asked.rows("SELECT answers FROM assessments_sealedanswers")
    assert row["answers"] == {codes[0]: 2}


def test_one_link_sent_from_many_windows_at_once_is_one_response(asked: Installation) -> None:
    asked.serve()
    windows = [asked.person(0) for _window in range(8)]
    for window in windows:
        window.begin()
        window.save_section(1)
    assert [page.status for page in together(*(window.send for window in windows))] == [302] * len(windows)
    assert all(window.told_thanks for window in windows)
    assert_stored_is_acknowledged(asked, windows)
    assert asked.number("assessments_sealedanswers") == 1
    asked.change("UPDATE assessments_round SET closes_at = opens_at + interval '1 second'" if not asked.on_sqlite else
                 "UPDATE assessments_round SET closes_at = datetime(opens_at, '+1 second')")  # fmt: skip
    ticker = asked.tick()
    assert ticker.wait() == 0, ticker.said
    wait_until(lambda: asked.number("assessments_response") == 1, 10, "the one response is stored")
