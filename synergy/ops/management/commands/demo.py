"""Serve the site on this machine, with the tick beside it; whatever ends it ends both."""

import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, kill or a supervisor, a terminal that is closed
_GLANCE = 0.1  # seconds between two looks at the server and at what was asked
_PATIENCE = 30


class Command(BaseCommand):
    help = "Serve on 127.0.0.1 (PORT changes the port) and do what is due in the background."
    asked_to_stop = False

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_taken_port()
        self._listen_to_signals()
        self.stdout.write(f"\nSynergy is at http://127.0.0.1:{settings.PORT}/ (Ctrl-C stops it)\n")
        self.stdout.flush()
        children = [subprocess.Popen([sys.executable, "manage.py", "tick", "--loop"], stdout=subprocess.DEVNULL)]
        try:
            children.append(server := subprocess.Popen(self._server()))
            while server.poll() is None and not self.asked_to_stop:
                time.sleep(_GLANCE)
        finally:
            _end(children)
        if not self.asked_to_stop:
            raise CommandError(f"The server ended by itself, with code {server.returncode}.")
        self.stdout.write("Stopped.")

    def _listen_to_signals(self) -> None:
        """Before the children start, so that none is left behind; what was to be ignored (nohup) still is."""
        for number in _ENDS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _server(self) -> list[str]:
        config = ["-c", "python:synergy.ops.gunicorn_conf", "--access-logfile", "/dev/null", "--log-level", "warning"]
        address = f"127.0.0.1:{settings.PORT}"
        return [sys.executable, "-m", "gunicorn", *config, "--bind", address, "synergy.wsgi"]

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(settings.PORT)))
            except OSError as error:
                raise CommandError(
                    f"Port {settings.PORT} is taken on this machine: stop what uses it, or choose another, "
                    "for example: make demo PORT=8001"
                ) from error


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    """Let both finish what they do; one that does not end in time is not left behind."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
