"""Files that no other account of the machine may read: made so at every start, and looked at again."""

import os
import stat
from contextlib import suppress
from pathlib import Path

_OTHERS = 0o077
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_PUBLIC = "static"  # what every visitor gets
_BESIDE_A_DATABASE = ("", "-wal", "-shm", "-journal")
# These write what everybody may read: the source, and files for visitors.
_WRITE_FOR_ALL = {"collectstatic", "makemigrations", "makemessages", "compilemessages"}


def keep_new_files_private(command: str = "") -> None:
    """What this process makes from now on, nobody else may read: a database, a mail in a file, a copy."""
    if command not in _WRITE_FOR_ALL:
        os.umask(_OTHERS)


def create_private(path: Path, text: str) -> None:
    """Write a file that never was readable by others, not even while it was made; one that is there stays."""
    with suppress(FileExistsError), os.fdopen(os.open(path, _CREATE, 0o600), "w") as file:
        file.write(text)


def keep_private(folder: Path, database: str = "") -> None:
    """Take the rights of group and others from the folder, what lies in it, and the database's files.

    Left alone: what belongs to another account, links (others could have put them there), and a folder that is not
    this installation's alone, such as /tmp. `exposures` tells what is left open.
    """
    folder = folder.resolve()
    for path in [folder, *_inside(folder), *_files_of(database)]:
        if path == folder and _is_shared(folder):
            continue
        with suppress(OSError):
            status = path.lstat()
            if status.st_mode & _OTHERS and not stat.S_ISLNK(status.st_mode):
                path.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS)


def exposures(folder: Path, database: str = "", passphrase: str = "", backups: Path | None = None) -> list[str]:
    """One sentence for everything private that other accounts of this machine can read or replace."""
    return _exposed(folder, database) + _exposed_backups(folder.resolve(), passphrase, backups)


def _exposed_backups(folder: Path, passphrase: str, backups: Path | None) -> list[str]:
    """What the operator made elsewhere: named and not changed, and inside the folder it is closed anyway."""
    exposed = []
    secret = Path(passphrase).resolve()
    if passphrase and secret.parent != folder and _mode(secret) & _OTHERS:
        mode = f"{_mode(secret):o}"
        exposed.append(
            f"Other accounts of this machine can read BACKUP_PASSPHRASE_FILE (mode {mode}): chmod 600 {secret}"
        )
    place = backups.resolve() if backups else folder
    if folder not in (place, place.parent) and _mode(place) & 0o022:
        exposed.append(f"Other accounts of this machine can replace the backups in {place}: run chmod go-w {place}")
    return exposed


def _exposed(folder: Path, database: str) -> list[str]:
    folder = folder.resolve()
    exposed_paths = [path for path in [folder, *_inside(folder), *_files_of(database)] if _mode(path) & _OTHERS]
    exposed = [_sentence(path) for path in dict.fromkeys(exposed_paths) if not (path == folder and _is_shared(folder))]
    if folder in exposed_paths and _is_shared(folder):
        exposed.insert(0, f"DATA_DIR ({folder}) is left open, others may need it: give Synergy a folder of its own.")
    exposed += [
        f"Other accounts of this machine can replace the database in {home}: run chmod go-w {home}"
        for home in {path.parent for path in _files_of(database)} - {folder}
        if _mode(home) & 0o022
    ]
    return exposed


def _sentence(path: Path) -> str:
    mode = f"{_mode(path):o}"
    return (
        f"Other accounts of this machine can read {path} (mode {mode}), and it could not be changed: chmod go-rwx it."
    )


def _inside(folder: Path) -> list[Path]:
    """Secrets, pepper, database, folders of mails and files: one level, because nobody gets past a closed folder."""
    with suppress(OSError):
        return sorted(child for child in folder.iterdir() if child.name != _PUBLIC)
    return []


def _files_of(database: str) -> list[Path]:
    """The file of an SQLite database and those that come and go beside it."""
    if not database or database.startswith((":", "file:")):
        return []
    file = Path(database).resolve()
    return [path for end in _BESIDE_A_DATABASE if (path := file.with_name(file.name + end)).exists()]


def _is_shared(folder: Path) -> bool:
    """A folder like /tmp, or one at the top of the machine while root is at work: closing it would hit everybody."""
    with suppress(OSError):
        sticky = bool(folder.stat().st_mode & stat.S_ISVTX)
        return sticky or (os.geteuid() == 0 and folder.parent == folder.parent.parent)
    return False


def _mode(path: Path) -> int:
    with suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    return 0
