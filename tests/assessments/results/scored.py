"""A score and a change as results hand them to the wording."""

from typing import Any

from assessments.results.values import ChangeValue, ScoreValue


def value(code: str, mean: float | None, n: int = 16, sd: float = 0.7, **fields: Any) -> ScoreValue:
    band = "" if mean is None else "strength" if mean >= 4 else "discuss" if mean >= 3 else "attention"
    fields = {"items": ("A1",)} | fields
    return ScoreValue(code, shown=True, n=n, mean=mean, sd=sd, low=3.0, high=4.5, band=band, **fields)


def change(code: str, verdict: str, low: float | None = -0.3, high: float | None = 0.5, **fields: Any) -> ChangeValue:
    scores: dict[str, Any] = {"before": 3.104, "after": 3.496, "items": ("A1",)} | fields
    linked, n = scores.pop("linked", False), scores.pop("n_linked", None)
    return ChangeValue(code, 5, linked, n, 0.392, low, high, verdict, **scores)
