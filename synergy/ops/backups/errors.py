"""A sentence tells the person at the keyboard what stops a backup or a restore."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, InterfaceError, connection


class BackupError(Exception):
    """Nothing was done, or left half done; the text says why and what to do, and never what a row held."""


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Turn errors of disk and database into a sentence, which names only their kind: their words may quote rows."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{what}: {error.strerror or type(error).__name__}.") from error
    except (DatabaseError, InterfaceError, sqlite3.Error, _driver()) as error:
        said = "the database cannot be reached" if _is_away(error) else f"the database says {type(error).__name__}"
        raise BackupError(f"{what}: {said}.") from None


def _is_away(error: Exception) -> bool:
    """Whether no server answered, the server went down in the middle, or there is no such file."""
    cause: Any = error.__cause__ or error
    if connection.vendor == "sqlite":
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CANTOPEN
    code = getattr(cause, "pgcode", "") or ""
    broke = isinstance(cause, (connection.Database.OperationalError, connection.Database.InterfaceError))  # type: ignore[attr-defined]
    return broke and (not code or code.startswith(("08", "57P")))


def _driver() -> type[Exception]:
    """The error that copying raises, because Django does not translate it."""
    error: type[Exception] = connection.Database.Error  # type: ignore[attr-defined]
    return error
