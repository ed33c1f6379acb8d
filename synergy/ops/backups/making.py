"""A backup puts database, files and fingerprints into one encrypted file, and the keys into another file elsewhere."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from synergy.audit import entries as audit
from synergy.ops.backups import backup_files, snapshots
from synergy.ops.backups.ciphers import Lock, lock_for
from synergy.ops.backups.containers import written
from synergy.ops.backups.errors import BackupError, in_words
from synergy.ops.backups.keys import Keys, current_keys, keep_keys
from synergy.ops.backups.marks import BACKUP, mark
from synergy.ops.backups.states import applied
from synergy.ops.backups.stored_tables import tables_of
from synergy.ops.backups.streams import ABOUT, MEDIA, About, BackupWriter


@dataclass(frozen=True)
class Made:
    path: Path
    size: int
    keys: Path
    dropped: int  # backups that were too old


def configured_lock() -> Lock:
    """Read BACKUP_RECIPIENT or BACKUP_PASSPHRASE_FILE. Raises BackupError when neither is set, or both."""
    name = settings.BACKUP_PASSPHRASE_FILE
    return lock_for(settings.BACKUP_RECIPIENTS, passphrase_in(Path(name)) if name else "")


def passphrase_in(path: Path) -> str:
    """The first line of the file."""
    try:
        lines = path.read_text().splitlines()
    except OSError as error:
        raise BackupError(f"The passphrase cannot be read from {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BackupError(f"The passphrase cannot be read from {path}: it is not text.") from error
    if not lines or not lines[0].strip():
        raise BackupError(f"There is no passphrase in {path}.")
    return lines[0].strip()


def back_up(*, at: datetime, lock: Lock | None = None) -> Made:
    """Make a backup in BACKUP_DIR, keep its keys in BACKUP_KEYS_DIR, and delete backups that are too old.

    Raises BackupError, and leaves nothing that looks like a backup, when something stops it.
    """
    lock = lock or configured_lock()
    path, keys_folder = Path(settings.BACKUP_DIR) / backup_files.name_of(at), Path(settings.BACKUP_KEYS_DIR)
    with in_words(f"The backup cannot be made in {path.parent}"):
        if path.exists():
            raise BackupError(f"{path} is there already.")
        if not applied():
            raise BackupError("There is nothing to back up: this database has no tables yet.")
        keys = current_keys()
        with in_words(f"The keys cannot be kept in {keys_folder}, and no backup was made"):
            kept = keep_keys(keys_folder, keys, lock, at)  # first: a backup without its keys is none
        with backup_files.workroom() as work, backup_files.new_file(path) as file, written(file, lock) as stream:
            _write(BackupWriter(stream), work, at, keys)
    mark(BACKUP, at)
    size = path.stat().st_size
    audit.record(by=None, action="backup.make", obj=None, at=at, bytes=size)
    return Made(path, size, kept, backup_files.drop_old(at))


def _write(writing: BackupWriter, work: Path, at: datetime, keys: Keys) -> None:
    if connection.vendor == "sqlite":
        path = snapshots.copy_file(work)
        writing.add(ABOUT, _about(at, keys).written())
        snapshots.write_file(writing, path)
    else:
        with snapshots.snapshot() as cursor:
            about = _about(at, keys, cursor)
            writing.add(ABOUT, about.written())
            snapshots.write_tables(writing, cursor, about.tables)
    _write_media(writing)
    writing.finish()


def _about(at: datetime, keys: Keys, cursor: object = None) -> About:
    tables = tables_of(cursor) if cursor is not None else []
    return About(at, connection.vendor, applied(), settings.SITE_URL, keys.prints, tables)


def _write_media(writing: BackupWriter) -> None:
    """Write the files that people uploaded to stay; not DATA_DIR/imports, which holds answers in clear for a day."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                writing.add_file(f"{MEDIA}{path.relative_to(root).as_posix()}", file, size)
