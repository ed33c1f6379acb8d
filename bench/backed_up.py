"""Backups of a prepared database, and in turns the floor under them."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from pyrage.x25519 import Identity

from bench import dumps
from bench.processes import memory, peak_memory
from synergy.ops.backups import back_up
from synergy.ops.backups.ciphers import lock_for


def run(turns: int, identity: str) -> dict[str, object]:
    """Seconds of each backup and of each floor; bytes of memory and of the file; where everything lies."""
    key = Identity.from_str(identity)
    lock, url, folder = lock_for([str(key.to_public())]), os.environ["DATABASE_URL"], Path(settings.DATA_DIR)
    ours, floor, grown = [], [], []
    at = datetime.now(UTC)
    for turn in range(turns):
        held, began = memory(), time.perf_counter()
        made = back_up(at=at + timedelta(seconds=turn), lock=lock)
        ours.append(time.perf_counter() - began)
        grown.append(peak_memory() - held)
        began = time.perf_counter()
        dumped = dumps.dump(url, folder, key)
        floor.append(time.perf_counter() - began)
    files = {"path": str(made.path), "keys": str(made.keys), "dump": str(dumped)}
    return {"ours": ours, "floor": floor, "growth": grown[0], "size": made.size, **files}
