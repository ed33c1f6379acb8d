"""The floor under backup and restore: what the database’s own tools do, with the same encryption."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity

from bench.tables import Missing


def dump(url: str, folder: Path, identity: Identity) -> Path:
    """A copy of the database, encrypted: SQLite’s VACUUM INTO, or pg_dump in its custom format, not compressed."""
    plain, locked = folder / "floor.plain", folder / "floor.age"
    plain.unlink(missing_ok=True)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source:
            source.execute("VACUUM INTO ?", [str(plain)])
    else:
        _run("pg_dump", "--format=custom", "--compress=0", f"--file={plain}", f"--dbname={url}")
    pyrage.encrypt_file(str(plain), str(locked), [identity.to_public()])
    _write_through(locked)
    return locked


def load(url: str, locked: Path, folder: Path, identity: Identity) -> None:
    """The copy decrypted and put into an empty database: SQLite’s backup API, or pg_restore."""
    plain = folder / "floor.restored"
    plain.unlink(missing_ok=True)
    pyrage.decrypt_file(str(locked), str(plain), [identity])
    if url.startswith("sqlite"):
        target = sqlite3.connect(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(plain)) as source, closing(target):
            source.backup(target)
    else:
        _run("pg_restore", f"--dbname={url}", str(plain))


def _write_through(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _run(name: str, *arguments: str) -> None:
    subprocess.run([_tool(name), *arguments], check=True)


def _tool(name: str) -> str:
    installed = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))]
    paths = [*installed, *([there] if (there := shutil.which(name)) else [])]
    if not paths:
        raise Missing(f"{name} is not on this machine")
    return paths[-1] if not installed else installed[-1]
