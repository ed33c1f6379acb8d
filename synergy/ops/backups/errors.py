"""What stops a backup or a restore, in a sentence for the person at the keyboard."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection


class BackupError(Exception):
    """It was not done, and nothing was left half done; the text says why and what to do, never what a row held."""


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Errors of disk and database as a sentence. What a database says may quote rows, so only its kind is told."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{what}: {error.strerror or type(error).__name__}.") from error
    except (DatabaseError, sqlite3.Error, _driver()) as error:
        raise BackupError(f"{what}: the database says {type(error).__name__}.") from None


def _driver() -> type[Exception]:
    """What copying raises, which Django does not translate."""
    error: type[Exception] = connection.Database.Error  # type: ignore[attr-defined]
    return error
