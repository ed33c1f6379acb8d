"""Serve the site on this machine, with the tick beside it; Ctrl-C ends both."""

import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serve on 127.0.0.1 (PORT changes the port) and do what is due in the background."

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_taken_port()
        self.stdout.write(f"\nSynergy is at http://127.0.0.1:{settings.PORT}/ (Ctrl-C stops it)\n")
        self.stdout.flush()
        tick = subprocess.Popen([sys.executable, "manage.py", "tick", "--loop"], stdout=subprocess.DEVNULL)
        try:
            subprocess.run(self._server(), check=False)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            _end(tick)

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


def _end(tick: subprocess.Popen[bytes]) -> None:
    """Let it finish what it does; one that does not end in time is not left behind."""
    tick.terminate()
    try:
        tick.wait(timeout=30)
    except subprocess.TimeoutExpired:
        tick.kill()
        tick.wait()
