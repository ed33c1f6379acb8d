"""The close of a round, in fresh processes: CPU time, memory, and how both compare with another build."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.builds import Build
from bench.databases import Databases, Environment
from bench.sizes import Sizes
from bench.tables import BenchTable, heading, mib, ms, s, share, times


@dataclass(frozen=True)
class Closes:
    """Medians of a build's closes of one size: CPU seconds, those of the server among them, and bytes."""

    cpu: float
    server: float
    peak: float
    growth: float
    floor: float

    @classmethod
    def of(cls, measured: Sequence[dict[str, float]]) -> "Closes":
        middle = {name: statistics.median(close[name] for close in measured) for name in measured[0]}
        server = middle["server"]
        cpu = statistics.median(close["cpu"] + close["server"] for close in measured)
        return cls(cpu, server, middle["peak"], middle["growth"], middle["floor"])


Measured = dict[int, list[Closes]]  # responses -> a build each, the working tree first


def measure(databases: Databases, builds: Sequence[Build], sizes: Sizes) -> Iterator[str]:
    """The heading, then the tables. Builds take turns, each time in a fresh process on a fresh copy of a database."""
    at = datetime.now(UTC).isoformat()
    measured: Measured = {}
    for number in sizes.closed:
        with ExitStack() as stack:
            prepared = [stack.enter_context(databases.empty()) for _build in builds]
            for build, environment in zip(builds, prepared, strict=True):
                database = build.run("prepared", environment, responses=number, at=at)
            if not measured:
                yield heading(database)
            measured[number] = _closes(databases, builds, prepared, sizes.repeated(number), at)
    yield str(_times(measured))
    yield str(_memory(measured))
    if len(builds) > 1:
        yield str(_targets(measured))


def _closes(
    databases: Databases, builds: Sequence[Build], prepared: Sequence[Environment], turns: int, at: str
) -> list[Closes]:
    closes_of: list[list[dict[str, float]]] = [[] for _build in builds]
    for _turn in range(turns):
        for build, environment, closes in zip(builds, prepared, closes_of, strict=True):
            with databases.copy(environment) as copied:
                closes.append(build.run("close", copied, at=at))
    return [Closes.of(closes) for closes in closes_of]


def _times(measured: Measured) -> BenchTable:
    compared = _is_compared(measured)
    table = BenchTable(
        "Closing a round",
        (
            *("Responses", "CPU, s", "of it server"),
            *(("Before, s", "of it server", "÷ before") if compared else ()),
            *("Floor, ms", "× floor", "Responses a second"),
        ),
        "CPU time of the closing process (linear algebra uses one thread) and of the database server. Every round has"
        " two\nbreakdowns and one round before it, to be compared with. Floor: `bulk_create` of the same responses.",
    )
    for number, (now, *others) in measured.items():
        beside = [cell for other in others for cell in (s(other.cpu), s(other.server), share(now.cpu, other.cpu))]
        rest = (ms(now.floor), times(now.cpu, now.floor), f"{number / now.cpu:,.0f}")
        table.add(f"{number:,}", s(now.cpu), s(now.server), *beside, *rest)
    return table


def _memory(measured: Measured) -> BenchTable:
    beside = ("Before, MiB", "÷ before") if _is_compared(measured) else ()
    table = BenchTable(
        "Memory of the closing process",
        ("Responses", "Peak, MiB", *beside, "Growth, MiB", *beside),
        "Growth: the peak over what the process held before the close, with the application loaded.",
    )
    for number, (now, *others) in measured.items():
        peaks = [cell for other in others for cell in (mib(other.peak), share(now.peak, other.peak))]
        growths = [cell for other in others for cell in (mib(other.growth), share(now.growth, other.growth))]
        table.add(f"{number:,}", mib(now.peak), *peaks, mib(now.growth), *growths)
    return table


def _targets(measured: Measured) -> BenchTable:
    table = BenchTable("Targets", ("What", "At most", "Measured", "Reached"))
    for number, most in ((100, 1 / 5), (10_000, 1 / 3)):
        if number in measured:
            now, before = measured[number]
            _add(table, f"CPU time of {number:,} responses ÷ before", most, now.cpu / before.cpu)
    if {10_000, 100_000} <= set(measured):
        (many, before), (fewer, _before) = measured[100_000], measured[10_000]
        _add(table, "CPU time of 100,000 responses ÷ that of 10,000", 10, many.cpu / fewer.cpu)
        _add(table, "Peak memory of 100,000 responses ÷ before", 0.4, many.peak / before.peak)
    return table


def _add(table: BenchTable, what: str, most: float, reached: float) -> None:
    table.add(what, f"{most:.2f}", f"{reached:.2f}", "yes" if reached <= most else "NO")


def _is_compared(measured: Measured) -> bool:
    return all(len(builds) > 1 for builds in measured.values())
