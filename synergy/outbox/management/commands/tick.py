"""`manage.py tick [--loop]`: everything that happens by itself, once or for as long as it runs."""

import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from synergy.outbox.ticks import Tick, tick


class Command(BaseCommand):
    help = "Does what is due: rounds that open or close, reminders, queued mail. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep running, once every interval")
        parser.add_argument("--interval", type=float, default=30.0, help="seconds between two rounds (default 30)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            while (done := self._once()).more_waits:
                pass
            if done.failed:
                raise CommandError("Not everything could be done; the log says what.")
            return
        stop = threading.Event()
        _stop_on_signal(stop)
        while not stop.is_set():
            began = time.monotonic()
            done = self._once()
            close_old_connections()
            if not done.more_waits:
                stop.wait(max(1.0, options["interval"] - (time.monotonic() - began)))

    def _once(self) -> Tick:
        at = timezone.now()
        done = tick(at=at)
        self.stdout.write(f"tick {at:%Y-%m-%dT%H:%M:%SZ} {done}")
        self.stdout.flush()
        return done


def _stop_on_signal(stop: threading.Event) -> None:
    """Lets the round that is running end; only the main thread may ask for signals."""

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, ask)
        signal.signal(signal.SIGINT, ask)
