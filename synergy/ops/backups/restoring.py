"""A restore puts a backup back into an empty installation, on either kind of database; a rehearsal does it aside."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from synergy.audit import entries as audit
from synergy.ops.backups import backup_files, file_targets, server_targets
from synergy.ops.backups.afterwards import set_right
from synergy.ops.backups.containers import Given, opened
from synergy.ops.backups.emptiness import require_empty
from synergy.ops.backups.errors import BackupError, in_words
from synergy.ops.backups.keys import Keys, in_place, kept_keys, missing_keys
from synergy.ops.backups.marks import REHEARSAL, mark
from synergy.ops.backups.states import applied, bring_forward, bring_to, require_known
from synergy.ops.backups.streams import MEDIA, About, BackupReader
from synergy.outbox.holds import Restored

_CANNOT = "This cannot be restored here"
_FILE, _MEDIA = "restored.sqlite3", "media"


@dataclass(frozen=True)
class RestoreRequest:
    path: Path
    given: Given
    keys: Path | None = None
    new_secret_key: bool = False


RestoreOutcome = tuple[About, int, int]
"""What the backup says about itself, and how many tables and rows it brought back."""


def restore(asked: RestoreRequest, *, at: datetime) -> RestoreOutcome:
    """Restore all of the backup or nothing of it, and hold mail. Raises BackupError saying what stands in the way."""
    with backup_files.workroom() as work, in_words(_CANNOT):
        if connection.vendor == "sqlite":
            return _into_file(asked, work, at)
        from synergy.ops import waits  # psycopg2, which an installation on SQLite need not load

        with waits.suspended():
            return _onto_server(asked, work, at)


def _into_file(asked: RestoreRequest, work: Path, at: datetime) -> RestoreOutcome:
    require_empty()
    path = work / _FILE
    with _reading(asked) as reading:
        missing = _checked(asked, reading.about)
        tables = file_targets.fill(path, reading)
        outcome = _finished(reading, tables, work)
    with file_targets.pointed_at(path):
        _bring_up_to_date(reading.about, at)
    with in_place(missing), _media_in_place(work):
        file_targets.put_in_place(path)
    return outcome


def _onto_server(asked: RestoreRequest, work: Path, at: datetime) -> RestoreOutcome:
    with ExitStack() as beside, transaction.atomic():  # keys and files go back when the commit fails, too
        return _in_transaction(asked, work, at, beside)


def _in_transaction(asked: RestoreRequest, work: Path, at: datetime, beside: ExitStack) -> RestoreOutcome:
    server_targets.take_time()
    require_empty()
    path = work / _FILE
    with _reading(asked) as reading:
        missing = _checked(asked, reading.about)
        bring_to(reading.about.migrations)
        is_file = reading.about.database == "sqlite"
        tables = file_targets.take_file(path, reading) if is_file else server_targets.load_lines(reading)
        outcome = _finished(reading, tables, work)
    if is_file:
        server_targets.load_file(path)
    _bring_up_to_date(reading.about, at)
    beside.enter_context(in_place(missing))
    beside.enter_context(_media_in_place(work))
    return outcome


def rehearse(asked: RestoreRequest, *, at: datetime) -> RestoreOutcome:
    """Restore into a file aside, compare every table, throw the file away, and note the rehearsal."""
    with backup_files.workroom() as work, in_words(_CANNOT):
        if not applied():
            raise BackupError("Run manage.py migrate first: the rehearsal is noted in the database.")
        path = work / _FILE
        with _reading(asked) as reading:
            require_known(reading.about.migrations)
            tables = file_targets.fill(path, reading)
            outcome = _finished(reading, tables, work)
        file_targets.require_sound(path)
        with file_targets.pointed_at(path):
            _bring_up_to_date(reading.about, at)
    mark(REHEARSAL, at)
    audit.record(by=None, action="backup.rehearse", obj=None, at=at, taken=reading.about.taken_at.date())
    return outcome


@contextmanager
def _reading(asked: RestoreRequest) -> Iterator[BackupReader]:
    with opened(asked.path, asked.given) as stream:
        yield BackupReader(stream)


def _checked(asked: RestoreRequest, about: About) -> Keys:
    """Check migrations, folders and keys before the restore changes anything."""
    require_known(about.migrations)
    root = Path(settings.MEDIA_ROOT)
    if root.is_dir() and any(root.iterdir()):
        raise BackupError(f"{root} is not empty: nothing was changed.")
    kept = kept_keys(asked.keys, asked.given) if asked.keys else None
    return missing_keys(about.prints, kept, new_secret_key=asked.new_secret_key)


def _finished(reading: BackupReader, tables: int, work: Path) -> RestoreOutcome:
    _take_media(reading, work)
    kept = reading.finish()
    counts = [count for name, count in kept.items() if name.startswith("rows of ")]
    counts += [checksum[0] for name, checksum in kept.items() if name.startswith("tables/")]
    return reading.about, tables, sum(counts)


def _bring_up_to_date(about: About, at: datetime) -> None:
    bring_forward()
    with transaction.atomic():
        set_right(Restored(about.taken_at, at))


def _take_media(reading: BackupReader, work: Path) -> None:
    folder = backup_files.private_folder(work / _MEDIA)
    for name, content in reading.files(MEDIA):
        path = folder / name.removeprefix(MEDIA)
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupError("This backup names files outside its own folder: it was not made by Synergy.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("wb") as target:
            shutil.copyfileobj(content, target)


@contextmanager
def _media_in_place(work: Path) -> Iterator[None]:
    """Move uploaded files into their folder, which is empty, and out again when the database does not arrive."""
    root = Path(settings.MEDIA_ROOT)
    taken = list((work / _MEDIA).iterdir())
    if taken:
        root.mkdir(parents=True, exist_ok=True)
    try:
        for path in taken:
            shutil.move(path, root / path.name)
        yield
    except BaseException:
        for path in root.iterdir() if root.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
