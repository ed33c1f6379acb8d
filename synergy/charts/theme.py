"""Colours by role and markers by theme, so that a picture follows the page from light to dark."""

LIGHT: dict[str, str] = {
    "paper": "#fbfaf6", "sheet": "#ffffff", "sunk": "#f3f1ea",
    "ink": "#1b262c", "muted": "#56636b", "faint": "#78838a",
    "line": "#e3dfd4", "line-strong": "#c9c4b6",
    "accent": "#0e5a63",
    "res": "#0072b2", "atm": "#b84a06", "ben": "#007a58", "ada": "#9b3f74",
}  # fmt: skip
DARK: dict[str, str] = {
    "paper": "#12181b", "sheet": "#192125", "sunk": "#0e1315",
    "ink": "#e9eceb", "muted": "#a5b0b4", "faint": "#79868b",
    "line": "#2b363b", "line-strong": "#435157",
    "accent": "#6fc3c9",
    "res": "#56b4e9", "atm": "#f0894b", "ben": "#3cc79d", "ada": "#e08bb8",
}  # fmt: skip
MARKERS: dict[str, str] = {"res": "circle", "atm": "square", "ben": "diamond", "ada": "triangle-up"}
# Plotly and our SVG draw the same outlines; these factors make the four markers weigh the same to the eye.
WEIGHTS: dict[str, float] = {"circle": 1, "square": 0.92, "diamond": 0.96, "triangle-up": 1.2}
PREFIX = "role:"


def role(name: str) -> str:
    """A colour still to be looked up in the page: charts.js reads the CSS variable of that name."""
    if name not in LIGHT:
        raise ValueError(f"no colour has the role {name!r}")
    return PREFIX + name


def marker(name: str) -> str:
    return MARKERS.get(name, "circle")


def weighed(name: str, size: float) -> float:
    return round(size * WEIGHTS[marker(name)], 2)
