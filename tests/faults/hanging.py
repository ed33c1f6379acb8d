"""What hangs: a PostgreSQL server of our own, a wire to it that can swallow everything, and the site behind both."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings

PAGE = "/r/nobodyhasthislink00000/"  # asks the database, and then says that there is no such link
_PATIENCE = 60.0
_USERS = ("synergy-ci", "postgres", "nobody")


def find_binaries() -> Path | None:
    """The newest PostgreSQL of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(process: int) -> list[int]:
    return sorted(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def _lives(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


class Postgres:
    """A cluster in a folder of its own, so that stopping it stops nobody else."""

    def __init__(self, binaries: Path) -> None:
        self.binaries, self.port = binaries, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="synergy-hanging-"))
        known = {one.pw_name: one for one in pwd.getpwall()}
        self.user = next(known[name] for name in _USERS if name in known) if os.geteuid() == 0 else None
        if self.user:  # PostgreSQL refuses to run as root
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        initdb = [str(binaries / "initdb"), "-D", "cluster", "-U", "synergy", "--auth=trust", "--encoding=UTF8"]
        subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, timeout=_PATIENCE, **self._as())
        self.start()

    def start(self) -> None:
        """A child of ours: one that is killed is gone at once, and not a zombie whose number is still taken."""
        options = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
            "fsync=off",
        ]
        command = [str(self.binaries / "postgres"), "-D", "cluster"]
        self.process = subprocess.Popen([*command, *(part for one in options for part in ("-c", one))], **self._as())
        ask = [str(self.binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port)]
        until = time.monotonic() + _PATIENCE
        while subprocess.run(ask, **self._as(), check=False).returncode:
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.05)

    def hang(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """All of it at once, as when its machine is switched off; over when nobody holds its memory any more."""
        processes = self._processes()
        self._signal(signal.SIGKILL)
        self.process.wait(_PATIENCE)
        until = time.monotonic() + _PATIENCE
        while any(_lives(process) for process in processes):
            assert time.monotonic() < until, "the server does not die"
            time.sleep(0.05)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    def _processes(self) -> list[int]:
        """The postmaster and its children: each has a process group of its own, so no signal reaches all of them."""
        postmaster = self.process.pid
        return [postmaster, *_children(postmaster)] if self.process.poll() is None else []

    def _signal(self, number: signal.Signals) -> None:
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _as(self) -> dict[str, Any]:
        """Its user, folder and silence."""
        user = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        return {"cwd": self.folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **user}


class Wire:
    """A TCP proxy before a port; `swallow` keeps connections open, takes new ones, and lets nothing through."""

    def __init__(self, beyond: int) -> None:
        self.beyond = beyond
        self._flows = threading.Event()
        self._flows.set()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def swallow(self) -> None:
        self._flows.clear()

    def let_through(self) -> None:
        self._flows.set()

    def cut(self) -> None:
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _address = self._door.accept()
                threading.Thread(target=self._join, args=(here,), daemon=True).start()

    def _join(self, here: socket.socket) -> None:
        self._flows.wait()
        try:
            there = socket.create_connection(("127.0.0.1", self.beyond))
        except OSError:
            here.close()
            return
        for source, target in ((here, there), (there, here)):
            threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                self._flows.wait()
                target.sendall(piece)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class Site:
    """gunicorn as in production: two workers with four threads each."""

    def __init__(self, folder: Path, database: int) -> None:
        self.port = free_port()
        self.environment = os.environ | {
            "DATABASE_URL": f"postgres://synergy@127.0.0.1:{database}/postgres",
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "synergy.settings",
        }
        self.log = folder / "gunicorn.log"
        self.manage("migrate", "--verbosity", "0")
        command = ["-m", "gunicorn", "-c", "python:synergy.ops.gunicorn_conf", "--bind", f"127.0.0.1:{self.port}"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, *command, "synergy.wsgi"],
                cwd=settings.BASE_DIR, env=self.environment, stdout=output, stderr=output,
            )  # fmt: skip

    def manage(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, check=check, capture_output=True, text=True
        )

    def get(self, path: str) -> tuple[int, float, str]:
        """Status (0: no answer), seconds it took, text."""
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, time.monotonic() - began, response.read().decode()
        except (OSError, HTTPException):
            return 0, time.monotonic() - began, ""
        finally:
            connection.close()

    def wait_until_well(self, seconds: float) -> float:
        """Seconds until /health/ is well and all workers show pages: so many in a row come from both."""
        began = time.monotonic()
        in_a_row = 0
        while in_a_row < 20:
            well = self.get("/health/")[0] == 200 and self.get(PAGE)[0] == 404
            in_a_row = in_a_row + 1 if well else 0
            assert time.monotonic() - began < seconds, self.get("/health/")
        return time.monotonic() - began

    def workers(self) -> list[int]:
        return _children(self.process.pid)

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
