"""Series, rows and words that charts are drawn of, hostile ones among them."""

from datetime import date

from synergy.charts.shapes import BandRange, Event, Point, ProfileRow, Series
from synergy.charts.texts import Words

WORDS = Words(
    decimal=".",
    n="n",
    mean="Mean",
    interval="95 % interval",
    before="Round before",
    hidden="Not shown (too few answers)",
)
HOSTILE = "</script><a href=https://evil>&lt;b onclick='x'>\x00\ud800\u202e"
BANDS = [BandRange(1, 3, "Needs attention"), BandRange(3, 4, "To discuss"), BandRange(4, 5, "Strength")]


def points(rounds: int) -> list[Point]:
    return [
        Point(date(2020 + i // 12, i % 12 + 1, 5), f"Round {i + 1}", 3 + i % 5 / 7, 2.6 + i % 5 / 7, 3.5, 10 + i % 4)
        for i in range(rounds)
    ]


def themes(rounds: int) -> list[Series]:
    return [Series(role.upper(), f"The theme {role}", role, points(rounds)) for role in ("res", "atm", "ben", "ada")]


def rows() -> list[ProfileRow]:
    return [ProfileRow(f"E{i}", f"Element number {i}", "accent", 3.1 + i / 10, 2.8, 3.9, 16, 3.0) for i in range(9)]


EVENTS = [Event(i, date(2020, i, 20), f"Event {i} of the year") for i in range(1, 6)]
