"""Every measurement on the one database of this process; `bench.__main__` prepares it and runs this."""

import argparse
import importlib
import sys
import time

import django
from django.utils import timezone

from bench.installations import database, install
from bench.sizes import FULL, INSIDE, QUICK
from bench.tables import Missing, heading


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.inside")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=INSIDE, action="append")
    chosen = parser.parse_args()
    parts = [part for part in INSIDE if not chosen.only or part in chosen.only]
    if "submission" in parts and "opening" not in parts:
        parts.insert(0, "opening")  # answers need an open round
    django.setup()
    install()
    print(heading(database()), flush=True)
    return max([_measure(part, quick=chosen.quick) for part in parts])


def _measure(part: str, *, quick: bool) -> int:
    """Print the tables of this part; 1 when something of it is missing."""
    began = time.perf_counter()
    modules = {"opening": "openings", "submission": "submissions", "pages": "pages"}
    # Imported here: models can only be imported after django.setup().
    module = importlib.import_module(f"bench.{modules[part]}")
    try:
        tables = module.measure(QUICK if quick else FULL, timezone.now())
    except Missing as missing:
        print(f"\nMISSING ({part}): {missing}", flush=True)
        return 1
    print("\n" + "\n\n".join(str(table) for table in tables), flush=True)
    print(f"{part}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
