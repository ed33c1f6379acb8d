"""Measured numbers as tables people can read, and paste into a page."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles


class Missing(Exception):
    """Something that was to be measured is not there, or does not answer as it should."""


@dataclass
class BenchTable:
    title: str
    columns: tuple[str, ...]
    note: str = ""
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        self.rows.append(tuple(str(cell) for cell in cells))

    def __str__(self) -> str:
        widths = [max(len(row[place]) for row in [self.columns, *self.rows]) for place in range(len(self.columns))]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        lines = [
            _line(self.columns, widths),
            "| " + " | ".join(rule) + " |",
            *(_line(row, widths) for row in self.rows),
        ]
        return "\n".join([f"### {self.title}", "", *([self.note, ""] if self.note else []), *lines])


def heading(measured: str) -> str:
    """What the tables below were measured on."""
    return f"\n## {measured}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = cells
    padded = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
    return "| " + " | ".join(padded) + " |"


def middle(seconds: Sequence[float]) -> float:
    return median(seconds)


def slow(seconds: Sequence[float]) -> float:
    """The time that 95 of 100 do not exceed."""
    return quantiles(seconds, n=20, method="inclusive")[-1]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}"


def s(seconds: float) -> str:
    return f"{seconds:,.2f}"


def times(measured: float, floor: float) -> str:
    return f"{measured / floor:,.1f}"


def mib(size: float) -> str:
    return f"{size / 2**20:,.0f}"


def share(measured: float, other: float) -> str:
    return f"{measured / other:.2f}"
