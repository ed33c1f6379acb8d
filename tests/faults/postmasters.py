"""A PostgreSQL server of our own, which a test may pause, stop and start again."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2  # type: ignore[import-untyped]
import pytest

from tests.faults.processes import children, lives, wait_until
from tests.synergy.servers import free_port

_USERS = ("synergy-ci", "postgres", "nobody")  # who runs it where we are root: the server refuses root
_PATIENCE = 60.0


def find_binaries() -> Path | None:
    """The folder of initdb and postgres, the newest version first; None where there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def own_server() -> "Iterator[Postmaster]":
    """A server that nobody else uses. Skipped where there is no PostgreSQL, except in CI."""
    binaries = find_binaries()
    if binaries is None:
        assert not os.environ.get("CI"), "no initdb found: CI installs PostgreSQL"
        pytest.skip("no PostgreSQL on this machine: initdb is not found")
    server = Postmaster(binaries)
    try:
        yield server
    finally:
        server.remove()


class Postmaster:
    """The first process of the server, and its folder."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="synergy-faults-"))
        self.port = free_port()
        self.user = _user()
        if self.user:
            shutil.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self._run("initdb", "-D", "cluster", "-U", "synergy", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.process = self._start()

    @property
    def url(self) -> str:
        return f"postgres://synergy@127.0.0.1:{self.port}/postgres"

    def answers(self) -> bool:
        with suppress(psycopg2.OperationalError), closing(psycopg2.connect(self.url, connect_timeout=2)):
            return True
        return False

    def stop(self) -> None:
        """As `pg_ctl stop -m fast` does: whoever is connected is cut off, whatever was committed stays."""
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(_PATIENCE)

    def start(self) -> None:
        """Start it again, or do nothing when it runs; returns when it answers."""
        if self.process.poll() is not None:
            self.process = self._start()
        self.process.send_signal(signal.SIGCONT)

    def pause(self) -> None:
        """Whoever connects now waits; whoever is connected goes on."""
        self.process.send_signal(signal.SIGSTOP)

    def hang(self) -> None:
        """All of it stands still: whoever is connected waits as well."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """All of it at once, as when its machine is switched off; over when nobody holds its memory any more."""
        processes = self._processes()
        self._signal(signal.SIGKILL)
        self.process.wait(_PATIENCE)
        wait_until(lambda: not any(map(lives, processes)), _PATIENCE, "the server dies")

    def _processes(self) -> list[int]:
        """The postmaster and its children: each has a process group of its own, so no signal reaches all of them."""
        postmaster = self.process.pid
        return [postmaster, *children(postmaster)] if self.process.poll() is None else []

    def _signal(self, number: signal.Signals) -> None:
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def remove(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(_PATIENCE)
        shutil.rmtree(self.folder)

    def _start(self) -> "subprocess.Popen[bytes]":
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            "fsync": "off",
            "max_connections": 200,
        }
        arguments = [argument for name, value in options.items() for argument in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen([self.binaries / "postgres", "-D", "cluster", *arguments], **self._as(log))
        self.process = process
        wait_until(self.answers, _PATIENCE, "the PostgreSQL server answers")
        return process

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([self.binaries / program, *arguments], check=True, **self._as(subprocess.DEVNULL))

    def _as(self, output: Any) -> dict[str, Any]:
        """Its user, folder and output. In a group of its own: an interrupted test run shall not stop it in between."""
        user: dict[str, Any] = {}
        if self.user:
            user = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return {"cwd": self.folder, "stdout": output, "stderr": output, "start_new_session": True, **user}


def _user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {one.pw_name: one for one in pwd.getpwall()}
    return next(known[name] for name in _USERS if name in known)
