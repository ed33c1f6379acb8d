"""The register of what can be asked about the installation, and the asking: all of it within a given time."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from synergy.ops import limits
from synergy.outbox.scrubbing import scrub_all

# Waits for the database end a little before the examination, so that it can say what it found out.
_SHARE_OF_WAITS = 0.8


@dataclass(frozen=True)
class CheckResult:
    """What a check saw: `facts` for the JSON, `trouble` in one sentence when something is wrong."""

    facts: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""


Check = Callable[[datetime], CheckResult]


@dataclass(frozen=True)
class Probe:
    """A check, and who asks it beside /health/: /health/ready/ (can this process serve pages?), the ticker's check."""

    check: Check
    ready: bool
    ticker: bool
    needs_database: bool


probes: dict[str, Probe] = {}


def register(
    name: str, check: Check, *, ready: bool = False, ticker: bool = False, needs_database: bool = True
) -> None:
    """From the `ready` of an app, in the order in which reasons are to be read."""
    probes[name] = Probe(check, ready, ticker, needs_database)


@dataclass
class Answer:
    facts: dict[str, Any] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


class Examination:
    """Every named check in turn; one that fails is reported, not raised.

    `asked` is the check under way: whoever stops waiting can say which one does not answer.
    """

    def __init__(self, names: Iterable[str], at: datetime) -> None:
        self.names = tuple(names)
        self.at = at
        self.answer = Answer()
        self.asked = ""
        self.over = threading.Event()

    def run(self) -> Answer:
        database_is_away = False
        for name in self.names:
            probe = probes[name]
            if not (database_is_away and probe.needs_database):
                self.asked = name
                database_is_away |= self._ask(name, probe) and name == "database"
        return self.answer

    def run_within(self, seconds: float) -> None:
        """In a thread of its own, whose waits for the database end in time; `over` is set when it is through."""
        try:
            with limits.budget(seconds * _SHARE_OF_WAITS):
                self.run()
        finally:
            connection.close()
            self.over.set()

    def so_far(self) -> Answer:
        """What is known now: all of it, or what was found before the check that does not answer."""
        if self.over.is_set():
            return self.answer
        asked, troubles = self.asked, list(self.answer.troubles)
        return Answer(dict(self.answer.facts) | {asked: "no answer"}, [*troubles, f"{asked}: no answer in time"])

    def _ask(self, name: str, probe: Probe) -> bool:
        """Whether it failed."""
        try:
            finding = probe.check(self.at)
        except Exception as error:  # a check that breaks is a finding too, told by its class
            silent = isinstance(error, DatabaseError) and isinstance(error.__cause__, limits.Silence)
            self.answer.facts[name] = "no answer" if silent else "error"
            self.answer.troubles.append(
                "The database does not answer in time" if silent else f"{name}: {type(error).__name__}"
            )
            return True
        self.answer.facts |= finding.facts
        self.answer.troubles += [scrub_all(finding.trouble)] if finding.trouble else []
        return False


_under_way: dict[tuple[str, ...], Examination] = {}
_lock = threading.Lock()


def examine(names: Iterable[str], at: datetime, seconds: float) -> Answer:
    """What these checks say, at the latest after `seconds`.

    Whoever asks while the same is being asked waits for that answer: however many ask and whatever hangs, at most one
    thread for each list of names is stuck.
    """
    deadline = time.monotonic() + seconds
    asked = tuple(names)
    with _lock:
        examination = _under_way.get(asked)
        if examination is None or examination.over.is_set():
            examination = _under_way[asked] = Examination(asked, at)
            work = examination.run_within
            threading.Thread(target=work, args=(seconds,), daemon=True, name="examination").start()
    examination.over.wait(max(0.0, deadline - time.monotonic()))
    return examination.so_far()
