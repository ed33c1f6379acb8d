"""Lines side by side: several things on one axis of time, each named at its end, or each in a panel of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import wrap

from synergy.charts import spec, texts
from synergy.charts.shapes import Picture, Point, Scale, Series, masked_point
from synergy.charts.svg import Markup, at, canvas, escaped, line, symbol, tag, text
from synergy.charts.texts import Words
from synergy.charts.trend import SOME_DAY, joints, newest

TOP, TALL, LOW, FOOT = 8, 150, 76, 24
GAP = 13  # pixels between the names at the end of lines
LONGEST = 20  # letters of a line of a name


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines that share one picture; their points need not be of the same days."""

    name: str
    role: str
    lines: Sequence[Series]


@dataclass(frozen=True, slots=True)
class Field:
    """Where time and scores lie, the same in every panel."""

    start: date
    end: date
    scale: Scale
    plot: int
    first: Point | None
    last: Point | None

    def x(self, day: date) -> float:
        return (day - self.start) / (self.end - self.start)

    def y(self, score: float) -> float:
        low, high = self.scale
        return TOP + self.plot * (high - min(max(score, low), high)) / (high - low)

    @property
    def height(self) -> int:
        return TOP + self.plot + FOOT


def labelled(panels: Sequence[Panel], words: Words, scale: Scale = (1, 5)) -> Picture:
    """A panel with a line for each of at most six things, named at its end and told apart by its dashes.

    A point without a mean, or a hidden one, is a gap that no line bridges. Static: Plotly does not take over.
    """
    masked = [_masked(panel) for panel in panels]
    field = _field(masked, scale, TALL)
    drawn = [_panel(panel, _named_lines(panel, field, words), field, words) for panel in masked]
    return Picture(spec.nothing(), tag("div", *drawn, class_="chart-panels chart-lines") if drawn else Markup(""))


def small(panels: Sequence[Panel], words: Words, scale: Scale = (1, 5)) -> Picture:
    """Many small panels of a few lines each, which keep the colour and marker of their role; the key stands above."""
    masked = [_masked(panel) for panel in panels]
    field = _field(masked, scale, LOW)
    if not masked:
        return Picture(spec.nothing(), Markup(""))
    drawn = [_panel(panel, _plain_lines(panel, field), field, words) for panel in masked]
    key = tag("ul", *(_key(series) for series in masked[0].lines), class_="chart-key")
    return Picture(spec.nothing(), Markup(key + tag("div", *drawn, class_="chart-panels chart-small")))


def _masked(panel: Panel) -> Panel:
    lines = [
        replace(series, points=sorted(map(masked_point, series.points), key=lambda point: point.at))
        for series in panel.lines
    ]
    return replace(panel, lines=lines)


def _field(panels: Sequence[Panel], scale: Scale, plot: int) -> Field:
    points = [point for panel in panels for series in panel.lines for point in series.points]
    first = min(points, key=lambda point: point.at, default=None)
    last = max(points, key=lambda point: point.at, default=None)
    start, end = (first.at, last.at) if first and last else (SOME_DAY, SOME_DAY)
    edge = max((end - start) * 0.04, timedelta(days=20 if end > start else 183))
    return Field(start - edge, end + edge, scale, plot, first, last)


def _panel(panel: Panel, lines: Sequence[Markup], field: Field, words: Words) -> Markup:
    name = tag("p", escaped(panel.name) or " ", class_="chart-name")
    empty = not any(point.mean is not None for series in panel.lines for point in series.points)
    note = [at(0.5, field.y(sum(field.scale) / 2) + 4, text(words.hidden, 0, 0, "middle"))] if empty else []
    drawing = canvas(field.height, *_ground(field), *lines, *note, kind=f"c-{panel.role}")
    return tag("div", name, tag("div", drawing, class_="chart-plot"), class_=f"chart-panel c-{panel.role}")


def _ground(field: Field) -> list[Markup]:
    """The grid of the scale, and the first and last day of all."""
    steps = range(int(field.scale[0]), int(field.scale[1]) + 1)
    drawn = [line(0, field.y(step), 1, field.y(step), "grid") for step in steps]
    drawn += [text(str(step), -10, field.y(step) + 4, "middle") for step in steps if field.plot > LOW or step % 2]
    foot = TOP + field.plot + 16
    if field.first and field.last:
        drawn.append(at(0, foot, text(field.first.label, 0, 0, class_="tiny")))
        if field.last.at > field.first.at:
            drawn.append(at(1, foot, text(field.last.label, 0, 0, "end", "tiny")))
    return drawn


def _dots(points: Sequence[Point], field: Field, role: str, size: float) -> list[Markup]:
    return [
        at(field.x(point.at), field.y(point.mean), symbol(role, size, "fill"))
        for point in points
        if point.mean is not None
    ]


def _plain_lines(panel: Panel, field: Field) -> list[Markup]:
    return [
        tag(
            "g",
            *joints(series.points, field.x, field.y, "line stroke"),
            *_dots(series.points, field, series.role, 2.6),
            class_=f"c-{series.role}",
        )
        for series in panel.lines
        if any(point.mean is not None for point in series.points)
    ]


def _named_lines(panel: Panel, field: Field, words: Words) -> list[Markup]:
    drawn = [
        part
        for place, series in enumerate(panel.lines)
        for part in [
            *joints(series.points, field.x, field.y, f"line stroke dash-{place}"),
            *_dots(series.points, field, series.role, 3.4),
        ]
    ]
    ends = [(point, series.name) for series in panel.lines if (point := newest(series.points))]
    wrapped = in_lines([name for _point, name in ends])
    tall = max(map(len, wrapped.values()), default=1)
    heights = spread_out([field.y(point.mean or 0) for point, _name in ends], field.height, GAP * tall)
    for (point, name), y in zip(ends, heights, strict=True):
        assert point.mean is not None
        drawn.append(line(field.x(point.at), field.y(point.mean), 1, y, "leader"))
        first, *others = wrapped[name]
        label = f"{texts.number(point.mean, words, point.decimals)} {first}"
        drawn += [
            at(1, y + 4 + GAP * (place - len(others) / 2), text(part, 6, 0, class_="end"))
            for place, part in enumerate([label, *others])
        ]
    return drawn


def in_lines(names: Sequence[str]) -> dict[str, list[str]]:
    """Names in at most two lines each; those that would then read alike lose their middle instead."""
    wrapped = {name: wrap(texts.clean(name), LONGEST, max_lines=2, placeholder="…") or [""] for name in names}
    lines = list(wrapped.values())
    return {name: [_ends_of(name)] if lines.count(parts) > 1 else parts for name, parts in wrapped.items()}


def _ends_of(name: str) -> str:
    tidy = texts.clean(name)
    return tidy if len(tidy) <= LONGEST else f"{tidy[:8].rstrip()}…{tidy[9 - LONGEST :].lstrip()}"


def spread_out(places: Sequence[float], height: float, gap: float = GAP) -> list[float]:
    """Heights near these at which labels do not overlap, in the same order of height; all above `height`."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved: dict[int, float] = {}
    floor = 0.0
    for index in order:
        moved[index] = max(places[index], floor)
        floor = moved[index] + gap
    ceiling = height
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - gap
    return [moved[index] for index in range(len(places))]


def _key(series: Series) -> Markup:
    drawing = tag(
        "svg",
        tag("g", symbol(series.role, 4, "fill"), transform="translate(6 6)"),
        width=12,
        height=12,
        class_="chart-svg",
    )
    return tag("li", drawing, escaped(series.name), class_=f"c-{series.role}")
