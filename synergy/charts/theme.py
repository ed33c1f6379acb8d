"""Colours by role and markers by theme, so that a picture follows the page from light to dark."""

from typing import Any

LIGHT: dict[str, str] = {
    "paper": "#fbfaf6", "sheet": "#ffffff", "sunk": "#f3f1ea",
    "ink": "#1b262c", "muted": "#56636b", "faint": "#8b959b",
    "line": "#e3dfd4", "line-strong": "#c9c4b6",
    "accent": "#0e5a63",
    "res": "#0072b2", "atm": "#c2500a", "ben": "#00835f", "ada": "#9b3f74",
}  # fmt: skip
DARK: dict[str, str] = {
    "paper": "#12181b", "sheet": "#192125", "sunk": "#0e1315",
    "ink": "#e9eceb", "muted": "#a5b0b4", "faint": "#79868b",
    "line": "#2b363b", "line-strong": "#43515755",
    "accent": "#6fc3c9",
    "res": "#56b4e9", "atm": "#f0894b", "ben": "#3cc79d", "ada": "#e08bb8",
}  # fmt: skip
MARKERS: dict[str, str] = {"res": "circle", "atm": "square", "ben": "diamond", "ada": "triangle-up"}
PREFIX = "role:"


def role(name: str) -> str:
    """A colour still to be looked up in the page: charts.js reads the CSS variable of that name."""
    if name not in LIGHT:
        raise ValueError(f"no colour has the role {name!r}")
    return PREFIX + name


def marker(name: str) -> str:
    return MARKERS.get(name, "circle")


def painted(value: Any, palette: dict[str, str]) -> Any:
    """A copy of a spec with every role replaced by the colour it has in `palette`."""
    if isinstance(value, str) and value.startswith(PREFIX):
        return palette.get(value.removeprefix(PREFIX), value)
    if isinstance(value, dict):
        return {key: painted(item, palette) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [painted(item, palette) for item in value]
    return value
