"""Migrating a database that is in use for years: nothing published changes, and two at once do no harm."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.copies import Installation
from tests.faults.processes import ROOT
from tests.faults.stored import checksums

pytestmark = pytest.mark.faults
_FOLDERS = {name: ROOT / name for name in ("assessments", "partnerships")} | {"outbox": ROOT / "synergy" / "outbox"}


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "migrations").glob("0*.py"))


def test_two_migrations_at_once_of_a_populated_database_end_well_and_change_no_published_number(
    due: Installation, record_property: Callable[[str, object], None]
) -> None:
    ticker = due.tick()
    assert ticker.wait() == 0, ticker.said
    rounds = [due.facts["closed"], due.facts["due"]]
    before = [checksums(due, round) for round in rounds]
    for app, folder in _FOLDERS.items():
        if len(names(folder)) > 1:
            back = due.manage("migrate", app, names(folder)[-2])
            assert back.wait() == 0, back.said
    began = time.monotonic()
    forward = [due.manage("migrate", "--noinput") for _number in range(2)]
    for migration in forward:
        assert migration.wait() == 0, migration.said
        assert "Traceback" not in migration.said
    took = time.monotonic() - began
    applied = [migration.said.count("... OK") for migration in forward]
    assert sorted(applied) == [0, max(applied)]
    assert max(applied) > 0
    assert [checksums(due, round) for round in rounds] == before
    due.serve()
    assert took < 60
    record_property("seconds of two migrations at once of 2,000 responses", f"{took:.1f}")
