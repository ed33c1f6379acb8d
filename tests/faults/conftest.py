"""Databases of the fault suite: each test runs on SQLite and on a PostgreSQL server of our own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from bench.databases import Databases, Files, Server
from tests.faults.copies import Installation, Seed, prepared
from tests.faults.post_offices import GatedOffice
from tests.faults.postmasters import Postmaster, own_server
from tests.synergy.conftest import AnyPort

MANY, ASKED = 2000, 500  # responses of the round that is closed, people invited to the round that is open
SQLITE, POSTGRES = "sqlite", "postgres"


class ByDatabase(LoadScopeScheduling):
    """All tests of one database in one worker: it is prepared once, and there is one server."""

    def _split_scope(self, nodeid: str) -> str:
        file, _test, parameters = nodeid.partition("[")
        return next((name for name in (SQLITE, POSTGRES) if name in parameters), file.partition("::")[0])


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByDatabase:
    return ByDatabase(config, log)


@pytest.fixture(scope="session")
def postmaster() -> Iterator[Postmaster]:
    with own_server() as server:
        yield server


@pytest.fixture(scope="session", params=[SQLITE, POSTGRES])
def databases(request: pytest.FixtureRequest) -> Databases:
    return Files() if request.param == SQLITE else Server(request.getfixturevalue("postmaster").url)


@pytest.fixture(scope="session")
def seeds(databases: Databases) -> Iterator[dict[str, Seed]]:
    """Prepared when they are first asked for."""
    with ExitStack() as stack:
        yield _Seeds(databases, stack)


class _Seeds(dict[str, Seed]):
    def __init__(self, databases: Databases, stack: ExitStack) -> None:
        super().__init__()
        self.databases, self.stack = databases, stack

    def __missing__(self, what: str) -> Seed:
        members = {"due": MANY, "asked": ASKED}[what]
        self[what] = self.stack.enter_context(prepared(self.databases, what, members))
        return self[what]


@pytest.fixture
def due(seeds: dict[str, Seed], tmp_path: Path) -> Iterator[Installation]:
    """A round of 2,000 is due to be closed; another one is open."""
    with seeds["due"].copy(tmp_path / "due") as installation:
        yield installation


@pytest.fixture
def asked(seeds: dict[str, Seed], tmp_path: Path) -> Iterator[Installation]:
    """500 people are asked, and nobody has answered; no mail waits."""
    with seeds["asked"].copy(tmp_path / "asked") as installation:
        installation.change("UPDATE outbox_message SET state = 'sent'")
        yield installation


@pytest.fixture
def post_office(asked: Installation) -> Iterator[GatedOffice]:
    """A real mail server, which the installation sends to."""
    office = GatedOffice()
    controller = AnyPort(office, hostname="127.0.0.1", port=0)
    controller.start()
    asked.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{controller.port}"
    yield office
    asked.end()
    office.gate.set()
    controller.stop(no_assert=True)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What a test measured, printed when it is over."""
    found = {
        f"{name}: {value}"
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
    }
    if found:
        terminalreporter.section("what the faults did")
        for line in sorted(found):
            terminalreporter.write_line(line)
