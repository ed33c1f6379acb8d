"""What stops a backup or a restore, in a sentence for the person at the keyboard."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, InterfaceError, connection


class BackupError(Exception):
    """It was not done, and nothing was left half done; the text says why and what to do, never what a row held."""


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Errors of disk and database as a sentence. What a database says may quote rows, so only its kind is told."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{what}: {error.strerror or type(error).__name__}.") from error
    except (DatabaseError, InterfaceError, sqlite3.Error, _driver()) as error:
        said = "the database cannot be reached" if _is_away(error) else f"the database says {type(error).__name__}"
        raise BackupError(f"{what}: {said}.") from None


def _is_away(error: Exception) -> bool:
    """No server answered, it went down in the middle, or there is no such file."""
    cause: Any = error.__cause__ or error
    if connection.vendor == "sqlite":
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CANTOPEN
    code = getattr(cause, "pgcode", "") or ""
    broke = isinstance(cause, (connection.Database.OperationalError, connection.Database.InterfaceError))  # type: ignore[attr-defined]
    return broke and (not code or code.startswith(("08", "57P")))


def _driver() -> type[Exception]:
    """What copying raises, which Django does not translate."""
    error: type[Exception] = connection.Database.Error  # type: ignore[attr-defined]
    return error
