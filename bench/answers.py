"""What made-up people answer: levels that differ by construct and person, and items left out at random."""

from dataclasses import dataclass
from random import Random
from typing import Any

Answer = int | str
_LEVELS = {"RES": 3.6, "ATM": 3.9, "BEN": 3.5, "ADA": 3.3}
_LEVEL = 3.5
_PERSON_SD, _NOISE_SD = 0.56, 0.72


@dataclass(frozen=True)
class NonResponse:
    """Shares of items answered by "don't know", by "not applicable", and left blank."""

    dont_know: float = 0.015
    not_applicable: float = 0.015
    blank: float = 0.02

    def draw(self, random: Random) -> Answer | None:
        """ "dk", "na", "" for a blank, or None: the item is answered."""
        chance = random.random()
        if chance < self.blank:
            return ""
        if chance < self.blank + self.dont_know:
            return "dk"
        return "na" if chance < self.blank + self.dont_know + self.not_applicable else None


USUAL = NonResponse()


def some_answers(
    random: Random, items: list[dict[str, Any]], level: float = 0.0, missing: NonResponse = USUAL
) -> dict[str, Answer]:
    """One respondent's answers to the items of a version's content; `level` moves them all, in scale points."""
    generosity = random.gauss(level, _PERSON_SD)
    given: dict[str, Answer] = {}
    for place, item in enumerate(items):
        left = missing.draw(random)
        if left is None:
            given[item["code"]] = _value(random, item, generosity + _offset(place))
        elif left:
            given[item["code"]] = left
    return given


def _value(random: Random, item: dict[str, Any], shift: float) -> int:
    if item["scale"] == "compared":
        return _within(2.2 + shift * 0.6 + random.gauss(0, 0.5), 3)
    if item["scale"] == "balance":
        return _within(3 + random.gauss(0, 0.6), 5)
    answer = _LEVELS.get(item["feeds"][0], _LEVEL) + shift + random.gauss(0, _NOISE_SD)
    return _within(6 - answer if item.get("reverse") else answer, 5)


def _offset(place: int) -> float:
    """Items of one construct differ a little, always in the same way."""
    return (place * 7 % 5 - 2) * 0.1


def _within(answer: float, top: int) -> int:
    return max(1, min(top, round(answer)))
