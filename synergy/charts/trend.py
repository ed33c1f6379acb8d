"""Trend: one small panel a series over one time axis and one scale, with the events of the time between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from synergy.charts import spec, texts
from synergy.charts.shapes import Event, Picture, Point, Scale, Series, masked_point
from synergy.charts.svg import Markup, at, canvas, escaped, line, symbol, tag, text
from synergy.charts.texts import Words
from synergy.charts.theme import marker, role, weighed

LEFT, RIGHT, BOTTOM, PLOT = (24, 18, 38, 116)  # charts.css reserves the same left and right
HEAD, FLOOR = 20, 13  # room above the scale, and for each floor of event numbers
SOME_DAY = date(2000, 1, 1)  # a panel of no round at all still needs an axis
CROWD = 18  # from here on points are drawn small


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """Where time and scores lie: shared by every panel, and by both renderings."""

    start: date
    end: date
    scale: Scale
    events: Sequence[Event]
    floors: Sequence[int]
    crowded: bool

    @property
    def top(self) -> int:
        return HEAD + FLOOR * (max(self.floors) + 1 if self.floors else 0)

    @property
    def height(self) -> int:
        return self.top + PLOT + BOTTOM

    @property
    def dot(self) -> float:
        return 3.0 if self.crowded else 5.2

    def x(self, day: date) -> float:
        return (day - self.start) / (self.end - self.start)

    def held(self, score: float) -> float:
        """An interval may reach past the scale; the picture does not."""
        return min(max(score, self.scale[0]), self.scale[1])

    def y(self, score: float) -> float:
        low, high = self.reach
        return self.top + PLOT * (high - self.held(score)) / (high - low)

    @property
    def reach(self) -> Scale:
        """The scale with a little air, without which Plotly leaves out the grid lines at its ends."""
        air = 0.015 * (self.scale[1] - self.scale[0])
        return self.scale[0] - air, self.scale[1] + air


def trend(series: Sequence[Series], words: Words, events: Sequence[Event] = (), scale: Scale = (1, 5)) -> Picture:
    """Small multiples of the means in `series`, each with its interval and n under every round that leaves room.

    Points without a mean and hidden points are gaps that the line does not bridge. The time axis runs from the
    first to the last of all points and events: hand over the events that belong to the rounds shown.
    """
    if not series:
        return Picture(spec.nothing(), Markup(""), tuple(events))
    drawn = [
        Series(track.code, track.name, track.role, sorted(map(masked_point, track.points), key=lambda point: point.at))
        for track in series
    ]
    frame = framed(drawn, sorted(events, key=lambda event: event.on), scale)
    panels = [panel_spec(track, frame, words) for track in drawn]
    pictures = [panel_svg(index, track, frame, words) for index, track in enumerate(drawn)]
    return Picture(
        spec=spec.figure(panels, shared_layout(frame)),
        svg=tag("div", *pictures, class_="chart-panels chart-trend"),
        events=tuple(events),
    )


def framed(series: Sequence[Series], events: Sequence[Event], scale: Scale) -> TimeFrame:
    days = [point.at for track in series for point in track.points] + [event.on for event in events] or [SOME_DAY]
    first, last = min(days), max(days)
    edge = max((last - first) * 0.06, timedelta(days=20 if last > first else 183))
    bare = TimeFrame(first - edge, last + edge, scale, events, (), False)
    floors = texts.floors([bare.x(event.on) for event in events], gap=0.075)
    crowded = max((len(track.points) for track in series), default=0) >= CROWD
    return TimeFrame(bare.start, bare.end, scale, events, floors, crowded)


def ticks(points: Sequence[Point], frame: TimeFrame, words: Words) -> list[tuple[date, str, str]]:
    """Day, date text and n text of the rounds whose n fits; the date text is empty where only n fits."""
    places = [frame.x(point.at) for point in points]
    counted = sorted(texts.spaced(places, 0.135))
    dated = texts.spaced([places[index] for index in counted], 0.32)
    return [
        (
            points[index].at,
            texts.clipped(points[index].label, 12) if order in dated else "",
            texts.count(points[index].n, words) or "–",
        )
        for order, index in enumerate(counted)
    ]


def newest(points: Sequence[Point]) -> Point | None:
    """The last round, if it shows a mean: an older one is not labelled as if it were today's."""
    return points[-1] if points and points[-1].mean is not None else None


def said(point: Point, words: Words) -> str:
    if point.mean is None:
        return ""
    mean = f"{words.mean} {texts.number(point.mean, words, point.decimals)}"
    interval = texts.interval(point.low, point.high, words, point.decimals)
    return texts.lines(point.label, mean, interval, texts.count(point.n, words))


def shared_layout(frame: TimeFrame) -> dict[str, Any]:
    low, high = frame.scale
    margin = {"l": LEFT, "r": RIGHT, "t": frame.top, "b": BOTTOM}
    return spec.layout(
        frame.height,
        margin,
        xaxis=spec.axis(type="date", range=[frame.start, frame.end], showgrid=False, ticks="", ticklabelstandoff=5),
        yaxis=spec.axis(range=list(frame.reach), tickvals=list(range(int(low), int(high) + 1)), ticks=""),
        shapes=[event_line(event, floor) for event, floor in zip(frame.events, frame.floors, strict=True)],
    )


def event_line(event: Event, floor: int) -> dict[str, Any]:
    return {
        "type": "line",
        "layer": "below",
        "x0": event.on,
        "x1": event.on,
        "yref": "paper",
        "y0": 0,
        "y1": 1 + (4 + FLOOR * floor) / PLOT,
        "line": {"color": role("line-strong"), "width": 1, "dash": "2px,3px"},
    }


def event_number(event: Event, floor: int) -> dict[str, Any]:
    place = {"x": event.on, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 3 + FLOOR * floor}
    return spec.note(**place, text=str(event.number), hovertext=texts.safe(event.text), font={"size": 10})


def panel_spec(series: Series, frame: TimeFrame, words: Words) -> dict[str, Any]:
    marks = ticks(series.points, frame, words)
    notes = [event_number(event, floor) for event, floor in zip(frame.events, frame.floors, strict=True)]
    last = newest(series.points)
    if last:
        notes.append(newest_note(last, series.role, frame, words))
    return {
        "data": [interval_trace(series, frame), mean_trace(series, frame, words)],
        "layout": {
            "annotations": notes,
            "xaxis": {
                "tickvals": [day for day, _, _ in marks],
                "ticktext": [f"{texts.safe(label) or ' '}<br>{texts.safe(n)}" for _, label, n in marks],
            },
        },
    }


def newest_note(point: Point, colour: str, frame: TimeFrame, words: Words) -> dict[str, Any]:
    assert point.mean is not None
    top, shift = (point.mean, 7) if point.high is None else (point.high, 3)
    place = {"x": point.at, "y": frame.held(top), "yanchor": "bottom", "yshift": shift}
    font = {"size": 13, "weight": 700, "color": role(colour)}
    return spec.note(**place, text=texts.number(point.mean, words, point.decimals), font=font)


def interval_trace(series: Series, frame: TimeFrame) -> dict[str, Any]:
    days: list[date | None] = []
    ends: list[float | None] = []
    for point in series.points:
        if point.low is not None and point.high is not None:
            days += [point.at, point.at, None]
            ends += [frame.held(point.low), frame.held(point.high), None]
    return spec.strokes(days, ends, series.role, width=3 if frame.crowded else 5, cliponaxis=False)


def mean_trace(series: Series, frame: TimeFrame, words: Words) -> dict[str, Any]:
    """Before a point that was worked out in another way stands nothing, which parts the line."""
    points = [part for point in series.points for part in ([None, point] if point.fresh else [point])]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [point.at if point else None for point in points],
        "y": [point.mean if point else None for point in points],
        "connectgaps": False,
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [said(point, words) if point else "" for point in points],
        "line": {"color": role(series.role), "width": 1.6},
        "marker": {
            "color": role(series.role),
            "symbol": marker(series.role),
            "size": 2 * weighed(series.role, frame.dot),
            "opacity": 1,
            "line": {"width": 0},
        },
    }


def panel_svg(index: int, series: Series, frame: TimeFrame, words: Words) -> Markup:
    drawing = canvas(
        frame.height,
        *scale_svg(frame),
        *events_svg(frame),
        *ticks_svg(ticks(series.points, frame, words), frame),
        *points_svg(series, frame),
        *newest_svg(newest(series.points), frame, words),
        kind=f"c-{series.role}",
    )
    name = tag("p", escaped(series.name), class_="chart-name")
    plot = tag("div", drawing, class_="chart-plot", data_panel=index)
    return tag("div", name, plot, class_=f"chart-panel c-{series.role}")


def scale_svg(frame: TimeFrame) -> list[Markup]:
    steps = range(int(frame.scale[0]), int(frame.scale[1]) + 1)
    rules = [line(0, frame.y(step), 1, frame.y(step), "grid") for step in steps]
    return rules + [text(str(step), -10, frame.y(step) + 4, "middle") for step in steps]


def events_svg(frame: TimeFrame) -> list[Markup]:
    drawn: list[Markup] = []
    for event, floor in zip(frame.events, frame.floors, strict=True):
        x, top = frame.x(event.on), frame.top - 4 - FLOOR * floor
        drawn += [
            line(x, top, x, frame.top + PLOT, "event"),
            at(x, top - 3, text(str(event.number), 0, 0, "middle", "tiny")),
        ]
    return drawn


def ticks_svg(marks: Sequence[tuple[date, str, str]], frame: TimeFrame) -> list[Markup]:
    foot = frame.top + PLOT
    return [
        at(frame.x(day), foot, *([text(label, 0, 17, "middle")] if label else []), text(n, 0, 32, "middle", "tiny"))
        for day, label, n in marks
    ]


def points_svg(series: Series, frame: TimeFrame) -> list[Markup]:
    """Intervals first, then the line between neighbours that both have a mean, then the markers on top."""
    shown = [(point, point.mean) for point in series.points if point.mean is not None]
    bars = [
        line(frame.x(point.at), frame.y(point.low), frame.x(point.at), frame.y(point.high), "interval stroke")
        for point in series.points
        if point.low is not None and point.high is not None
    ]
    marks = [at(frame.x(point.at), frame.y(mean), symbol(series.role, frame.dot, "fill")) for point, mean in shown]
    return bars + joints(series.points, frame.x, frame.y, "line stroke") + marks


def joints(
    points: Sequence[Point], x: Callable[[date], float], y: Callable[[float], float], class_: str
) -> list[Markup]:
    """Lines between neighbours that both have a mean, worked out in the same way."""
    return [
        line(x(here.at), y(here.mean), x(there.at), y(there.mean), class_)
        for here, there in pairwise(points)
        if here.mean is not None and there.mean is not None and not there.fresh
    ]


def newest_svg(point: Point | None, frame: TimeFrame, words: Words) -> list[Markup]:
    if point is None or point.mean is None:
        return []
    y = frame.y(point.mean) - 12 if point.high is None else frame.y(point.high) - 7
    written = texts.number(point.mean, words, point.decimals)
    return [at(frame.x(point.at), y, text(written, 0, 0, "middle", "newest fill"))]
