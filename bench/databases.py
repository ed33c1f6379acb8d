"""Databases that live as long as a measurement; the data of the installation is never touched."""

import itertools
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg2  # type: ignore[import-untyped]

# What somebody set for their own site must not reach a measurement.
_SETTINGS = ("ALLOWED_HOSTS", "DEBUG", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "BEHIND_PROXY")
_numbers = itertools.count(1)

Environment = dict[str, str]


class Databases(Protocol):
    """Gives environments of processes, each with a database of its own that is gone afterwards."""

    def empty(self) -> AbstractContextManager[Environment]: ...

    def copy(self, of: Environment) -> AbstractContextManager[Environment]:
        """A copy of a database that no process has open any more."""
        ...


class Files:
    """SQLite files in temporary folders."""

    @contextmanager
    def empty(self) -> Iterator[Environment]:
        with tempfile.TemporaryDirectory(prefix="synergy-bench-") as folder:
            yield _environment(folder, f"sqlite:///{folder}/db.sqlite3")

    @contextmanager
    def copy(self, of: Environment) -> Iterator[Environment]:
        original = of["DATABASE_URL"].removeprefix("sqlite:///")
        with tempfile.TemporaryDirectory(prefix="synergy-bench-") as folder:
            path = Path(folder) / "db.sqlite3"
            with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
            yield {**of, "DATABASE_URL": f"sqlite:///{path}"}


class Server:
    """Databases of our own on a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def empty(self) -> Iterator[Environment]:
        with tempfile.TemporaryDirectory(prefix="synergy-bench-") as folder, self._database("template1") as url:
            yield _environment(folder, url)

    @contextmanager
    def copy(self, of: Environment) -> Iterator[Environment]:
        with self._database(urlsplit(of["DATABASE_URL"]).path[1:]) as url:
            with suppress(psycopg2.errors.InsufficientPrivilege):
                self._tell("CHECKPOINT")  # or the server writes the copy to disk in the middle of a measurement
            yield {**of, "DATABASE_URL": url}

    @contextmanager
    def _database(self, template: str) -> Iterator[str]:
        name = f"synergy_bench_{os.getpid()}_{next(_numbers)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))
        finally:
            self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _tell(self, sql: str) -> None:
        with closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True  # databases are not made inside transactions
            with connection.cursor() as cursor:
                cursor.execute(sql)


def _environment(folder: str, url: str) -> Environment:
    kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return {**kept, "DATA_DIR": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "synergy.settings"}
