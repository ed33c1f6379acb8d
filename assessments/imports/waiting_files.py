"""Files of answers between preview and confirmation: on disk, for a day at most, and never in the database.

They hold answers in clear. Each belongs to the person who chose it: nobody else's preview opens it.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

from django.conf import settings

from assessments.models import ImportedFile
from synergy.accounts.models import User

KEPT = timedelta(hours=24)
_FOLDER = "imports"


@dataclass(frozen=True)
class WaitingFile:
    """The bytes as they were chosen; `name` has the ending by which they are read."""

    content: bytes
    name: str
    until: datetime


def keep_file(*, imported: ImportedFile, by: User, content: bytes, name: str, at: datetime) -> None:
    """Keep the file for its preview, readable by this process's user only; the same file again starts a new day."""
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
    """This person's file; None when it was confirmed, given up, chosen by somebody else or is older than a day."""
    for path in _paths(imported, by):
        try:
            until = _kept_until(path)
            if at < until:
                return WaitingFile(path.read_bytes(), f"answers{path.suffix}", until)
        except FileNotFoundError:  # the tick or another window was quicker
            continue
    return None


def keep_longer(imported: ImportedFile, by: User, at: datetime) -> bool:
    """Keep this person's file for a day from now, because it is going to be imported; False when it is gone."""
    if waiting_file(imported, by, at) is None:
        return False
    for path in _paths(imported, by):
        os.utime(path, (at.timestamp(), at.timestamp()))
    return True


def drop_file(imported: ImportedFile, by: User) -> None:
    for path in _paths(imported, by):
        path.unlink(missing_ok=True)


def drop_old_files(at: datetime, awaited: Callable[[], Iterable[ImportedFile]] = tuple) -> int:
    """Delete the files nobody confirmed in time, and any left behind by an import that is done. Returns how many went.

    `awaited` says whose import has been asked for: their files stay until it has been done.
    """
    paths = list(_folder().glob("*")) if _folder().is_dir() else []
    if not paths:
        return 0
    stay = {f"{one.round_id}-{one.digest}" for one in awaited()}
    done = {f"{round}-{digest}" for round, digest in _done(paths)}
    gone = 0
    for path in paths:
        try:
            name = _file_of(path)
            if name in done or (name not in stay and _kept_until(path) <= at):
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue
    return gone


def _done(paths: list[Path]) -> Iterable[tuple[int, str]]:
    digests = {path.stem.rpartition("-")[2] for path in paths}
    return ImportedFile.objects.filter(digest__in=digests, rows__isnull=False).values_list("round_id", "digest")


def _file_of(path: Path) -> str:
    """Round and digest, whoever chose it."""
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
