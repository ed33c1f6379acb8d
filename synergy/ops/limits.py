"""How long anybody waits for the database: seconds for a page, and none at all once it is known to be silent.

Worked example: PostgreSQL is stopped in the middle of its work (the machine still acknowledges every packet, so no
timeout of the network ever fires). Three people ask for a page. The first waits 16 s, gets the 503 page, and her wait
has told this process that the database is silent. The second comes a second later and is refused at once. The third
comes two seconds later and is let through to try, for 2 s: if the database answers, everybody is welcome again.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

logger = logging.getLogger(__name__)

# What libpq and the server do by themselves. A machine that is gone is noticed after 20 s while we send, after a minute
# otherwise; a server that is stopped while its machine acknowledges every packet, never.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 20_000,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "options": "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000",
}
# What we do, in seconds. The server ends a statement after 15 by itself: whoever is silent for longer hangs.
CONNECT = 5.0
STATEMENT = 16.0
REQUEST = 20.0  # all waits of one request together
COMMAND = 900.0  # one wait of a command: longer than what any of them lets a statement take (10 minutes)
TRIAL = 2.0  # all waits of the one request that asks again after a silence
RETRY = 2.0  # between two trials


class Silence(Exception):
    """The database did not answer in time."""


class Budget:
    """What is left of the seconds that a request, or a check of health, may wait for the database in all."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget(seconds: float) -> Iterator[Budget]:
    """Inside, waits for the database last so many seconds in all."""
    given = Budget(seconds)
    token = _budget.set(given)
    try:
        yield given
    finally:
        _budget.reset(token)


class Database:
    """What this process knows of the database: does it answer? One object for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._silent = False
        self._next_trial = 0.0
        self._last_answer = 0.0
        self._longest_wait = COMMAND

    def serve_pages(self) -> None:
        """From now on this process is a web server: nothing in it, in a request or beside one, waits for minutes."""
        self._longest_wait = STATEMENT

    def seconds_for_wait(self, connecting: bool) -> float:
        """How long the wait that begins now may last; raises nothing, a budget used up is 0."""
        longest = CONNECT if connecting else self._longest_wait
        given = _budget.get()
        return longest if given is None else max(0.0, min(given.left, CONNECT if connecting else STATEMENT))

    def answered(self, began: float) -> None:
        self._last_answer = now = time.monotonic()
        self._charge(now - began)
        if self._silent:
            self._heard()

    def kept_silent(self, began: float, allowed: float, connecting: bool) -> None:
        """A wait was given up; a full one, during which nobody else was answered either, means: the database hangs."""
        now = time.monotonic()
        self._charge(now - began)
        full = allowed >= (CONNECT if connecting else STATEMENT)
        with self._lock:
            if not self._silent and full and self._last_answer < began:
                logger.error("The database is silent: pages are refused until it answers")
                self._silent = True
            self._next_trial = now + RETRY

    def seconds_for_request(self) -> float:
        """How long a request that begins now may wait for the database in all; 0: the database is silent."""
        if not self._silent:
            return REQUEST
        now = time.monotonic()
        with self._lock:
            if not self._silent:
                return REQUEST
            if now < self._next_trial:
                return 0.0
            self._next_trial = now + TRIAL + RETRY  # or earlier: RETRY after this one has been given up
            return TRIAL

    def _heard(self) -> None:
        with self._lock:
            if self._silent:
                logger.warning("The database answers again")
            self._silent = False

    def _charge(self, seconds: float) -> None:
        given = _budget.get()
        if given is not None:
            given.left -= seconds


database = Database()
