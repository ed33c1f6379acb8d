"""The groups of a breakdown: which are shown, on which items, and their scores, rounded as they are worked out.

Amina, Bruno and Chen are clinicians beside three academics, and K is 3. Chen skipped B, so that the clinicians' mean
of B would tell Amina what Bruno said. Left out for the clinicians alone it could still be had, by subtracting the
academics from everybody. B is therefore left out for both groups and for everybody beside them; A and C stand:

>>> from assessments.disclosure.respondents import Respondents, Row
>>> from assessments.statistics.scales import Item
>>> scoring = Scoring((Item("A"), Item("B"), Item("C")), (Scale("S", ("A", "B", "C")),))
>>> clinicians = [{"A": 4, "B": 5, "C": 3}, {"A": 2, "B": 4, "C": 4}, {"A": 5, "B": "dk", "C": 2}]
>>> academics = [{"A": 4, "B": 5, "C": 3}, {"A": 3, "B": 2, "C": 5}, {"A": 2, "B": 3, "C": 4}]
>>> rows = [Row("", {"kind": "clinician"}, answers) for answers in clinicians]
>>> rows += [Row("", {"kind": "academic"}, answers) for answers in academics]
>>> (by_kind,) = breakdowns(Respondents.from_rows(scoring, rows, ["kind"]), Rules(3, ("kind",)), frozenset("ABC"))
>>> by_kind.shown, by_kind.items["S"], by_kind.cells["clinician", "S"].answers
(('academic', 'clinician'), ('A', 'C'), (3, 3))
"""

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
ItemsOf = Mapping[str, tuple[str, ...]]  # construct -> the items that its scores rest on


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

    `everybody`: construct -> people with an answer to one of its items here, at least.
    """

    code: str
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    items: ItemsOf
    cells: Mapping[tuple[str, str], GroupCell]  # (group, construct)
    everybody: Mapping[str, int]
    compared: tuple[str, ...]  # every construct on which groups are compared, whether it can stand or not


def compared_scales(scoring: Scoring) -> list[Scale]:
    """The constructs on which groups are compared."""
    rated = [scale for scale in scoring.scales if scoring.rated(scale)]
    return [scale for scale in rated if scale.kind != "indicator" or scale.code in COMPARED_INDICATORS]


def breakdowns(people: Respondents, rules: Rules, published: frozenset[str]) -> list[Breakdown]:
    """One breakdown, and a second one on the items on which the cross table of both would be safe (STATISTICS 9).

    `published`: codes of the items published of everybody.
    """
    groupings: list[Grouping] = []
    made: list[Breakdown] = []
    for code in rules.breakdowns[:2]:
        grouping, items = _shown_with_items(people, people.groupings[code], groupings, rules, published)
        groupings.append(grouping)
        made.append(_breakdown(people, code, grouping, items))
    return made


def _shown_with_items(
    people: Respondents, whole: Grouping, before: Sequence[Grouping], rules: Rules, published: frozenset[str]
) -> tuple[Grouping, ItemsOf]:
    """Groups and items; the smallest group is dropped while fewer than half of the scores of everybody can stand."""
    sizes = whole.sizes()
    shown = shown_groups(sizes, whole.sizes(people.from_links) if people.mixed else sizes, rules.k)
    scores = [scale for scale in compared_scales(people.scoring) if len(published & set(scale.items)) >= scale.needed]
    while shown:
        grouping = whole.showing(shown)
        items = _standing_items(people, grouping, before, rules, published)
        if 2 * len(items) >= len(scores):
            return grouping, items
        shown.remove(smallest(shown, sizes))
    return whole.showing(()), {}


def _standing_items(
    people: Respondents, grouping: Grouping, before: Sequence[Grouping], rules: Rules, published: frozenset[str]
) -> ItemsOf:
    """The constructs that can stand -> their items: half of them; a single one needs as much as a distribution.

    An item counts where every shown group has K answers, and where every cell is safe, the remainder's included: a
    reader has that one as well, by subtracting the groups from everybody. The same holds for the cross cells with the
    breakdown before, for sums of both breakdowns tell of those.
    """
    tables, from_links = people.tables(grouping.numbers, grouping.size)
    safe = (valid(tables)[:-1] >= rules.k).all(axis=0) & safe_items(tables, from_links, people.scoring, rules.k)
    for other in before:
        cross = people.tables(grouping.numbers * other.size + other.numbers, grouping.size * other.size)
        safe &= safe_items(*cross, people.scoring, rules.k)
    many = np.logical_and.reduce(fitting(valid(np.concatenate([tables, from_links])), rules.distribution_from))
    usable = {code for code, column in people.scoring.column.items() if safe[column] and code in published}
    spread = {code for code, column in people.scoring.column.items() if many[column]}
    standing = {}
    for scale in compared_scales(people.scoring):
        items = tuple(code for code in scale.items if code in usable)
        if len(items) >= scale.needed and (len(items) > 1 or items[0] in spread):
            standing[scale.code] = items
    return standing


def _breakdown(people: Respondents, code: str, grouping: Grouping, items: ItemsOf) -> Breakdown:
    tables, _from_links = people.tables(grouping.numbers, grouping.size)
    shown, cells, everybody = grouping.labels[:-1], {}, {}
    for construct, codes in items.items():
        answered = people.answered(codes)
        everybody[construct] = int(answered.sum())
        sizes = np.bincount(grouping.numbers[answered], minlength=grouping.size)
        for number, group in enumerate(shown):
            cells[group, construct] = _cell(people.scoring, tables[number], codes, int(sizes[number]))
    hidden = tuple(sorted(set(people.groupings[code].labels) - {"", *shown}))
    constructs = tuple(scale.code for scale in compared_scales(people.scoring))
    return Breakdown(code, tuple(sorted(shown)), hidden, items, cells, everybody, constructs)


def _cell(scoring: Scoring, tables: np.ndarray, codes: Sequence[str], n: int) -> GroupCell:
    """From the group's tables of all items; a construct of one item has as many people as that has answers."""
    of_items = [table_of(scoring.by_code[code], tables[scoring.column[code]]) for code in codes]
    answers = tuple(table.n for table in of_items)
    mean = sum(table.mean or 0.0 for table in of_items) / len(of_items)
    people = answers[0] if len(answers) == 1 else n
    return GroupCell(people, round_half_up(mean, 1) if people < ROUNDED_BELOW else mean, answers)
