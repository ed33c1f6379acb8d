"""The groups of a breakdown: which are shown, on which items, and their scores, rounded as they are worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.disclosure.cells import fitting, safe_items, valid
from assessments.disclosure.respondents import Grouping, Respondents
from assessments.disclosure.rules import ROUNDED_BELOW, Rules
from assessments.disclosure.suppression import shown_groups, smallest
from assessments.statistics.rounding import round_half_up
from assessments.statistics.scales import Scale, Scoring
from assessments.statistics.tables import table_of

COMPARED_INDICATORS = ("I2",)
"""Of the indicators, groups are compared on one only: whether one's views count (the power-sharing gap)."""


@dataclass(frozen=True)
class GroupCell:
    """A shown group on one construct: people, mean of its items' means, and answers to each of these items.

    The mean has one decimal below thirty people: an exact one tells the sum of each item, which is not published.
    """

    n: int
    mean: float
    answers: tuple[int, ...]


@dataclass(frozen=True)
class Breakdown:
    """What is published of one breakdown: the same items and constructs for every group and for everybody beside them.

    `items`: construct -> the items its scores rest on here. `everybody`: construct -> people with an answer to these.
    """

    code: str
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    items: Mapping[str, tuple[str, ...]]
    cells: Mapping[tuple[str, str], GroupCell]  # (group, construct)
    everybody: Mapping[str, int]
    compared: tuple[str, ...]  # every construct on which groups are compared, whether it can stand or not


@dataclass(frozen=True)
class _Pattern:
    """A breakdown as numbers: shown groups from 0, the remainder last."""

    grouping: Grouping
    shown: tuple[str, ...]
    numbers: np.ndarray

    @classmethod
    def of(cls, grouping: Grouping, shown: Sequence[str]) -> "_Pattern":
        place = {code: number for number, code in enumerate(shown)}
        lookup = np.array([place.get(label, len(shown)) for label in grouping.labels], dtype=np.int32)
        return cls(grouping, tuple(shown), lookup[grouping.numbers] if len(lookup) else grouping.numbers)

    @property
    def size(self) -> int:
        return len(self.shown) + 1


def compared(scoring: Scoring) -> list[Scale]:
    """The constructs on which groups are shown."""
    return [
        one
        for one in scoring.scales
        if scoring.rated(one) and (one.kind != "indicator" or one.code in COMPARED_INDICATORS)
    ]


def breakdowns(people: Respondents, rules: Rules, published: frozenset[str]) -> list[Breakdown]:
    """One breakdown, and a second one on the items on which the cross table of both would be safe (STATISTICS 9).

    `published`: codes of the items published of everybody.
    """
    patterns: list[_Pattern] = []
    found: list[Breakdown] = []
    for code in rules.breakdowns[:2]:
        pattern, items = _planned(people, people.groupings[code], patterns, rules, published)
        patterns.append(pattern)
        found.append(_worked_out(people, code, pattern, items))
    return found


def _planned(
    people: Respondents, grouping: Grouping, before: Sequence[_Pattern], rules: Rules, published: frozenset[str]
) -> tuple[_Pattern, dict[str, tuple[str, ...]]]:
    """Groups and items; the smallest group is dropped while fewer than half of the scores of everybody can stand."""
    counts = {label: int((grouping.numbers == place).sum()) for place, label in enumerate(grouping.labels)}
    linked = people.by_link if people.mixed else np.ones(len(people), dtype=bool)
    by_link = {label: int((grouping.numbers[linked] == place).sum()) for place, label in enumerate(grouping.labels)}
    shown = shown_groups(counts, by_link, rules.k)
    scores = [one for one in compared(people.scoring) if len(published.intersection(one.items)) >= one.needed]
    while shown:
        pattern = _Pattern.of(grouping, shown)
        items = _standing(people, pattern, before, rules, published)
        if 2 * len(items) >= len(scores):
            return pattern, items
        shown.remove(smallest(shown, counts))
    return _Pattern.of(grouping, ()), {}


def _standing(
    people: Respondents, pattern: _Pattern, before: Sequence[_Pattern], rules: Rules, published: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """The constructs that can stand -> their items: half of them; a single one needs as much as a distribution."""
    tables, by_link = people.tables(pattern.numbers, pattern.size)
    safe: np.ndarray = safe_items(tables, by_link, people.scoring, rules.k) & np.logical_and.reduce(
        valid(tables)[:-1] >= rules.k
    )
    for other in before:
        cross = pattern.numbers * other.size + other.numbers
        safe &= safe_items(*people.tables(cross, pattern.size * other.size), people.scoring, rules.k)
    many = np.logical_and.reduce(fitting(valid(np.concatenate([tables, by_link])), rules.distribution_from))
    usable = {code for code, place in people.scoring.column.items() if safe[place] and code in published}
    spread = {code for code, place in people.scoring.column.items() if many[place]}
    found = {}
    for scale in compared(people.scoring):
        items = tuple(code for code in scale.items if code in usable)
        if len(items) >= scale.needed and (len(items) > 1 or items[0] in spread):
            found[scale.code] = items
    return found


def _worked_out(people: Respondents, code: str, pattern: _Pattern, items: Mapping[str, tuple[str, ...]]) -> Breakdown:
    tables, _by_link = people.tables(pattern.numbers, pattern.size)
    cells, everybody = {}, {}
    for construct, codes in items.items():
        answered = people.answered(codes)
        everybody[construct] = int(answered.sum())
        sizes = np.bincount(pattern.numbers[answered], minlength=pattern.size)
        for place, group in enumerate(pattern.shown):
            cells[group, construct] = _cell(people.scoring, tables[place], codes, int(sizes[place]))
    hidden = tuple(sorted(label for label in pattern.grouping.labels if label and label not in pattern.shown))
    constructs = tuple(one.code for one in compared(people.scoring))
    return Breakdown(code, tuple(sorted(pattern.shown)), hidden, items, cells, everybody, constructs)


def _cell(scoring: Scoring, tables: np.ndarray, codes: Sequence[str], n: int) -> GroupCell:
    found = [table_of(scoring.by_code[code], tables[scoring.column[code]]) for code in codes]
    mean = sum(table.mean or 0.0 for table in found) / len(found)
    people = found[0].n if len(found) == 1 else n
    return GroupCell(people, round_half_up(mean, 1) if people < ROUNDED_BELOW else mean, tuple(one.n for one in found))
