"""How much a small partnership sees of its answers, beside another build (`python -m bench.shown`)."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.builds import Build, builds_of
from bench.databases import Files
from bench.tables import BenchTable, Missing

PEOPLE = (8, 9, 11, 15, 25, 40)
_SORTS = {
    "mean": "Questions: mean",
    "distribution": "distribution",
    "theme": "Themes",
    "element": "Elements",
    "process": "Processes",
    "level": "Levels",
    "synergy": "Synergy",
    "group": "Group cells",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.shown", description=__doc__)
    parser.add_argument("--partnerships", type=int, default=200, help="how many of each size are simulated")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="another build to publish the same answers")
    parser.add_argument("--people", type=int, action="append", metavar="N", help="partnerships of N people only")
    chosen = parser.parse_args()
    try:
        print(_table(builds_of(chosen.before), chosen.people or PEOPLE, chosen.partnerships))
    except Missing as missing:
        print(f"MISSING: {missing}")
        return 1
    return 0


def _table(builds: list[Build], people: Sequence[int], partnerships: int) -> BenchTable:
    table = BenchTable(
        "What small partnerships see",
        ("Responses", "Build", *_SORTS.values()),
        f"One round each of {partnerships} partnerships of a size, 8 % “don’t know” and 3 % blank at random, one"
        " breakdown of three kinds\n(5 : 3 : 2). Shares: questions with a mean, and with a distribution; constructs"
        " with a score; cells of groups of at\nleast 5 people with a score.",
    )
    for number in people:
        for build in builds:
            shares = _shares(build, number, partnerships)
            table.add(number, build.name, *(shares.get(sort, "–") for sort in _SORTS))
    return table


def _shares(build: Build, people: int, partnerships: int) -> dict[str, str]:
    with Files().empty() as environment:
        counts = build.run("published", environment, people=people, partnerships=partnerships)
    print(f"{people} people, {build.name}: done", file=sys.stderr, flush=True)
    return {sort: _percent(shown, number) for sort, (shown, number) in counts.items()}


def _percent(shown: int, number: int) -> str:
    """ "all" and "none" are exact; everything else is rounded to between .1 and 99.9."""
    if shown in (0, number):
        return "all" if shown else "none"
    return f"{min(99.9, max(0.1, 100 * shown / number)):.1f} %"


if __name__ == "__main__":
    sys.exit(main())
