"""The sources of the three rooms, as the tests of the house read them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("synergy", "partnerships", "assessments")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
