"""A real gunicorn as in production, on loopback, beside the database of the test."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.synergy.programs import clean_environment

PATIENCE = 60.0


def database_url() -> str:
    """The address of the database that this test uses."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    account = ":".join(quote(part, safe="") for part in (known["USER"], known["PASSWORD"]) if part)
    return f"postgres://{account}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn(folder: Path, *arguments: str, **environment: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The server's port and process, once it answers; ended afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:synergy.ops.gunicorn_conf", "--log-level", "warning"]
    server = subprocess.Popen(
        [*command, "--access-logfile", "/dev/null", *arguments, "--bind", f"127.0.0.1:{port}", "synergy.wsgi"],
        cwd=settings.BASE_DIR,
        env=clean_environment(folder) | {"DATABASE_URL": database_url(), "PYTHONUNBUFFERED": "1"} | environment,
    )
    try:
        wait_for(port, server)
        yield port, server
    finally:
        server.terminate()
        server.wait(PATIENCE)


def wait_for(port: int, server: "subprocess.Popen[Any]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        asked = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            asked.request("GET", "/accounts/login/")
            asked.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            asked.close()
    raise AssertionError("the server does not answer")
