"""Encryption in the age format: to public keys, or to a key made for one backup and locked with a passphrase.

The library encrypts streams to public keys, but with a passphrase only what fits into memory. A passphrase therefore
locks the small secret key of one backup, and that key opens the stream. The `age` tool reads both.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyrage
from pyrage import passphrase as by_passphrase
from pyrage.x25519 import Identity, Recipient

from synergy.ops.backups.errors import BackupError

_BLOCK, _PIPE = 2**16, 2**20
DAMAGED = "This file is damaged or cut off: take another backup."
NOT_OPENED = "This key or passphrase does not open the file: give the one it was made with."


@dataclass(frozen=True)
class Lock:
    """Who can open what is encrypted: the holders of `recipients`’ secret keys, or whoever knows the passphrase."""

    recipients: tuple[Recipient, ...]
    passphrase: str = ""
    identity: bytes = b""  # with a passphrase: the secret key of this backup, encrypted with it

    def small(self, content: bytes) -> bytes:
        """Encrypt what fits into memory, for the same holders."""
        if self.passphrase:
            return by_passphrase.encrypt(content, self.passphrase)
        return pyrage.encrypt(content, self.recipients)


@dataclass(frozen=True)
class Opener:
    """What a person gave to open backups with: secret keys, or a passphrase."""

    identities: tuple[Identity, ...] = ()
    passphrase: str = ""

    def small(self, content: bytes) -> bytes:
        """Decrypt what fits into memory. Raises BackupError when these keys or this passphrase do not open it."""
        try:
            if b"-> scrypt " in content[:200]:
                return by_passphrase.decrypt(content, self.passphrase)
            return pyrage.decrypt(content, self.identities)
        except pyrage.DecryptError as error:
            raise BackupError(NOT_OPENED) from error


def lock_for(recipients: Sequence[str], passphrase: str = "") -> Lock:
    """Raises BackupError when neither is given, or both, or a public key cannot be one."""
    if bool(recipients) == bool(passphrase):
        raise BackupError("Give either public keys (BACKUP_RECIPIENT) or a passphrase (BACKUP_PASSPHRASE_FILE).")
    if passphrase:
        identity = Identity.generate()
        locked = by_passphrase.encrypt(f"{identity}\n".encode(), passphrase)
        return Lock((identity.to_public(),), passphrase, locked)
    try:
        return Lock(tuple(Recipient.from_str(recipient.strip()) for recipient in recipients))
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_RECIPIENT must be public keys as age makes them: age1…") from error


def identities_in(text: str) -> tuple[Identity, ...]:
    """The secret keys in a file as `age-keygen` writes it."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        identities = tuple(Identity.from_str(line) for line in lines if line and not line.startswith("#"))
    except pyrage.IdentityError as error:
        raise BackupError("The file of the secret key must hold lines as age makes them: AGE-SECRET-KEY-1…") from error
    if not identities:
        raise BackupError("There is no secret key in that file.")
    return identities


class _Remembering:
    """Keeps the reason why reading or writing a stream failed, because the library loses it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.error = stream, None  # type: BinaryIO, BaseException | None

    def _try(self, do: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return do(*arguments)
        except BaseException as error:
            self.error = self.error or error
            raise

    def read(self, size: int = -1) -> bytes:
        return bytes(self._try(self.stream.read, size))

    def write(self, block: bytes) -> int:
        return int(self._try(self.stream.write, block))

    def flush(self) -> None:
        self._try(self.stream.flush)


class _Worker(threading.Thread):
    """Runs the library, which reads a stream to its end and writes another, beside the thread at their other ends."""

    def __init__(self, work: Callable[..., Any], source: BinaryIO, target: BinaryIO, keys: Sequence[Any]) -> None:
        super().__init__(daemon=True, name="backup cipher")
        self.work, self.keys = work, keys
        self.source, self.target = _Remembering(source), _Remembering(target)
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            self.work(self.source, self.target, self.keys)
        except BaseException as error:
            self.failure = error

    @property
    def reason(self) -> BaseException | None:
        """The first cause: a full disk says more than the error that the library made of it."""
        return self.target.error or self.source.error or self.failure


def _wide_pipe() -> tuple[int, int]:
    """Open a pipe that holds a mebibyte where the system allows it: at 64 KiB one side mostly waits for the other."""
    out, into = os.pipe()
    with suppress(AttributeError, OSError):
        fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, _PIPE)
    return out, into


@contextmanager
def encrypted(target: BinaryIO, lock: Lock) -> Iterator[BinaryIO]:
    """Open a stream whose content arrives encrypted in `target`."""
    out, into = _wide_pipe()
    plain = os.fdopen(into, "wb", buffering=_BLOCK)
    worker = _Worker(_encrypt_and_close, os.fdopen(out, "rb"), target, lock.recipients)
    worker.start()
    try:
        yield plain
        plain.flush()
    except BrokenPipeError as error:  # the worker has failed, and its reason says why
        worker.join()
        raise worker.reason or error from error
    finally:
        _close(plain)
        worker.join()
    if worker.reason:
        raise worker.reason


def _encrypt_and_close(source: _Remembering, target: _Remembering, recipients: Sequence[Recipient]) -> None:
    try:
        pyrage.encrypt_io(source, target, recipients)  # type: ignore[arg-type]
        target.flush()
    finally:
        _close(source.stream)


@contextmanager
def decrypted(source: BinaryIO, opener: Opener) -> Iterator[BinaryIO]:
    """Open the plain stream of an encrypted one, and read it to its end: only then is nothing missing for certain.

    Raises BackupError when these keys do not open the stream, or when the stream is damaged or cut off, in place of
    whatever error the reader made of that.
    """
    out, into = _wide_pipe()
    with os.fdopen(out, "rb", buffering=_BLOCK) as plain:
        target = os.fdopen(into, "wb", buffering=_BLOCK)
        worker = _Worker(_decrypt_and_close, source, target, opener.identities)
        worker.start()
        try:
            yield plain
            while plain.read(_BLOCK):
                pass
        except BaseException:
            plain.close()
            worker.join()
            _say_what_failed(worker)
            raise
        worker.join()
        _say_what_failed(worker)


def _decrypt_and_close(source: _Remembering, target: _Remembering, identities: Sequence[Identity]) -> None:
    try:
        pyrage.decrypt_io(source, target, identities)  # type: ignore[arg-type]
    finally:
        _close(target.stream)


def _say_what_failed(worker: _Worker) -> None:
    if isinstance(worker.target.error, BrokenPipeError) or worker.failure is None:
        return  # the reader stopped before the end, so that writing into its pipe failed
    no_match = isinstance(worker.failure, pyrage.DecryptError) and "No matching keys" in str(worker.failure)
    raise BackupError(NOT_OPENED if no_match else DAMAGED) from worker.failure


def _close(stream: BinaryIO) -> None:
    with suppress(OSError):  # the other end is gone, and its own error says so
        stream.close()
