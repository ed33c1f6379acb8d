"""A backup restored into the empty database of this process, and the floor into another one."""

import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from pyrage.x25519 import Identity

from bench import dumps
from bench.processes import memory, peak_memory
from synergy.ops.backups.containers import Given
from synergy.ops.backups.restoring import RestoreRequest, restore


def run(path: str, keys: str, dump: str, identity: str, floor_url: str) -> dict[str, float]:
    """Seconds of both, bytes of memory, and how many rows came back."""
    MigrationLoader(None)  # the modules of migrations: loading code is part of starting, here as in every measurement
    folder = Path(settings.DATA_DIR)
    asked = RestoreRequest(Path(path), Given(identities=identity), Path(keys))
    held, began = memory(), time.perf_counter()
    _about, _tables, rows = restore(asked, at=datetime.now(UTC))
    ours = time.perf_counter() - began
    grown = peak_memory() - held
    began = time.perf_counter()
    dumps.load(floor_url, Path(dump), folder, Identity.from_str(identity))
    return {"ours": ours, "floor": time.perf_counter() - began, "growth": grown, "rows": rows}
