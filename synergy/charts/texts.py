"""Texts on pictures: made harmless, written as the reader writes numbers, and left out where they would collide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOISE = 9  # decimals beyond which a float says nothing
# What XML may not carry (controls, lone surrogates), and the two marks that turn the rest of a line round.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202d\u202e]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words a picture needs, in the reader's language; `decimal` is the mark between units and tenths."""

    decimal: str
    n: str
    mean: str
    interval: str
    before: str
    hidden: str


def clean(text: str) -> str:
    return " ".join(UNPRINTABLE.sub("", text).split())


def safe(text: str) -> str:
    """Text for Plotly, which would otherwise turn `<a>` in any label into a live link."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;")


def lines(*texts: str) -> str:
    return "<br>".join(safe(text) for text in texts if text)


def clipped(text: str, length: int) -> str:
    tidy = clean(text)
    return tidy if len(tidy) <= length else tidy[: length - 1].rstrip() + "…"


def number(value: float, words: Words, decimals: int) -> str:
    """Halves up and free of float noise, as tables write it, so that picture and table agree."""
    rounded = Decimal(repr(round(float(value), NOISE))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return str(rounded).replace(".", words.decimal)


def count(n: int | None, words: Words) -> str:
    return "" if n is None else f"{words.n} {n}"


def interval(low: float | None, high: float | None, words: Words, decimals: int) -> str:
    if low is None or high is None:
        return ""
    return f"{words.interval} {number(low, words, decimals)}–{number(high, words, decimals)}"


def spaced(places: Sequence[float], gap: float) -> set[int]:
    """Which labels fit when each needs `gap` of the width: the last, the first, then those between from the right."""
    backwards = sorted(range(len(places)), key=places.__getitem__, reverse=True)
    kept: list[int] = []
    for index in backwards[:1] + backwards[-1:] + backwards[1:-1]:
        if all(abs(places[index] - places[other]) >= gap for other in kept):
            kept.append(index)
    return set(kept)


def floors(places: Sequence[float], gap: float, most: int = 3) -> list[int]:
    """The floor (0 lowest) on which each label in order of place stands, so that neighbours do not overlap."""
    ends = [-1.0] * most
    chosen: list[int] = []
    for place in places:
        floor = next((level for level in range(most) if place - ends[level] >= gap), most - 1)
        ends[floor] = place
        chosen.append(floor)
    return chosen
