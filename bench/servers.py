"""Gunicorn on loopback, as it runs in production, with one of two applications behind it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from bench.tables import Missing

_PATIENCE = 30.0
# The configuration of production, but no worker is replaced in the middle of a measurement.
_GUNICORN = ["-c", "python:synergy.ops.gunicorn_conf", "--max-requests", "0", "--access-logfile", "/dev/null"]


@contextmanager
def serve(application: str) -> Iterator[int]:
    """Run the WSGI application; gives the port, and stops it afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", *_GUNICORN, "--log-level", "error", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, application])
    try:
        _wait(server, port, application)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: "subprocess.Popen[bytes]", port: int, application: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
            connection.request("GET", "/health/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise Missing(f"gunicorn does not start {application}")
