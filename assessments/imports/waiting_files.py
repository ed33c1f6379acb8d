"""Files of answers between preview and confirmation: on disk, for a day at most, and never in the database.

The files hold answers in clear. Each file belongs to the person who chose it: no other person's preview opens it.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path, PurePath

from django.conf import settings

from assessments.models import ImportedFile
from synergy.accounts.models import User

KEPT = timedelta(hours=24)
_FOLDER = "imports"


WaitingFile = tuple[BytesIO, str, datetime]
"""A kept file, a name with the ending by which the file is read, and when the file goes."""


def keep_file(*, imported: ImportedFile, by: User, content: bytes, name: str, at: datetime) -> None:
    """Keep the file for a day, readable by this process's user only; the same file chosen again starts a new day."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{_stem(imported, by)}{PurePath(name).suffix.lower()}"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.utime(unfinished, (at.timestamp(), at.timestamp()))
    unfinished.replace(path)


def waiting_file(imported: ImportedFile, by: User, at: datetime) -> WaitingFile | None:
    """This person's file; None when the file was confirmed, given up, chosen by somebody else or is a day old."""
    for path in _paths(imported, by):
        try:
            until = _kept_until(path)
            if at < until:
                return BytesIO(path.read_bytes()), f"answers{path.suffix}", until
        except FileNotFoundError:  # the tick or another window was quicker
            continue
    return None


def keep_longer(imported: ImportedFile, by: User, at: datetime) -> bool:
    """Keep this person's file for a day from now, until its import; False when the file is gone."""
    if waiting_file(imported, by, at) is None:
        return False
    for path in _paths(imported, by):
        os.utime(path, (at.timestamp(), at.timestamp()))
    return True


def drop_file(imported: ImportedFile, by: User) -> None:
    for path in _paths(imported, by):
        path.unlink(missing_ok=True)


def drop_old_files(at: datetime, queued: Iterable[ImportedFile] = ()) -> int:
    """Delete the files nobody confirmed in time, and files left behind by a finished import; returns how many.

    The files of `queued`, whose import has been asked for, stay until the import is done.
    """
    paths = list(_folder().glob("*")) if _folder().is_dir() else []
    if not paths:
        return 0
    queued_names = {_round_and_digest(file) for file in queued}
    digests = {path.stem.rpartition("-")[2] for path in paths}
    imported = ImportedFile.objects.filter(digest__in=digests, rows__isnull=False)
    imported_names = {_round_and_digest(file) for file in imported}
    deleted = 0
    for path in paths:
        try:
            name = _without_person(path)
            if name in imported_names or (name not in queued_names and _kept_until(path) <= at):
                path.unlink()
                deleted += 1
        except FileNotFoundError:
            continue
    return deleted


def _round_and_digest(file: ImportedFile) -> str:
    return f"{file.round_id}-{file.digest}"


def _without_person(path: Path) -> str:
    """Round and digest of a kept file, whoever chose the file."""
    round, _person, digest = path.stem.removeprefix(".").split("-", 2) if path.stem.count("-") == 2 else ("", "", "")
    return f"{round}-{digest}"


def _folder() -> Path:
    return Path(settings.DATA_DIR) / _FOLDER


def _stem(imported: ImportedFile, by: User) -> str:
    return f"{imported.round_id}-{by.pk}-{imported.digest}"


def _paths(imported: ImportedFile, by: User) -> list[Path]:
    return list(_folder().glob(f"{_stem(imported, by)}.*"))


def _kept_until(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) + KEPT
