"""The spec: a figure as plain JSON for charts.js, without a default template, packed arrays or live markup."""

import base64
import math
import re
from collections.abc import Mapping
from typing import Any

from synergy.charts.texts import UNPRINTABLE
from synergy.charts.theme import role

# What Plotly calls the numbers of a packed array, and what Python does.
CODES: dict[str, Any] = {"f8": "d", "f4": "f", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I"}
LIVE_MARKUP = re.compile(r"<(?!br>)")


def plain(value: Any) -> Any:
    """A copy of a Plotly figure, or of any part of one, that `json.dumps` takes as it is.

    Packed arrays are unpacked, NaN and infinity become None (a gap), numbers keep three decimals,
    the template is dropped, and in every text `<` is escaped unless it opens a line break.
    """
    if hasattr(value, "to_plotly_json"):
        return plain(value.to_plotly_json())
    if isinstance(value, Mapping):
        if "bdata" in value:
            return plain(unpacked(value))
        return {str(key): plain(item) for key, item in value.items() if key != "template"}
    if isinstance(value, str):
        return LIVE_MARKUP.sub("&lt;", UNPRINTABLE.sub("", value))
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return scalar(value)


def scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else value


def unpacked(array: Mapping[str, Any]) -> list[Any]:
    packed, code = memoryview(base64.b64decode(array["bdata"])), CODES[array["dtype"]]
    shape = [int(side) for side in str(array.get("shape") or "").split(",") if side]
    return list((packed.cast(code, shape) if shape else packed.cast(code)).tolist())


def axis(**more: Any) -> dict[str, Any]:
    """An axis nobody can drag, with light grid and no line of its own."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "gridcolor": role("line"),
        "tickfont": {"color": role("muted"), "size": 11},
        "tickangle": 0,
    } | more


def note(**more: Any) -> dict[str, Any]:
    """A text at a place, without an arrow or air around it."""
    return {"showarrow": False, "borderpad": 0} | more


def strokes(
    across: list[Any], down: list[Any], colour: str, *, width: float, opacity: float = 0.35, **more: Any
) -> dict[str, Any]:
    """Lines that say nothing when they are pointed at; None parts one from the next."""
    line = {"color": role(colour), "width": width}
    drawn = {"type": "scatter", "mode": "lines", "x": across, "y": down, "opacity": opacity, "hoverinfo": "skip"}
    return drawn | {"line": line} | more


def layout(height: int, margin: dict[str, int], **more: Any) -> dict[str, Any]:
    """What all our pictures share: the page's own ground and type, no legend, no dragging, labels on hover."""
    return {
        "height": height,
        "margin": margin | {"pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "var:sans", "size": 11, "color": role("muted")},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": role("sheet"),
            "bordercolor": role("line-strong"),
            "font": {"family": "var:sans", "color": role("ink"), "size": 13},
            "align": "left",
        },
    } | more


def nothing() -> dict[str, Any]:
    """The spec of a picture of nothing: no panel, so charts.js draws nothing."""
    return figure([], {})


def figure(
    panels: list[dict[str, Any]], shared: dict[str, Any], narrow: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The whole spec: panels of `data` and `layout` over a shared layout.

    `narrow` is laid over that where a panel is narrower than `meta.narrow` pixels. `meta` says how colours and
    fonts are written: a text starting with `meta.role` is the CSS variable of that name.
    """
    meta = {"role": "role:", "font": "var:", "narrow": 544}
    return dict(plain({"meta": meta, "layout": shared, "narrow": narrow or {}, "panels": panels}))
