"""One process at a time: a lock that its holder's death opens again."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_MIGRATE = 0x53594E45_52475931  # a number of our own among the advisory locks of the database
_GLANCE = 0.2


class TakenTooLong(Exception):
    """Another process holds the lock."""


@contextmanager
def migrating_alone(connection: BaseDatabaseWrapper, patience: float) -> Iterator[None]:
    """Wait until no other process migrates this database. Raises TakenTooLong after `patience` seconds."""
    if connection.vendor == "postgresql":
        with _advisory(connection, patience):
            yield
    elif connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]).parent.is_dir():
        with _file(Path(f"{connection.settings_dict['NAME']}.migrating"), patience):
            yield
    else:
        yield


@contextmanager
def _advisory(connection: BaseDatabaseWrapper, patience: float) -> Iterator[None]:
    """Of the session: gone with its connection."""

    def taken() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_MIGRATE])
            return bool(cursor.fetchone()[0])

    _wait(taken, patience)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATE])


@contextmanager
def _file(path: Path, patience: float) -> Iterator[None]:
    """Of an empty file beside the database; never of the database itself, whose locks belong to SQLite."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def taken() -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        _wait(taken, patience)
        yield
    finally:
        os.close(handle)


def _wait(taken: Callable[[], bool], patience: float) -> None:
    until = time.monotonic() + patience
    while not taken():
        if time.monotonic() > until:
            raise TakenTooLong
        time.sleep(_GLANCE)
