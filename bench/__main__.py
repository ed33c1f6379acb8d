"""Runs every measurement on temporary databases and prints the tables; exit code 1 when something is missing."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench import backups, closings
from bench.builds import builds_of
from bench.databases import Databases, Files, Server
from bench.sizes import FULL, INSIDE, PARTS, QUICK
from bench.tables import Missing


def main() -> int:
    chosen = _arguments()
    began = time.perf_counter()
    server = os.environ.get("DATABASE_URL", "")
    places: list[Databases] = [Files(), *([Server(server)] if server else [])]
    code = max([_measure(databases, chosen) for databases in places])
    if not server:
        print("\nPostgreSQL was not measured: name a server in DATABASE_URL (databases of our own are made on it).")
    print(f"\n{time.perf_counter() - began:.0f} s in all.")
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part only; may be given several times")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="close rounds in this build too, and compare")
    parser.add_argument("--closed", type=int, action="append", metavar="N", help="close rounds of N responses only")
    return parser.parse_args()


def _measure(databases: Databases, chosen: argparse.Namespace) -> int:
    parts = [part for part in chosen.only or PARTS if part in INSIDE]
    code = _measure_inside(databases, parts, quick=chosen.quick) if parts else 0
    if "closing" in (chosen.only or PARTS):
        code = _measure_closing(databases, chosen) or code
    if "backups" in (chosen.only or PARTS):
        code = (
            _print("backups", backups.measure(databases, builds_of(None)[0], QUICK if chosen.quick else FULL)) or code
        )
    return code


def _measure_inside(databases: Databases, parts: list[str], *, quick: bool) -> int:
    """One process for each database, because settings are read once."""
    arguments = [*(["--quick"] if quick else []), *(f"--only={part}" for part in parts)]
    with databases.empty() as environment:
        command = [sys.executable, "-m", "bench.inside", *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


def _measure_closing(databases: Databases, chosen: argparse.Namespace) -> int:
    sizes = QUICK if chosen.quick else FULL
    if chosen.closed:
        sizes = replace(sizes, closed=tuple(chosen.closed))
    return _print("closing", closings.measure(databases, builds_of(chosen.before), sizes))


def _print(part: str, texts: Iterator[str]) -> int:
    try:
        for text in texts:
            print(f"\n{text}", flush=True)
    except Missing as missing:
        print(f"\nMISSING ({part}): {missing}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
