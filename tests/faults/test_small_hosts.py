"""Little to run on: one processor, or others that take all of it; workers that are replaced, and stay small."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.copies import Installation
from tests.faults.people import Person

pytestmark = pytest.mark.faults
Record = Callable[[str, object], None]
_MIB = 1024 * 1024


def _burn() -> None:
    while True:
        pass


@contextmanager
def hogs(number: int) -> Iterator[None]:
    """Processes that take all the time they get."""
    spawned = [multiprocessing.get_context("spawn").Process(target=_burn, daemon=True) for _one in range(number)]
    for hog in spawned:
        hog.start()
    try:
        yield
    finally:
        for hog in spawned:
            hog.kill()
            hog.join()


def waits(people: list[Person]) -> list[float]:
    """Seconds that each request took, five people at a time; each was answered."""
    found: list[float] = []

    def timed(act: Callable[[], object]) -> None:
        began = time.monotonic()
        act()
        found.append(time.monotonic() - began)

    def answer(person: Person) -> None:
        timed(person.begin)
        for number in range(1, len(person.items) + 1):
            timed(lambda: person.get(person.path_of(number)))  # noqa: B023
            timed(lambda: person.save_section(number))  # noqa: B023
        timed(person.send)
        assert person.told_thanks

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(answer, people))
    return sorted(found)


def resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096


def test_beside_hogs_people_are_served_by_workers_that_are_replaced_and_stay_small(
    asked: Installation, record_property: Record
) -> None:
    server = asked.serve("--max-requests", "60", "--max-requests-jitter", "10")
    first = set(server.children())
    with hogs(2):
        found = waits(asked.people(20))
    assert not first & set(server.children()), "no worker was replaced"
    p95 = found[int(len(found) * 0.95)]
    largest = max(resident(pid) for pid in server.children())
    record_property("p95 of a request beside two hogs", f"{p95:.2f} s, largest worker {largest // _MIB} MiB")
    assert p95 < 5  # 1 on a machine whose other processors are free
    assert largest < 512 * _MIB


def test_on_one_processor_synergy_starts_and_five_people_are_served(
    asked: Installation, record_property: Record
) -> None:
    asked.serve(prefix=["taskset", "--cpu-list", "0"])
    found = waits(asked.people(10))
    p95 = found[int(len(found) * 0.95)]
    record_property("p95 of a request of five people on one processor", f"{p95:.2f} s")
    assert p95 < 5  # 1.5 on a machine of its own
