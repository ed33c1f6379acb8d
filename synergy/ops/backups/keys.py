"""A backup knows pepper and SECRET_KEY by fingerprint; a file of their own, beside no backup, keeps them.

A fingerprint is an HMAC of a fixed word under the secret: it tells whether a secret is the right one, and nothing else.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from synergy.ops.backups import backup_files
from synergy.ops.backups.ciphers import Lock, Opener
from synergy.ops.backups.containers import Given
from synergy.ops.backups.errors import BackupError

_FORMAT = "synergy-keys-1"


@dataclass(frozen=True)
class Keys:
    pepper: str = ""  # empty before the first close
    secret_key: str = ""

    @property
    def prints(self) -> dict[str, str]:
        return {"pepper": _print("pepper", self.pepper), "secret_key": _print("secret_key", self.secret_key)}


def _print(purpose: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"synergy.backup.{purpose}".encode(), hashlib.sha256).hexdigest() if secret else ""


def current_keys() -> Keys:
    return Keys(_read(Path(settings.PEPPER_FILE)), settings.SECRET_KEY)


def _read(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def keep_keys(folder: Path, keys: Keys, lock: Lock, at: datetime) -> Path:
    """Encrypt the keys for the holders of the backup, in another folder: one file while the keys stay the same.

    The time of the file is that of the last backup that needs it: `backup_files.drop_old` goes by it.
    """
    path = folder / f"synergy-keys-{keys.prints['secret_key'][:6]}{keys.prints['pepper'][:6]}.age"
    content = json.dumps({"format": _FORMAT, "pepper": keys.pepper, "secret_key": keys.secret_key}).encode()
    with backup_files.new_file(path) as file:
        file.write(lock.small(content))
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def kept_keys(path: Path, given: Given) -> Keys:
    """Read a file of keys. Raises BackupError for files of others, and for one that nothing given opens."""
    try:
        locked = path.read_bytes()
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    opener = given.opener() if given.identities else Opener(passphrase=given.passphrase)
    try:
        content = json.loads(opener.small(locked))
        return Keys(content["pepper"], content["secret_key"])
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError("This is not a file of keys as manage.py backup writes it.") from error


def _write(path: Path, secret: str) -> None:
    if not secret:
        path.unlink(missing_ok=True)
        return
    with backup_files.new_file(path) as file:
        file.write(secret.encode())


@contextmanager
def in_place(missing: Keys) -> Iterator[None]:
    """Write missing secrets before the database that needs them, and back as before when it does not arrive."""
    wanted = {Path(settings.PEPPER_FILE): missing.pepper, _secret_key_file(): missing.secret_key}
    before = {path: _read(path) for path, secret in wanted.items() if secret}
    try:
        for path in before:
            _write(path, wanted[path])
        yield
    except BaseException:
        for path, secret in before.items():
            _write(path, secret)
        raise


def missing_keys(prints: dict[str, str], kept: Keys | None, *, new_secret_key: bool) -> Keys:
    """The secrets of the backup that this installation lacks, empty where it has them.

    `new_secret_key`: do without the links that were sent, which another SECRET_KEY ends. Raises BackupError, saying
    what to do, where a secret cannot be had.
    """
    if kept is not None and any(prints[name] not in ("", kept.prints[name]) for name in prints):
        raise BackupError("These keys belong to another installation than the backup.")
    current = current_keys()
    pepper = "" if prints["pepper"] in ("", current.prints["pepper"]) else _pepper(current, kept)
    same = new_secret_key or prints["secret_key"] == current.prints["secret_key"]
    return Keys(pepper, "" if same else _secret_key(current, kept))


def _pepper(current: Keys, kept: Keys | None) -> str:
    if current.pepper:
        raise BackupError(
            f"{settings.PEPPER_FILE} is not the pepper of this backup: rounds could not be joined to earlier ones. "
            "Put the right one in its place, or move this one away and give the file of keys (--keys)."
        )
    if kept is None:
        raise BackupError(
            "The pepper of this backup is missing: without it rounds cannot be joined to earlier ones. "
            f"Put it into {settings.PEPPER_FILE}, or give the file of keys (--keys)."
        )
    return kept.pepper


def _secret_key(current: Keys, kept: Keys | None) -> str:
    if kept is None:
        raise BackupError(
            "SECRET_KEY is not the one of this backup: links that were sent would not open. Set it, or give the file "
            "of keys (--keys), or send new links afterwards (--new-secret-key)."
        )
    if _read(_secret_key_file()) != current.secret_key:  # set in the environment, where we cannot change it
        _tell_by_file(kept.secret_key)
    return kept.secret_key


def _tell_by_file(secret_key: str) -> None:
    path = Path(settings.DATA_DIR) / "secret_key.restored"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret_key)
    raise BackupError(
        "SECRET_KEY is set in the environment, and is not the one of this backup. The right one now lies in "
        f"{path}: set it, delete that file, and restore again."
    )


def _secret_key_file() -> Path:
    return Path(settings.DATA_DIR) / "secret_key"
