"""What simulated people answer: levels that move from round to round, people who differ, items some cannot judge."""

from collections.abc import Mapping
from random import Random

from assessments.questionnaire import Item, Questionnaire

Answer = int | str
_PERSON_SD = 0.56
_NOISE_SD = 0.72
_BLANK = 0.012
_NA = 0.02
# Items people often cannot judge: conflict, mended trust, change after evaluation, money from elsewhere.
_HARD = {"E3B": 0.15, "E6B": 0.16, "RES1": 0.2, "E9B": 0.12, "E9A": 0.1, "ADA1": 0.09, "E8B": 0.11, "D2": 0.08}
_EASY = 0.04


Rater = tuple[float, float]
"""A simulated respondent: how generously they rate, and how much of the partnership escapes them."""


def some_rater(random: Random, kind: str) -> Rater:
    """People at the table less often know less of its workings, and patient partners rate its atmosphere higher."""
    blindness = {"patient_partner": 1.5, "family": 1.5, "service": 1.2}.get(kind, 0.9)
    return random.gauss(0, _PERSON_SD), blindness


def some_answers(
    random: Random, asked: Questionnaire, rater: Rater, levels: Mapping[str, float], leaning: Mapping[str, float]
) -> dict[str, Answer]:
    """One respondent's answers: item code -> 1..5, "na" or "dk"; a blank is absent.

    `levels` are mean item levels in scale points by construct (themes, elements, DECI, indicators); `leaning` is where
    the balance items point, below 0 too little, above 0 too much.
    """
    (generosity, blindness), given = rater, dict[str, Answer]()
    for item in asked.items:
        chance = random.random()
        unsure = _HARD.get(item.code, _EASY) * blindness
        if chance < _BLANK:
            continue
        if chance < _BLANK + _NA:
            given[item.code] = "na"
        elif chance < _BLANK + _NA + unsure:
            given[item.code] = "dk"
        else:
            given[item.code] = _value(random, item, generosity, levels, leaning)
    return given


def _value(
    random: Random, item: Item, generosity: float, levels: Mapping[str, float], leaning: Mapping[str, float]
) -> int:
    own = item.feeds[0]
    if item.scale == "compared":
        overall = sum(levels[code] for code in ("RES", "ATM", "BEN", "ADA")) / 4
        return _within(1.3 + (overall - 3) + generosity * 0.6 + random.gauss(0.6, 0.5), 3)
    if item.scale == "balance":
        return _within(3 + leaning.get(item.code, 0) + random.gauss(0, 0.6), 5)
    level = levels[own] + generosity + _offset(item) + random.gauss(0, _NOISE_SD)
    return _within(6 - level if item.reverse else level, 5)


def _offset(item: Item) -> float:
    """Items of one construct differ a little, always in the same way."""
    return ((item.number * 7) % 5 - 2) * 0.1


def _within(level: float, top: int) -> int:
    return max(1, min(top, round(level)))
