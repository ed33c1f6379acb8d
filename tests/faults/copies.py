"""Installations that live as long as a test: a folder, a copy of a prepared database, and the processes on them."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg2  # type: ignore[import-untyped]

from bench.databases import Databases, Environment
from tests.faults.people import BROKEN, Items, Person
from tests.faults.processes import ROOT, Process, wait_until
from tests.synergy.servers import free_port

_KEPT = ("secret_key", "pepper")
_STARTS_WITHIN = 60.0


class Seed:
    """A database filled once, of which each test gets a copy."""

    def __init__(self, databases: Databases, environment: Environment, facts: dict[str, Any]) -> None:
        self.databases, self.environment, self.facts = databases, environment, facts

    @contextmanager
    def copy(self, folder: Path) -> Iterator["Installation"]:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _KEPT:
            with suppress(FileNotFoundError):
                (folder / name).write_bytes((Path(self.environment["DATA_DIR"]) / name).read_bytes())
        with self.databases.copy(self.environment) as copied:
            installation = Installation({**copied, "DATA_DIR": str(folder)}, folder, self.facts)
            try:
                yield installation
            finally:
                installation.end()


@contextmanager
def prepared(databases: Databases, what: str, members: int) -> Iterator[Seed]:
    """A database filled by `seeds`, in a process of its own."""
    with databases.empty() as environment:
        command = [sys.executable, "-m", "tests.faults.seeds", what, str(members)]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        yield Seed(databases, environment, json.loads(done.stdout.splitlines()[-1]))


class Installation:
    """One database with its folder; everything started here is killed at the end."""

    def __init__(self, environment: Environment, folder: Path, facts: dict[str, Any]) -> None:
        self.environment, self.folder, self.facts = environment, folder, facts
        self.port = free_port()
        self.environment["SITE_URL"] = f"http://127.0.0.1:{self.port}"
        self._started: list[Process] = []

    @property
    def on_sqlite(self) -> bool:
        return self.environment["DATABASE_URL"].startswith("sqlite")

    @property
    def file(self) -> Path:
        return Path(self.environment["DATABASE_URL"].removeprefix("sqlite:///"))

    def start(self, *command: str, settings: str = "synergy.settings", prefix: Sequence[str] = ()) -> Process:
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": settings}
        log = self.folder / f"process-{len(self._started)}.log"
        process = Process([*prefix, sys.executable, *command], environment, log)
        self._started.append(process)
        return process

    def manage(self, *arguments: str, settings: str = "synergy.settings") -> Process:
        return self.start("manage.py", *arguments, settings=settings)

    def tick(self, *arguments: str, settings: str = "synergy.settings") -> Process:
        return self.manage("tick", *arguments, settings=settings)

    def serve(self, *options: str, settings: str = "synergy.settings", prefix: Sequence[str] = ()) -> Process:
        """Gunicorn as it runs in production; returns when `/health/` is well."""
        bind = ["-m", "gunicorn", "-c", "python:synergy.ops.gunicorn_conf", "--bind", f"127.0.0.1:{self.port}"]
        server = self.start(*bind, *options, "synergy.wsgi", settings=settings, prefix=prefix)
        self.wait_until_well(server)
        return server

    def wait_until_well(self, server: Process, seconds: float = _STARTS_WITHIN) -> None:
        def well() -> bool:
            assert server.runs, server.said
            return self.health()[0] == 200

        wait_until(well, seconds, "/health/ answers 200")

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and body; status 0 when nobody listens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/health/")
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except (*BROKEN, ValueError):
            return 0, {}
        finally:
            connection.close()

    def person(self, number: int, language: str = "en") -> Person:
        return Person(self.port, self.facts["links"][number], self.items, number, language)

    def people(self, number: int) -> list[Person]:
        return [self.person(place) for place in range(number)]

    @property
    def items(self) -> Items:
        return [[(code, values) for code, values in section] for section in self.facts["items"]]

    def connect(self) -> Any:
        """A connection from outside, without any of our own settings."""
        if self.on_sqlite:
            return sqlite3.connect(self.file, timeout=60, isolation_level=None)
        connection = psycopg2.connect(self.environment["DATABASE_URL"])
        connection.autocommit = True
        return connection

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, map(_read, row), strict=True)) for row in cursor.fetchall()]

    def number(self, sql: str) -> int:
        [row] = self.rows(f"SELECT COUNT(*) AS number FROM {sql}")
        return int(row["number"])

    def change(self, sql: str) -> None:
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql)

    def in_sql(self, moment: datetime) -> str:
        """As this database keeps it."""
        utc = moment.astimezone(UTC)
        return f"'{utc:%Y-%m-%d %H:%M:%S.%f}{'' if self.on_sqlite else '+00'}'"

    def end(self) -> None:
        for process in self._started:
            process.kill()


def _read(value: Any) -> Any:
    """SQLite keeps JSON as text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(ValueError):
            return json.loads(value)
    return value
