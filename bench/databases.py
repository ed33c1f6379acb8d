"""Databases that live as long as a measurement; the data of the installation is never touched."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2  # type: ignore[import-untyped]

# What somebody set for their own site must not reach a measurement.
_SETTINGS = ("ALLOWED_HOSTS", "DEBUG", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "BEHIND_PROXY")


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """The environment of a process that runs on an empty SQLite file."""
    with tempfile.TemporaryDirectory(prefix="synergy-bench-") as folder:
        yield _environment(folder, f"sqlite:///{folder}/db.sqlite3")


@contextmanager
def postgresql(server: str) -> Iterator[dict[str, str]]:
    """The environment of a process that runs on an empty database of its own on this server; it is dropped again."""
    name = f"synergy_bench_{os.getpid()}"
    parts = urlsplit(server)
    with tempfile.TemporaryDirectory(prefix="synergy-bench-") as folder:
        _tell(server, f"CREATE DATABASE {name}")
        try:
            yield _environment(folder, urlunsplit(parts._replace(path=f"/{name}")))
        finally:
            _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _environment(folder: str, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return {**kept, "DATA_DIR": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "synergy.settings"}


def _tell(server: str, sql: str) -> None:
    connection = psycopg2.connect(server)
    try:
        connection.autocommit = True  # databases are not made inside transactions
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()
