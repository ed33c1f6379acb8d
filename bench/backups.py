"""Backup and restore of a demonstration beside the database’s own tools with the same encryption."""

from collections.abc import Iterator, Sequence

from pyrage.x25519 import Identity

from bench.builds import Build
from bench.databases import Databases, Environment
from bench.sizes import Sizes
from bench.tables import BenchTable, heading, mib, s, times

MOST = 2.0


def measure(databases: Databases, build: Build, sizes: Sizes) -> Iterator[str]:
    """The heading, then the table. Ours and the floor take turns; the quickest of each counts."""
    identity = str(Identity.generate())
    with databases.empty() as environment:
        yield heading(build.run("seeded", environment, partnerships=sizes.partnerships))
        made = build.run("backed_up", environment, turns=sizes.backups, identity=identity)
        files = {name: made[name] for name in ("path", "keys", "dump")}
        back = [_restored(databases, build, files, identity, environment) for _turn in range(sizes.backups)]
    yield str(_table(sizes.partnerships, made, back))


def _restored(
    databases: Databases, build: Build, files: dict[str, str], identity: str, of: Environment
) -> dict[str, float]:
    with databases.empty() as target, databases.empty() as floor:
        build.run("installed", target)
        restored: dict[str, float] = build.run(
            "restored", target, **files, identity=identity, floor_url=floor["DATABASE_URL"]
        )
        return restored


def _table(partnerships: int, made: dict[str, list[float]], back: Sequence[dict[str, float]]) -> BenchTable:
    rows = int(back[0]["rows"])
    table = BenchTable(
        f"Backup and restore of {partnerships} partnerships, {rows:,} rows",
        ("Act", "Seconds", "Floor, s", "× floor", f"At most {MOST:.0f}", "Growth of memory, MiB"),
        "Floor: VACUUM INTO and SQLite’s backup API, or pg_dump and pg_restore, with the same encryption. Quickest of\n"
        f"{len(back)}, in turns. Restore includes reading every row back (PostgreSQL) or every byte (SQLite) and"
        " comparing sums.",
    )
    _add(table, "Backup", made["ours"], made["floor"], float(made["growth"]))  # type: ignore[arg-type]
    growth = max(restored["growth"] for restored in back)
    _add(table, "Restore", [restored["ours"] for restored in back], [restored["floor"] for restored in back], growth)
    return table


def _add(table: BenchTable, act: str, ours: Sequence[float], floor: Sequence[float], growth: float) -> None:
    reached = "yes" if min(ours) <= MOST * min(floor) else "NO"
    table.add(act, s(min(ours)), s(min(floor)), times(min(ours), min(floor)), reached, mib(growth))
