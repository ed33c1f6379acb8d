"""Backups lie in a folder: each is written under another name first, is for one account, and goes when it is old."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from synergy.ops.backups.errors import BackupError

_NAME = re.compile(r"synergy-(\d{8}T\d{6}Z)\.tar")
_TIME = "%Y%m%dT%H%M%SZ"
_KEYS = re.compile(r"synergy-keys-[0-9a-f]{6,12}\.age")
_PART = ".part"
_STALE = timedelta(days=1)
_WORK, _LOCK = "backup-work", "lock"


def name_of(at: datetime) -> str:
    return f"synergy-{at.astimezone(UTC):{_TIME}}.tar"


def taken_at(path: Path) -> datetime | None:
    """The moment at which the backup of this name was made; None for a file that is none of ours."""
    match = _NAME.fullmatch(path.name)
    return datetime.strptime(match[1], _TIME).replace(tzinfo=UTC) if match else None


def private_folder(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that gets its name once it is whole and on disk: an interrupted one never looks like a backup."""
    part = private_folder(path.parent) / f".{path.name}{_PART}"
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _write_through(path.parent)


def _write_through(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop_old(at: datetime) -> int:
    """Delete backups older than BACKUP_KEEP_DAYS, keys that no backup needs any more, and remains of interrupted ones.

    A job of the tick.
    """
    _clear_remains()
    backups, keys = Path(settings.BACKUP_DIR), Path(settings.BACKUP_KEYS_DIR)
    old = [path for path in _inside(backups) if _is_old(path, at)]
    old += [path for path in _inside(keys) if _KEYS.fullmatch(path.name) and not _is_needed(path, at)]
    return sum(map(_dropped, old))


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _is_needed(keys: Path, at: datetime) -> bool:
    """Whether a backup needs these keys: each writes their file again, which is as old as the youngest of them."""
    try:
        written = datetime.fromtimestamp(keys.stat().st_mtime, UTC)
    except FileNotFoundError:  # another tick was quicker
        return True
    return at - written < timedelta(days=settings.BACKUP_KEEP_DAYS)


def _clear_remains() -> None:
    """Clear the copy in clear that a killed backup left; a backup at work holds the lock, and is left alone."""
    folder = Path(settings.DATA_DIR) / _WORK
    if any(path.name != _LOCK for path in _inside(folder)):
        with suppress(BackupError), workroom():
            pass


def _is_old(path: Path, at: datetime) -> bool:
    taken = taken_at(path)
    if taken is not None:
        return at - taken >= timedelta(days=settings.BACKUP_KEEP_DAYS)
    unfinished = taken_at(path.with_name(path.name.removeprefix(".").removesuffix(_PART)))
    return path.suffix == _PART and unfinished is not None and at - unfinished >= _STALE


def _dropped(path: Path) -> int:
    try:
        path.unlink()
    except FileNotFoundError:  # another tick was quicker
        return 0
    return 1


@contextmanager
def workroom() -> Iterator[Path]:
    """Open a private folder for one backup or restore at a time, and clear first what an interrupted one left.

    Raises BackupError while another one is at work.
    """
    folder = private_folder(Path(settings.DATA_DIR) / _WORK)
    with (folder / _LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("Another backup or restore is at work here: wait until it ends.") from error
        _clear(folder)
        try:
            yield folder
        finally:
            _clear(folder)


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()
