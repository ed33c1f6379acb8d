"""Static SVG that stretches with the page: places across are percentages, sizes and texts are pixels.

Plot areas fill their element; axis labels hang outside it into margins that charts.css reserves. Colours are
classes (`c-res` sets the colour, `fill` and `stroke` use it), never style attributes, which the CSP forbids.
"""

from html import escape
from typing import Self

from synergy.charts.texts import clean
from synergy.charts.theme import marker, weighed


class Markup(str):
    """Markup whose texts are already escaped; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> Self:
        return self


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """One element; `class_` and `text_anchor` lose their underscores, None drops the attribute."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(shown(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>")


def shown(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def per_cent(share: float) -> str:
    return shown(100.0 * share) + "%"


def canvas(height: float, *children: str, kind: str = "") -> Markup:
    """A drawing as wide as its element; a screen reader is given the table instead."""
    return tag(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart-svg {kind}".strip(),
        width="100%",
        height=height,
        overflow="visible",
        aria_hidden="true",
        focusable="false",
    )


def at(share: float, y: float, *children: str) -> Markup:
    """Children drawn in pixels around a point that moves with the width."""
    return tag("svg", *children, x=per_cent(share), y=y, overflow="visible")


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return tag("line", x1=per_cent(x1), y1=y1, x2=per_cent(x2), y2=y2, class_=class_)


def escaped(words: str) -> Markup:
    return Markup(escape(clean(words)))


def text(words: str, x: float = 0, y: float = 0, anchor: str | None = None, class_: str | None = None) -> Markup:
    return tag("text", escaped(words) or " ", x=x, y=y, text_anchor=anchor, class_=class_)


def symbol(role: str, size: float, class_: str) -> Markup:
    """The marker of a role around the origin, outlined as Plotly does; `size` is the radius of a circle as heavy."""
    shape, r = marker(role), weighed(role, size)
    if shape == "square":
        return tag("rect", x=-r, y=-r, width=2 * r, height=2 * r, class_=class_)
    if shape == "diamond":
        half = shown(1.3 * r)
        return tag("path", d=f"M0 -{half}L{half} 0L0 {half}L-{half} 0z", class_=class_)
    if shape == "triangle-up":
        half = shown(1.155 * r)
        return tag("path", d=f"M0 -{shown(r)}L{half} {shown(r / 2)}H-{half}z", class_=class_)
    return tag("circle", r=r, class_=class_)
