"""Response: how many of those invited answered, a bar a round."""

from collections.abc import Sequence
from typing import Any

from synergy.charts import spec, texts
from synergy.charts.shapes import Picture, Turnout
from synergy.charts.svg import Markup, at, canvas, line, tag, text
from synergy.charts.theme import role

LEFT, RIGHT, STEP, BAR = 84, 92, 28, 10  # charts.css reserves the same left and right


def response(turnouts: Sequence[Turnout]) -> Picture:
    """A pale bar for those invited and a full one for those who answered, in the order given; counts, not per cents."""
    if not turnouts:
        return Picture(spec.nothing(), Markup(""))
    most = max(turnout.invited for turnout in turnouts) or 1
    shared = spec.layout(
        STEP * len(turnouts) + 8,
        {"l": LEFT, "r": RIGHT, "t": 4, "b": 4},
        barmode="overlay",
        bargap=1 - BAR / STEP,
        xaxis=spec.axis(range=[0, most], showgrid=False, showticklabels=False),
        yaxis=spec.axis(range=[len(turnouts) - 0.5, -0.5], showgrid=False, showticklabels=False),
        annotations=[note for index, turnout in enumerate(turnouts) for note in notes(index, turnout)],
    )
    data = [
        bars([turnout.invited for turnout in turnouts], turnouts, "line"),
        bars([turnout.answered for turnout in turnouts], turnouts, "accent"),
    ]
    return Picture(spec=spec.figure([{"data": data, "layout": {}}], shared), svg=response_svg(turnouts, most))


def bars(lengths: Sequence[int], turnouts: Sequence[Turnout], colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(lengths),
        "y": list(range(len(lengths))),
        "hoverinfo": "text",
        "hovertext": [texts.lines(turnout.label, turnout.text) for turnout in turnouts],
        "textposition": "none",
        "marker": {"color": role(colour), "line": {"width": 0}},
    }


def notes(index: int, turnout: Turnout) -> list[dict[str, Any]]:
    place = {"y": index, "yanchor": "middle", "xref": "paper", "xanchor": "left", "showarrow": False, "borderpad": 0}
    label, words = (texts.safe(texts.clipped(turnout.label, 13)), texts.safe(texts.clipped(turnout.text, 16)))
    return [
        place | {"x": 0, "xshift": -LEFT, "text": label, "font": {"size": 12}},
        place | {"x": 1, "xshift": 12, "text": words, "font": {"size": 13, "weight": 600, "color": role("ink")}},
    ]


def response_svg(turnouts: Sequence[Turnout], most: int) -> Markup:
    drawn = [part for index, turnout in enumerate(turnouts) for part in bar_svg(index, turnout, most)]
    drawing = canvas(STEP * len(turnouts) + 8, *drawn, kind="c-accent")
    return tag("div", tag("div", drawing, class_="chart-plot", data_panel=0), class_="chart-panels chart-response")


def bar_svg(index: int, turnout: Turnout, most: int) -> list[Markup]:
    y = 4 + STEP * (index + 0.5)
    return [
        text(texts.clipped(turnout.label, 13), -LEFT, y + 4, class_="small"),
        line(0, y, turnout.invited / most, y, "bar"),
        line(0, y, turnout.answered / most, y, "bar stroke"),
        at(1, y, text(texts.clipped(turnout.text, 16), 12, 4, class_="value")),
    ]
