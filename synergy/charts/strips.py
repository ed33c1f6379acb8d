"""Strip: where one mean lies on its scale, small enough for a card, with its interval and the round before."""

from synergy.charts.profile import marks_svg, share
from synergy.charts.shapes import Row, Scale, masked_row
from synergy.charts.svg import Markup, at, canvas, line, text

HEIGHT, TRACK = 34, 12


def strip(row: Row, scale: Scale = (1, 5)) -> Markup:
    """Static SVG only: a card says the numbers in words beside it. A hidden row is a bare scale."""
    drawn = masked_row(row)
    steps = range(int(scale[0]), int(scale[1]) + 1)
    places = [share(step, scale) for step in steps]
    ground = [line(0, TRACK, 1, TRACK, "axis")]
    ground += [line(place, TRACK - 3, place, TRACK + 3, "axis") for place in places]
    ground += [
        at(place, HEIGHT - 3, text(str(step), anchor="middle")) for step, place in zip(steps, places, strict=True)
    ]
    marks = marks_svg(drawn, TRACK, scale) if drawn.mean is not None else []
    return canvas(HEIGHT, *ground, *marks, kind=f"chart-strip c-{drawn.role}")
