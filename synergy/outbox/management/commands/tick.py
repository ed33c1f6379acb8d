"""`manage.py tick [--loop]`: everything that happens by itself, once or for as long as it runs."""

import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone

from synergy.outbox.models import Work
from synergy.outbox.ticks import Tick, tick

_GLANCE = 0.2  # seconds between two looks at the flag while there is nothing to do
_LOOK = 0.5  # seconds between two looks for work that somebody waits for


class Command(BaseCommand):
    help = "Does what is due: rounds that open or close, reminders, due work, queued mail. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep running, once every interval")
        parser.add_argument("--interval", type=float, default=30.0, help="seconds between two rounds (default 30)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            done = self._once()
            failed = done.failed
            while done.more_waits:
                done = self._once()
                failed = failed or done.failed
            if failed:
                raise CommandError("Not everything could be done; the log says what.")
            return
        asked = _StopSignals()
        while not asked.to_stop:
            began = time.monotonic()
            done = self._once()
            close_old_connections()
            if not done.more_waits:
                asked.wait(max(1.0, options["interval"] - (time.monotonic() - began)))

    def _once(self) -> Tick:
        at = timezone.now()
        done = tick(at=at)
        self.stdout.write(f"tick {at:%Y-%m-%dT%H:%M:%SZ} {done}")
        self.stdout.flush()
        return done


class _StopSignals:
    """Lets the round that is running end; only the main thread may ask for signals.

    A plain flag: at Ctrl-C two signals come at once, and the lock of a threading.Event would wait for itself for ever.
    """

    def __init__(self) -> None:
        self.to_stop = False
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.to_stop = True

    def wait(self, seconds: float) -> None:
        """Until it is time, somebody asks for work, or for an end."""
        now = time.monotonic()
        until, look = now + seconds, now + _LOOK
        while not self.to_stop and (left := until - time.monotonic()) > 0:
            time.sleep(min(_GLANCE, left))
            if time.monotonic() >= look:
                if _work_is_due():
                    return
                look = time.monotonic() + _LOOK


def _work_is_due() -> bool:
    try:
        return Work.objects.due(timezone.now()).exists()
    except Error:  # the next tick says so
        return False
