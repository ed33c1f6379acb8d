"""Installations of their own: a folder, a database of either kind, and real `manage.py` processes."""

import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2  # type: ignore[import-untyped]
import psycopg2.extras  # type: ignore[import-untyped]
from django.conf import settings
from pyrage.x25519 import Identity

_SETTINGS = ("ALLOWED_HOSTS", "DEBUG", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "BEHIND_PROXY", "BACKUP_PASSPHRASE_FILE")
_numbers = itertools.count(1)
psycopg2.extras.register_uuid()
IDENTITY = Identity.generate()
Rows = list[tuple[Any, ...]]


@dataclass
class Installation:
    folder: Path
    url: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
        ours = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "BACKUP_RECIPIENT": str(IDENTITY.to_public())}
        return {**kept, **ours, **self.more}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment, text=True, **pipes)  # type: ignore[call-overload]

    def run(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*arguments)
        output = process.communicate(timeout=300)[0]
        return process.returncode, output

    def do(self, *arguments: str) -> str:
        """Run a command that has to succeed."""
        code, output = self.run(*arguments)
        assert code == 0, output
        return output

    @property
    def identity(self) -> str:
        path = self.folder / "identity"
        path.write_text(f"{IDENTITY}\n")
        return str(path)

    def back_up(self) -> tuple[str, str]:
        """The files of the newest backup and of its keys."""
        self.do("backup")
        return str(max(self.folder.glob("backups/synergy-*.tar"))), str(next(self.folder.glob("backup-keys/*.age")))

    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        path = self.url.removeprefix("sqlite:///")
        opened = sqlite3.connect(path) if self.is_sqlite() else psycopg2.connect(self.url)
        with closing(opened) as connection:
            yield connection.cursor()
            connection.commit()

    def tables(self) -> list[str]:
        on_server = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        in_file = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        with self.cursor() as cursor:
            cursor.execute(in_file if self.is_sqlite() else on_server)
            return sorted(name for (name,) in cursor.fetchall())

    def rows(self, sql: str) -> Rows:
        with self.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())


def new_file(folder: Path) -> Installation:
    folder.mkdir(parents=True)
    return Installation(folder, f"sqlite:///{folder / 'db.sqlite3'}")


@contextmanager
def new_database(folder: Path, server: str) -> Iterator[Installation]:
    folder.mkdir(parents=True)
    name = f"synergy_restore_{os.getpid()}_{next(_numbers)}"
    _tell(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield Installation(folder, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")
        shutil.rmtree(folder, ignore_errors=True)


def _tell(server: str, sql: str) -> None:
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
