"""Runs every measurement on temporary databases and prints the tables; exit code 1 when something is missing."""

import argparse
import os
import subprocess
import sys
import time

from bench.databases import postgresql, sqlite
from bench.sizes import PARTS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part only; may be given several times")
    chosen = parser.parse_args()
    arguments = [*(["--quick"] if chosen.quick else []), *(f"--only={part}" for part in chosen.only or [])]
    began = time.perf_counter()
    with sqlite() as environment:
        code = _measure(environment, arguments)
    if server := os.environ.get("DATABASE_URL", ""):
        with postgresql(server) as environment:
            code = _measure(environment, arguments) or code
    else:
        print("\nPostgreSQL was not measured: name a server in DATABASE_URL (a database of our own is made on it).")
    print(f"\n{time.perf_counter() - began:.0f} s in all.")
    return code


def _measure(environment: dict[str, str], arguments: list[str]) -> int:
    """One process for each database, because settings are read once."""
    return subprocess.run([sys.executable, "-m", "bench.inside", *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
