"""Profile: a row a construct, filled now with its interval, hollow in the round before; a strip is one such row."""

from collections.abc import Sequence
from typing import Any

from synergy.charts import spec, texts
from synergy.charts.shapes import BandRange, Picture, ProfileRow, Scale, masked_row
from synergy.charts.svg import Markup, at, canvas, line, symbol, tag, text
from synergy.charts.texts import Words
from synergy.charts.theme import marker, role, weighed

GUTTERS = {"s": 128, "m": 208, "l": 304}  # room for the names on the left; charts.css has the same three
NARROW, RIGHT = 8, 84
STEP, TRACK, TOP, BOTTOM = (38, 24, 22, 22)  # a row's height, where in it the dots lie, and the ends of the picture
LONGEST = 44
STRIP_HEIGHT, STRIP_TRACK = 34, 12  # of a strip, and where in it the dot lies


def profile(
    rows: Sequence[ProfileRow], words: Words, bands: Sequence[BandRange] = (), scale: Scale = (1, 5)
) -> Picture:
    """Rows from top to bottom in the order given, on one scale; `bands` are named above and marked where they begin.

    A hidden row and a row without a mean keep their name and show `words.hidden` in place of dots.
    """
    if not rows:
        return Picture(spec.nothing(), Markup(""))
    drawn = [masked_row(row) for row in rows]
    size = gutter([row.name for row in drawn])
    panel = {"data": traces(drawn, words), "layout": {}}
    shared = shared_layout(drawn, words, bands, scale, size)
    return Picture(
        spec=spec.figure([panel], shared, narrow_layout(len(drawn))),
        svg=profile_svg(drawn, words, bands, scale, size),
    )


def gutter(names: Sequence[str]) -> str:
    longest = max((len(texts.clipped(name, LONGEST)) for name in names), default=0)
    return "s" if longest <= 18 else "m" if longest <= 30 else "l"


def height(rows: int) -> int:
    return TOP + STEP * rows + BOTTOM


def middle(index: int) -> int:
    """Where the dots of a row lie, in pixels from the top of the plot area."""
    return STEP * index + TRACK


def edges(bands: Sequence[BandRange], scale: Scale) -> set[float]:
    return {band.low for band in bands if scale[0] < band.low < scale[1]}


def said(row: ProfileRow, words: Words) -> str:
    if row.mean is None:
        return ""
    before = "" if row.before is None else f"{words.before} {texts.number(row.before, words, row.before_decimals)}"
    mean = f"{words.mean} {texts.number(row.mean, words, row.decimals)}"
    interval = texts.interval(row.low, row.high, words, row.decimals)
    return texts.lines(row.name, mean, interval, texts.count(row.n, words), before)


def traces(rows: Sequence[ProfileRow], words: Words) -> list[dict[str, Any]]:
    return [
        *(trace for name in dict.fromkeys(row.role for row in rows) for trace in stretches(rows, name)),
        dots([(row.before, index, row, "") for index, row in enumerate(rows)], hollow=True),
        dots([(row.mean, index, row, said(row, words)) for index, row in enumerate(rows)], hollow=False),
    ]


def stretches(rows: Sequence[ProfileRow], name: str) -> list[dict[str, Any]]:
    """Interval bars, and the path from the round before, of the rows of one role."""
    mine = [(index, row) for index, row in enumerate(rows) if row.role == name]
    return [
        spec.strokes(*spanned([(row.low, row.high, index) for index, row in mine]), name, width=6),
        spec.strokes(*spanned([(row.before, row.mean, index) for index, row in mine]), name, width=1.6, opacity=1.0),
    ]


def spanned(spans: Sequence[tuple[float | None, float | None, int]]) -> tuple[list[float | None], list[int | None]]:
    """Where the stroke of each row begins and ends, across and down."""
    across: list[float | None] = []
    down: list[int | None] = []
    for low, high, index in spans:
        if low is not None and high is not None:
            across += [low, high, None]
            down += [middle(index), middle(index), None]
    return across, down


def dots(places: Sequence[tuple[float | None, int, ProfileRow, str]], hollow: bool) -> dict[str, Any]:
    there = [place for place in places if place[0] is not None]
    colours = [role(row.role) for _, _, row, _ in there]
    sizes = [2 * weighed(row.role, 4 if hollow else 5.2) for _, _, row, _ in there]
    ring = {"color": role("paper"), "line": {"color": role("faint"), "width": 1.5}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mean for mean, _, _, _ in there],
        "y": [middle(index) for _, index, _, _ in there],
        "cliponaxis": False,
        "hoverinfo": "skip" if hollow else "text",
        "hovertext": [text for _, _, _, text in there],
        "marker": {"size": sizes, "symbol": [marker(row.role) for _, _, row, _ in there], "opacity": 1}
        | (ring if hollow else {"color": colours, "line": {"width": 0}}),
    }


def shared_layout(
    rows: Sequence[ProfileRow], words: Words, bands: Sequence[BandRange], scale: Scale, size: str
) -> dict[str, Any]:
    low, high = scale
    notes = [name_note(index, row) | {"xshift": -GUTTERS[size]} for index, row in enumerate(rows)]
    notes += [note for index, row in enumerate(rows) for note in value_notes(index, row, words)]
    notes += [band_note(band, scale) for band in bands if band.label]
    return spec.layout(
        height(len(rows)),
        {"l": GUTTERS[size], "r": RIGHT, "t": TOP, "b": BOTTOM},
        annotations=notes,
        shapes=[edge_line(edge) for edge in sorted(edges(bands, scale))],
        xaxis=spec.axis(range=list(padded(scale)), tickvals=list(range(int(low), int(high) + 1)), ticks=""),
        yaxis=spec.axis(range=[STEP * len(rows), 0], showgrid=False, showticklabels=False, ticks=""),
    )


def narrow_layout(rows: int) -> dict[str, Any]:
    """Where a phone leaves no room beside the dots, each name stands above its own."""
    moved = {str(index): {"xshift": -NARROW, "yshift": 13} for index in range(rows)}
    return {"margin": {"l": NARROW}, "annotations": moved}


def name_note(index: int, row: ProfileRow) -> dict[str, Any]:
    place = {"xref": "paper", "x": 0, "y": middle(index), "xanchor": "left", "yanchor": "middle"}
    name = texts.safe(texts.clipped(row.name, LONGEST))
    return spec.note(**place, text=name, font={"size": 13, "color": role("ink")})


def value_notes(index: int, row: ProfileRow, words: Words) -> list[dict[str, Any]]:
    place = spec.note(y=middle(index), yanchor="middle", xref="paper")
    if row.mean is None:
        return [place | {"x": 0, "xanchor": "left", "xshift": 10, "text": texts.safe(words.hidden)}]
    mean, bold = texts.number(row.mean, words, row.decimals), {"size": 13, "weight": 600, "color": role("ink")}
    return [
        place | {"x": 1, "xanchor": "left", "xshift": 16, "text": mean, "font": bold},
        place | {"x": 1, "xanchor": "right", "xshift": RIGHT, "text": texts.safe(texts.count(row.n, words)) or " "},
    ]


def band_note(band: BandRange, scale: Scale) -> dict[str, Any]:
    centre = (max(band.low, scale[0]) + min(band.high, scale[1])) / 2
    place = {"x": centre, "xshift": nudge(band, scale), "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 4}
    return spec.note(**place, text=texts.safe(band.label), font={"size": 10})


def nudge(band: BandRange, scale: Scale) -> int:
    """The name of the first band is the longest: on a phone it would touch the next one, and has room on its left."""
    return -4 if band.low <= scale[0] else 0


def edge_line(edge: float) -> dict[str, Any]:
    line = {"color": role("line-strong"), "width": 1.5}
    return {"type": "line", "layer": "below", "yref": "paper", "x0": edge, "x1": edge, "y0": 0, "y1": 1, "line": line}


def profile_svg(
    rows: Sequence[ProfileRow], words: Words, bands: Sequence[BandRange], scale: Scale, size: str
) -> Markup:
    drawn = [part for index, row in enumerate(rows) for part in row_svg(index, row, words, scale)]
    drawing = canvas(height(len(rows)), *ground_svg(len(rows), bands, scale), *drawn, kind=f"gutter gutter-{size}")
    plot = tag("div", drawing, class_="chart-plot", data_panel=0)
    return tag("div", plot, class_="chart-panels chart-profile")


def share(mean: float, scale: Scale) -> float:
    """How far across a mean lies; both ends keep a little air, without which Plotly leaves out their grid lines."""
    low, high = padded(scale)
    return (min(max(mean, scale[0]), scale[1]) - low) / (high - low)


def padded(scale: Scale) -> Scale:
    air = 0.0075 * (scale[1] - scale[0])
    return scale[0] - air, scale[1] + air


def ground_svg(rows: int, bands: Sequence[BandRange], scale: Scale) -> list[Markup]:
    foot = TOP + STEP * rows
    steps = range(int(scale[0]), int(scale[1]) + 1)
    edge = edges(bands, scale)
    rules = [
        line(share(step, scale), TOP, share(step, scale), foot, "edge" if step in edge else "grid") for step in steps
    ]
    numbers = [at(share(step, scale), foot + 16, text(str(step), anchor="middle")) for step in steps]
    names = [
        at(
            (share(band.low, scale) + share(band.high, scale)) / 2,
            TOP - 7,
            text(band.label, nudge(band, scale), anchor="middle", class_="tiny"),
        )
        for band in bands
        if band.label
    ]
    return rules + numbers + names


def row_svg(index: int, row: ProfileRow, words: Words, scale: Scale) -> list[Markup]:
    y = TOP + middle(index)
    name = text(texts.clipped(row.name, LONGEST), 0, y, class_="name")
    if row.mean is None:
        return [name, text(words.hidden, 10, y + 4)]
    value = text(texts.number(row.mean, words, row.decimals), 16, 4, class_="value")
    parts = [name, at(1, y, value, text(texts.count(row.n, words), RIGHT, 4, "end"))]
    return [*parts, tag("g", *marks_svg(row, y, scale), class_=f"c-{row.role}")]


def marks_svg(row: ProfileRow, y: float, scale: Scale) -> list[Markup]:
    """Interval, path from the round before, ghost and dot, one over the other."""
    assert row.mean is not None
    now = share(row.mean, scale)
    drawn: list[Markup] = []
    if row.low is not None and row.high is not None:
        drawn.append(line(share(row.low, scale), y, share(row.high, scale), y, "interval wide stroke"))
    if row.before is not None:
        then = share(row.before, scale)
        drawn += [line(then, y, now, y, "path stroke"), at(then, y, symbol(row.role, 4, "ghost"))]
    return [*drawn, at(now, y, symbol(row.role, 5.2, "fill"))]


def strip(row: ProfileRow, scale: Scale = (1, 5)) -> Markup:
    """Static SVG only: a card says the numbers in words beside it. A hidden row is a bare scale."""
    drawn = masked_row(row)
    steps = range(int(scale[0]), int(scale[1]) + 1)
    places = [share(step, scale) for step in steps]
    ground = [line(0, STRIP_TRACK, 1, STRIP_TRACK, "axis")]
    ground += [line(place, STRIP_TRACK - 3, place, STRIP_TRACK + 3, "axis") for place in places]
    ground += [
        at(place, STRIP_HEIGHT - 3, text(str(step), anchor="middle")) for step, place in zip(steps, places, strict=True)
    ]
    marks = marks_svg(drawn, STRIP_TRACK, scale) if drawn.mean is not None else []
    return canvas(STRIP_HEIGHT, *ground, *marks, kind=f"chart-strip c-{drawn.role}")
