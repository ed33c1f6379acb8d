"""The file of a backup is a plain tar of a text on how to open it, a locked key if there is one, and the content.

The content is encrypted as a stream whose size nobody knows before its end: its header is written again then.
"""

import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from synergy.ops.backups.ciphers import DAMAGED, Lock, Opener, decrypted, encrypted, identities_in
from synergy.ops.backups.errors import BackupError

README, IDENTITY, CONTENT = "README.txt", "identity.age", "content.age"
_BLOCK = tarfile.BLOCKSIZE
_TEXT = """A backup of Synergy. `manage.py restore FILE` puts it back.

Without Synergy: content.age is a tar encrypted in the age format (age-encryption.org).
With a public key:   age --decrypt --identity KEYFILE content.age | tar --extract
With a passphrase:   age --decrypt --identity identity.age content.age | tar --extract
The pepper and SECRET_KEY are not in here; they are kept in a file of their own, elsewhere.
"""


@contextmanager
def written(file: BinaryIO, lock: Lock) -> Iterator[BinaryIO]:
    """Open a stream whose content becomes that of a new backup."""
    _add(file, README, _TEXT.encode())
    if lock.identity:
        _add(file, IDENTITY, lock.identity)
    place = file.tell()
    file.write(_header(CONTENT, 0))
    began = file.tell()
    with encrypted(file, lock) as content:
        yield content
    size = file.tell() - began
    file.write(bytes(-size % _BLOCK) + bytes(2 * _BLOCK))
    file.seek(place)
    file.write(_header(CONTENT, size))
    file.seek(0, io.SEEK_END)


def _add(file: BinaryIO, name: str, content: bytes) -> None:
    file.write(_header(name, len(content)) + content + bytes(-len(content) % _BLOCK))


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.GNU_FORMAT)


@dataclass(frozen=True)
class Given:
    """What a person gave to open a backup with."""

    identities: str = ""  # the text of a file of secret keys
    passphrase: str = ""

    def opener(self, locked: bytes = b"") -> Opener:
        """Return what opens the content: the given keys, or the key in the backup that the passphrase opens."""
        if locked:
            if not self.passphrase:
                raise BackupError("This backup is locked with a passphrase: give it.")
            key = Opener(passphrase=self.passphrase).small(locked).decode()
            return Opener(identities_in(key), self.passphrase)
        if not self.identities and self.passphrase:
            raise BackupError("This backup is encrypted to a public key, not with a passphrase: give --identity.")
        if not self.identities:
            raise BackupError("This backup is encrypted to a public key: give the file of the secret key (--identity).")
        return Opener(identities_in(self.identities), self.passphrase)


@contextmanager
def opened(path: Path, given: Given) -> Iterator[BinaryIO]:
    """Open the content of a backup as a plain stream. Raises BackupError for other files and other keys."""
    try:
        with tarfile.open(path, "r:") as outer:
            opener = given.opener(_member(outer, IDENTITY).read() if IDENTITY in outer.getnames() else b"")
            with decrypted(cast(BinaryIO, _member(outer, CONTENT)), opener) as content:
                yield content
    except tarfile.TarError as error:
        raise BackupError(DAMAGED) from error
    except OSError as error:
        if error.filename:
            raise BackupError(f"{error.filename} cannot be read: {error.strerror}.") from error
        raise


def _member(outer: tarfile.TarFile, name: str) -> IO[bytes]:
    content = outer.extractfile(name) if name in outer.getnames() else None
    if content is None:
        raise BackupError("This is not a backup of Synergy, or only a part of one.")
    return content
