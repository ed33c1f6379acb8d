"""Likert: how the answers to one item are spread, agreement to the right, disagreement to the left, neutral apart.

Static SVG inside an HTML list rather than a Plotly figure: the words of an item take three lines on a phone, which an
axis cannot wrap, the list prints and is read without a script, and forty small figures need no 400 kB of JavaScript.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from synergy.charts.svg import Markup, canvas, per_cent, tag, text

SQUARES_BELOW = 20  # so few people read better as squares than as per cents
HEIGHT, GAP = 20, 0.03
SIDE, PITCH, AWAY = 10, 12, 14
NARROWEST = 0.085  # a thinner piece has no room for its per cent


@dataclass(frozen=True, slots=True)
class Reach:
    """The most any item has on each side, in people or as shares: all items of a list share one middle line."""

    left: float
    right: float
    middle: float


def frame(spreads: Iterable[Sequence[int]], *, as_shares: bool) -> Reach:
    """The frame of several items, each its counts from the first option to the last; nobody answered: left out."""
    sides = [_sides(counts, 1 / sum(counts) if as_shares else 1) for counts in spreads if sum(counts)]
    lefts, rights, middles = zip(*sides, strict=True) if sides else ((0,), (0,), (0,))
    return Reach(max(lefts), max(rights), max(middles))


def net(counts: Sequence[int]) -> float:
    """Share that agrees minus share that disagrees, from -1 to 1; 0 where nobody answered."""
    left, right, _middle = _sides(counts, 1 / sum(counts)) if sum(counts) else (0, 0, 0)
    return right - left


def diverging(counts: Sequence[int], around: Reach, sign: str = "%") -> Markup:
    """Bars from a middle line, the neutral answers in a column of their own at the right; an empty line without any."""
    total, width = sum(counts), around.left + around.right + around.middle
    if not total or not width:
        return canvas(HEIGHT, kind="chart-likert")
    scale = (1 - 2 * GAP) / width
    zero = around.left * scale
    shares = [count / total for count in counts]
    half = len(counts) // 2
    drawn: list[Markup] = []
    end = zero
    for place in reversed(range(half)):
        end -= shares[place] * scale
        drawn += _piece(end, shares[place] * scale, _step(place, counts), shares[place], sign)
    end = zero
    for place in range(half + 1, len(counts)):
        drawn += _piece(end, shares[place] * scale, _step(place, counts), shares[place], sign)
        end += shares[place] * scale
    away = (around.left + around.right) * scale + 2 * GAP
    drawn += _piece(away, shares[half] * scale, _step(half, counts), shares[half], sign)
    drawn.append(tag("line", x1=per_cent(zero), x2=per_cent(zero), y1=-3, y2=HEIGHT + 3, class_="edge"))
    return canvas(HEIGHT, *drawn, kind="chart-likert")


def full(counts: Sequence[int], sign: str = "%") -> Markup:
    """The same answers as one bar from the first option to the last."""
    total, end = sum(counts), 0.0
    drawn: list[Markup] = []
    for place, count in enumerate(counts):
        share = count / total if total else 0
        drawn += _piece(end, share, _step(place, counts), share, sign)
        end += share
    return canvas(HEIGHT, *drawn, kind="chart-likert")


def squares(counts: Sequence[int], around: Reach) -> Markup:
    """One square a person, from the same middle line; drawn in a box that keeps its shape at any width."""
    half = len(counts) // 2
    zero = around.left * PITCH
    away = zero + around.right * PITCH + 2 * AWAY
    width = away + around.middle * PITCH
    drawn: list[Markup] = []
    left = [step for place in reversed(range(half)) for step in [_step(place, counts)] * counts[place]]
    right = [step for place in range(half + 1, len(counts)) for step in [_step(place, counts)] * counts[place]]
    drawn += [_square(zero - (rank + 1) * PITCH, step) for rank, step in enumerate(left)]
    drawn += [_square(zero + rank * PITCH + PITCH - SIDE, step) for rank, step in enumerate(right)]
    drawn += [_square(away + rank * PITCH, _step(half, counts)) for rank in range(counts[half])]
    drawn.append(tag("line", x1=zero, x2=zero, y1=-2, y2=SIDE + 2, class_="edge"))
    return tag(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart-svg chart-squares",
        viewBox=f"-1 -2 {round(width) + 2} {SIDE + 4}",
        width=round((width + 2) * 1.2),
        aria_hidden="true",
        focusable="false",
    )


def _sides(counts: Sequence[int], unit: float) -> tuple[float, float, float]:
    half = len(counts) // 2
    return sum(counts[:half]) * unit, sum(counts[half + 1 :]) * unit, counts[half] * unit


def _step(place: int, counts: Sequence[int]) -> int:
    """From 1 to 5; the three options of a short scale take the inner steps."""
    return place + (1 if len(counts) == 5 else 2)


def _piece(start: float, width: float, step: int, share: float, sign: str) -> list[Markup]:
    if width <= 0:
        return []
    drawn = [tag("rect", x=per_cent(start), y=0, width=per_cent(width), height=HEIGHT, class_=f"lk lk-{step}")]
    if width >= NARROWEST:
        label = text(f"{round(share * 100)}{sign}", 0, HEIGHT - 6, "middle", f"on-{step}")
        drawn.append(tag("svg", label, x=per_cent(start + width / 2), overflow="visible"))
    return drawn


def _square(x: float, step: int) -> Markup:
    return tag("rect", x=x, y=0, width=SIDE, height=SIDE, class_=f"lk lk-{step}")
