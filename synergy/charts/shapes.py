"""What pictures are made of and made into: plain frozen values, already translated, free of any database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from synergy.charts.svg import Markup

Scale = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """One round of one series; a hidden point is drawn as a gap whatever numbers it was handed."""

    at: date
    label: str
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    hidden: bool = False
    decimals: int = 2  # how many the mean and its limits are written with
    fresh: bool = False  # the first that was worked out in another way: no line joins it with the one before


@dataclass(frozen=True, slots=True)
class Series:
    code: str
    name: str
    role: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting or a context event; its number stands in every panel and in the list under the picture."""

    number: int
    on: date
    text: str
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One construct now, and its mean in the round before."""

    code: str
    name: str
    role: str
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    before: float | None = None
    hidden: bool = False
    decimals: int = 2  # how many the mean and its limits are written with
    before_decimals: int = 2


@dataclass(frozen=True, slots=True)
class BandRange:
    """A stretch of the scale with its name: [low, high)."""

    low: float
    high: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many answered one round; `text` is what stands beside the bar, such as "11 of 16"."""

    label: str
    answered: int
    invited: int
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure twice: the spec that charts.js hands to Plotly, and the SVG a page shows without it."""

    spec: Mapping[str, Any]
    svg: Markup
    events: Sequence[Event] = ()


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The numbers of a picture as they are read: texts only, the first of each row names it."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Chart:
    """All that templates/parts/_chart.html shows."""

    id: str
    title: str
    sentence: str
    picture: Picture
    table: ChartTable
    csv_url: str = ""


def masked_point(point: Point) -> Point:
    """Nothing of a hidden point may reach a page, not even in an attribute nobody draws."""
    return replace(point, mean=None, low=None, high=None, n=None) if point.hidden or point.mean is None else point


def masked_row(row: ProfileRow) -> ProfileRow:
    if row.hidden or row.mean is None:
        return replace(row, mean=None, low=None, high=None, n=None, before=None)
    return row
