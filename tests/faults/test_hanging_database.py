"""A PostgreSQL that hangs: every request ends in time, health answers within a second, and all comes back by itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median
from typing import Any

import psycopg2  # type: ignore[import-untyped]
import pytest
from psycopg2 import extensions

from synergy.ops import limits, waits
from tests.faults.hanging import PAGE, Site, Wire
from tests.faults.postmasters import Postmaster, own_server

pytestmark = pytest.mark.faults
PEOPLE = 40  # two workers have eight threads
HUNDRED_ROWS = "SELECT number, md5(number::text) FROM generate_series(1, 100) number"
SLACK = 5.0  # for two cores that others use too
Note = Callable[[str, object], None]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postmaster]:
    """Of its own, so that stopping it stops nobody else."""
    with own_server() as server:
        yield server


@pytest.fixture(scope="module")
def wire(postgres: Postmaster) -> Iterator[Wire]:
    between = Wire(postgres.port)
    yield between
    between.cut()


@pytest.fixture(scope="module")
def site(wire: Wire, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(tmp_path_factory.mktemp("site"), wire.port)
    running.wait_until_well(60)
    yield running
    running.end()


class Fault:
    """Happens from the moment it is made until `end`."""

    def __init__(self, name: str, postgres: Postmaster, wire: Wire) -> None:
        self.name, self._postgres, self._wire = name, postgres, wire
        self._over = False
        (wire.swallow if "network" in name else postgres.hang)()

    def end(self) -> None:
        if not self._over and "dies" in self.name:
            self._postgres.kill()
            self._postgres.start()
        self._postgres.go_on()
        self._wire.let_through()
        self._over = True


@pytest.fixture(params=["the server is stopped", "the network swallows everything", "the server dies of it"])
def fault(request: pytest.FixtureRequest, postgres: Postmaster, wire: Wire, site: Site) -> Iterator[Fault]:
    site.wait_until_well(10 + SLACK)
    Crowd(site).wait()  # every thread has a connection open
    happening = Fault(request.param, postgres, wire)
    yield happening
    happening.end()


class Crowd:
    """Many people who ask for a page at the same moment."""

    def __init__(self, site: Site) -> None:
        self.answers: list[tuple[int, float, str]] = []
        self._threads = [threading.Thread(target=lambda: self.answers.append(site.get(PAGE))) for _one in range(PEOPLE)]
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(120)


def test_while_the_database_hangs_requests_end_health_answers_and_all_comes_back(
    fault: Fault, site: Site, record_property: Note
) -> None:
    workers = site.workers()
    crowd = Crowd(site)
    time.sleep(1.0)
    probes = {path: [site.get(path) for _turn in range(5)] for path in ("/health/", "/health/ready/", "/health/live/")}
    assert crowd.answers == [], "everybody still waits"
    for path, answers in probes.items():
        assert {status for status, _took, _text in answers} == {200 if "live" in path else 503}
        assert median(took for _status, took, _text in answers) < 1.0
        assert max(took for _status, took, _text in answers) < 1.0 + SLACK
    assert "The database does not answer in time" in probes["/health/"][0][2]

    crowd.wait()
    assert [status for status, _took, _text in crowd.answers] == [503] * PEOPLE
    assert all("Nothing you already saved is lost" in text for _status, _took, text in crowd.answers)
    longest = max(took for _status, took, _text in crowd.answers)
    assert longest < limits.REQUEST + SLACK

    after = sorted(took for status, took, _text in (site.get(PAGE) for _turn in range(10)) if status == 503)
    assert len(after) == 10
    assert median(after) < 1.0, "a silence that is known keeps nobody waiting"
    assert after[-1] < limits.TRIAL + SLACK

    fault.end()
    back = site.wait_until_well(5 + SLACK)
    assert site.workers() == workers, "nothing was restarted"
    slowest = max(took for answers in probes.values() for _status, took, _text in answers)
    record_property(
        fault.name, f"last 503 after {longest:.1f} s, slowest probe {slowest:.2f} s, back after {back:.1f} s"
    )


def test_check_tick_says_that_the_database_hangs_and_ends(fault: Fault, site: Site) -> None:
    began = time.monotonic()
    done = site.manage("check_tick", check=False)
    assert (done.returncode, done.stderr) == (1, "CommandError: The database does not answer in time.\n")
    assert time.monotonic() - began < 10 + 30


def test_waiting_for_the_database_by_ourselves_costs_little(postgres: Postmaster, record_property: Note) -> None:
    """Statements of one row and of a hundred, with libpq's own wait and with ours, by turns."""
    address = f"postgres://synergy@127.0.0.1:{postgres.port}/postgres"
    before = extensions.get_wait_callback()
    took: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    try:
        for turn in range(10):
            ours = bool(turn % 2)
            extensions.set_wait_callback(waits.wait if ours else None)
            with closing(psycopg2.connect(address)) as connection, closing(connection.cursor()) as cursor:
                connection.autocommit = True
                took[ours].append((seconds_for(cursor, "SELECT 1"), seconds_for(cursor, HUNDRED_ROWS)))
    finally:
        extensions.set_wait_callback(before)
    for place, what in enumerate(("one row", "a hundred rows")):
        bare, limited = (median(turns[place] for turns in took[ours]) * 1e6 for ours in (False, True))
        record_property(f"a statement of {what}", f"{bare:.0f} µs, with a limit {limited:.0f} µs")
        assert limited - bare < 500, "microseconds"


def seconds_for(cursor: Any, sql: str) -> float:
    turns = 1000
    began = time.perf_counter()
    for _turn in range(turns):
        cursor.execute(sql)
        cursor.fetchall()
    return (time.perf_counter() - began) / turns
