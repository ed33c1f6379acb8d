"""Shares: how the answers to one item are spread, as one bar with the counts under it."""

from collections.abc import Sequence
from itertools import accumulate

from synergy.charts.svg import Markup, canvas, per_cent, tag, text

HEIGHT, BAR = 30, 14
NARROWEST = 0.045  # a thinner piece has no room for its count


def shares(counts: Sequence[int], ladder: str = "ladder") -> Markup:
    """Pieces from the first option to the last; `ladder` (ladder, middle, three) says which shades they take.

    Static SVG only: the counts stand in the text beside it. Nobody answered: an empty line.
    """
    total = sum(counts)
    if not total:
        return canvas(HEIGHT, kind="chart-shares")
    ends = list(accumulate(counts))
    drawn: list[Markup] = []
    for step, (count, end) in enumerate(zip(counts, ends, strict=True), start=1):
        if not count:
            continue
        start, width = (end - count) / total, count / total
        drawn.append(
            tag("rect", x=per_cent(start), y=0, width=per_cent(width), height=BAR, class_=f"share share-{step}")
        )
        if width >= NARROWEST:
            middle = per_cent(start + width / 2)
            drawn.append(tag("svg", text(str(count), 0, HEIGHT - 4, "middle", "tiny"), x=middle, overflow="visible"))
    return canvas(HEIGHT, *drawn, kind=f"chart-shares {ladder}")
