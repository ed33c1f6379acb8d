"""A wire to a database that can swallow everything, and the site behind it."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings

from tests.faults.processes import children
from tests.synergy.servers import free_port

PAGE = "/r/nobodyhasthislink00000/"  # asks the database, and then says that there is no such link
_PATIENCE = 60.0


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
        return children(self.process.pid)

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
