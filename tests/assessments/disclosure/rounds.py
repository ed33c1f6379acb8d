"""Small versions and the people who answer them."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.disclosure.respondents import Respondents, Row
from assessments.statistics.scales import Item, Scale, Scoring

NO_GROUPS: Mapping[str, str] = {}


def version(**scales: str) -> Scoring:
    """Constructs by name, each with the letters of its items: `version(T="AB", U="C")`; the names are themes."""
    letters = dict.fromkeys("".join(scales.values()))
    kinds = {"I": "indicator", "E": "element", "P": "process"}
    made = (Scale(code, tuple(items), kind=kinds.get(code[0], "theme")) for code, items in scales.items())
    return Scoring(tuple(Item(letter) for letter in letters), tuple(made))


def crowd(
    scoring: Scoring,
    answers: Sequence[Mapping[str, Any]],
    groups: Sequence[Mapping[str, str]] = (),
    imported: Sequence[bool] = (),
    keys: Sequence[str] = (),
) -> Respondents:
    """People with these answers, in groups, some imported, some with a code."""
    rows = [
        Row(
            keys[place] if keys else "",
            groups[place] if groups else NO_GROUPS,
            given,
            imported[place] if imported else False,
        )
        for place, given in enumerate(answers)
    ]
    return Respondents.from_rows(scoring, rows, tuple(groups[0]) if groups else ())


def mixed(scoring: Scoring, n: int, start: int = 0) -> list[dict[str, Any]]:
    """Answers 1 to 5 in turn, different from item to item."""
    return [
        {item.code: 1 + (start + person * (place % 4 + 1) + place) % 5 for place, item in enumerate(scoring.items)}
        for person in range(n)
    ]
