"""psycopg2 waits for PostgreSQL through this function, which gives up where libpq would wait for ever.

libpq has no limit of its own for an answer: `tcp_user_timeout` and keepalives notice a machine that is gone, never a
server that is stopped while its kernel acknowledges every packet. Importing this module has no effect; `install` has.
"""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import extensions

from synergy.ops.limits import Silence, database

_CONNECTING = 20  # CONN_STATUS_CONNECTING of psycopg2, which gives it no name in Python
_AWAITED = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}


class NoAnswer(psycopg2.OperationalError, Silence):
    """Django knows it as an OperationalError: an outage like others. psycopg2 has closed the connection by then."""


def install() -> None:
    """For every connection of this process, those of other threads included."""
    extensions.set_wait_callback(wait)


@contextmanager
def suspended() -> Iterator[None]:
    """Without the limit, which copying rows in and out does not bear: for a process with nothing else to do."""
    before = extensions.get_wait_callback()
    extensions.set_wait_callback(None)
    try:
        yield
    finally:
        extensions.set_wait_callback(before)


def wait(connection: Any) -> None:
    """Return when the statement (or the connection) is through; raise NoAnswer when its time is over."""
    began = time.monotonic()
    connecting = connection.status == _CONNECTING
    seconds = database.seconds_for_wait(connecting)
    while (state := connection.poll()) != extensions.POLL_OK:
        left = began + seconds - time.monotonic()
        if left <= 0:
            database.kept_silent(began, seconds, connecting)
            raise NoAnswer(f"the database did not answer within {seconds:.1f} s")
        # A fresh object each time: while connecting, libpq may go on to another address and so to another file.
        awaited = select.poll()
        awaited.register(connection.fileno(), _AWAITED[state])
        awaited.poll(left * 1000)
    database.answered(began)
