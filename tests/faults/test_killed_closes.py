"""A ticker that is killed in the middle of a close: the next one ends it, with the very same result."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import MANY
from tests.faults.copies import Installation, Seed
from tests.faults.processes import Process, wait_until
from tests.faults.stored import Stored, checksums, stored

pytestmark = pytest.mark.faults

# Ten moments, spread over the time a close takes; each mode of confidentiality gets some from its start to its end.
MOMENTS = {"confidential": (0, 3, 6, 9), "anonymous": (1, 4, 7), "identified": (2, 5, 8)}
_GLANCE = 0.001  # seconds between two looks at its clock
_TRIES = 5
Prepare = Callable[[Installation], None]


def in_mode(mode: str) -> Prepare:
    return lambda installation: installation.change(
        f"UPDATE assessments_round SET mode = '{mode}' WHERE id = {installation.facts['due']}"
    )


def cpu_at_work(process: Process) -> float:
    """Seconds it had computed when it first spoke to the database: what it is there for begins."""
    wait_until(lambda: process.has_database or not process.runs, 120, "the ticker asks the database", every=_GLANCE)
    return process.cpu()


def undisturbed_close(installation: Installation) -> tuple[float, float]:
    """Seconds its ticker had computed when it began, and when the round was closed."""
    ticker = installation.tick()
    begun = cpu_at_work(ticker)
    closed = f"assessments_round WHERE id = {installation.facts['due']} AND state = 'closed'"
    whole = begun
    while ticker.runs and not installation.number(closed):
        whole = ticker.cpu()
    assert ticker.wait() == 0, ticker.said
    return begun, whole


def kill_at(share: float, process: Process, begun: float, whole: float) -> bool:
    """SIGKILL after this share of the work; whether it still ran. Its own start tells how fast the machine is now."""
    speed = cpu_at_work(process) / begun
    while process.runs and process.cpu() < speed * (begun + share * (whole - begun)):
        time.sleep(_GLANCE)
    ran = process.runs
    process.kill()
    return ran


def assert_whole(now: Stored, mode: str) -> str:
    """Open, closing or closed: never a bit of one and a bit of the other. Returns which."""
    assert now.state in ("open", "closing", "closed")
    if now.state == "closed":
        assert (now.sealed, now.responses, now.closes_told) == (0, MANY, 1)
        assert now.published
        return now.state
    assert (now.sealed, now.published, now.closes_told) == (MANY, 0, 0), f"{mode}: {now}"
    assert now.responses == 0 or now.state == "closing"
    return now.state


@pytest.mark.parametrize("mode", MOMENTS)
def test_a_close_killed_at_random_moments_ends_with_the_next_tick_and_the_same_result(
    mode: str, seeds: dict[str, Seed], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    prepare, found = in_mode(mode), Counter[str]()
    with seeds["due"].copy(tmp_path / "undisturbed") as undisturbed:
        due = undisturbed.facts["due"]
        prepare(undisturbed)
        begun, whole = undisturbed_close(undisturbed)
        result = checksums(undisturbed, due)
        assert_whole(stored(undisturbed, due), mode)
    for moment in MOMENTS[mode]:
        share = (moment + Random(moment).random()) / 10
        for attempt in range(_TRIES):
            with seeds["due"].copy(tmp_path / f"moment-{moment}-{attempt}") as killed:
                prepare(killed)
                hit = kill_at(share * 0.8**attempt, killed.tick(), begun, whole)
                state = assert_whole(stored(killed, due), mode)
                if not hit and attempt < _TRIES - 1:
                    continue  # it was quicker than the one before, and had ended
                found[state] += 1
                again = killed.tick()
                assert again.wait() == 0, again.said
                assert "Traceback" not in again.said
                assert stored(killed, due).state == "closed"
                assert checksums(killed, due) == result, f"killed at {share:.0%}, when it was {state}"
                break
        assert hit, "every kill missed the close"
    on = "SQLite" if undisturbed.on_sqlite else "PostgreSQL"
    record_property(f"states after a kill, {mode}, {on}", ", ".join(f"{n} {state}" for state, n in found.items()))
