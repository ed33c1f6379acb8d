"""A database that is away, or locked by another program, and the page that people see meanwhile."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.faults.copies import Installation
from tests.faults.people import Page

IMPATIENT = "tests.faults.impatient"  # settings
WORDS = {"en": "Nothing you already saved is lost", "fr": "Rien de ce que vous aviez déjà enregistré n’est perdu"}


def assert_kind_page(page: Page, language: str = "en") -> None:
    assert page.status == 503
    assert page.headers["Retry-After"] == "30"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    assert f'lang="{language}"' in page.text
    assert WORDS[language] in page.text
    assert 'class="brand"' in page.text


@contextmanager
def writing_is_locked(installation: Installation) -> Iterator[None]:
    """Another program holds the lock that saving an answer needs: of the file, or of the rows."""
    with closing(installation.connect()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("BEGIN IMMEDIATE" if installation.on_sqlite else "BEGIN")
        if not installation.on_sqlite:
            cursor.execute("SELECT id FROM assessments_invitation FOR UPDATE")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def database_away(installation: Installation, request: pytest.FixtureRequest) -> Iterator[None]:
    """PostgreSQL is stopped; the file of SQLite is held by another program for longer than anybody waits for it."""
    if installation.on_sqlite:
        with writing_is_locked(installation):
            yield
        return
    postmaster = request.getfixturevalue("postmaster")
    postmaster.stop()
    try:
        yield
    finally:
        postmaster.start()
