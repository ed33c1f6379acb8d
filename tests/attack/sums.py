"""What the published numbers tell in sums: every mean, score, change and gap as a linear equation of answers.

The attacker knows who skipped what, everybody's groups, and imported answers. Squares and shares of an item are sums
over the same people, so they need no equations of their own.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from assessments.disclosure.publications import Publication
from tests.attack.partnerships import Answered
from tests.attack.ranks import PRIME, Equation, Unknown, over


class Wave:
    """One round as the attacker knows it: everything but the answers."""

    def __init__(self, number: int, wave: Sequence[Answered], found: Publication) -> None:
        self.number, self.found = number, found
        from_links = [one for one in wave if not one.imported] or list(wave)
        self.all, self.unknown = list(wave), from_links

    def answered(self, item: str, breakdown: str = "", group: str = "") -> list[Answered]:
        return [one for one in self.all if isinstance(one.answers.get(item), int) and _in(one, breakdown, group)]

    def total(self, item: str, breakdown: str = "", group: str = "") -> dict[Unknown, int]:
        """Sum of the unknown answers to an item, of everybody or of a group."""
        those = self.answered(item, breakdown, group)
        unknown = {one.person for one in self.unknown}
        return {(one.person, (self.number, item)): 1 for one in those if one.person in unknown}

    def score(self, items: Sequence[str], breakdown: str = "", group: str = "") -> Equation:
        """The mean of the items' means."""
        means = [
            times(self.total(item, breakdown, group), over(len(items) * len(self.answered(item, breakdown, group))))
            for item in items
        ]
        return plus(*means)


def _in(one: Answered, breakdown: str, group: str) -> bool:
    return not breakdown or one.traits[breakdown] == group


def times(equation: Equation, factor: int) -> dict[Unknown, int]:
    return {unknown: value * factor % PRIME for unknown, value in equation.items()}


def plus(*equations: Equation) -> dict[Unknown, int]:
    total: Counter[Unknown] = reduce(_added, equations, Counter())
    return {unknown: value % PRIME for unknown, value in total.items()}


def _added(total: Counter[Unknown], one: Equation) -> Counter[Unknown]:
    total.update(one)
    return total


def minus(one: Equation, other: Equation) -> dict[Unknown, int]:
    return plus(one, times(other, PRIME - 1))


def printed(waves: Sequence[Wave]) -> list[Equation]:
    """Every number of every round as it stands: items, scores, those of groups, gaps, and changes."""
    found: list[Equation] = []
    for wave in waves:
        found += [wave.total(item) for item in wave.found.items]
        found += [wave.score(cell.items) for cell in wave.found.scales.values()]
        found += _of_groups(wave)
        found += _changes(wave, {one.number: one for one in waves})
    return found


def _of_groups(wave: Wave) -> Iterator[Equation]:
    for one in wave.found.breakdowns:
        for construct, items in one.items.items():
            yield wave.score(items)
            scores = {group: wave.score(items, one.code, group) for group in one.shown}
            yield from scores.values()
            yield from _gaps(scores, {group: one.cells[group, construct].n for group in one.shown})


def _gaps(scores: Mapping[str, Equation], people: Mapping[str, int]) -> Iterator[Equation]:
    """Each group minus the other shown groups together, who count by their people."""
    for group, score in scores.items():
        others = [times(scores[other], people[other]) for other in scores if other != group]
        if others:
            rest = plus(*others)
            yield minus(score, times(rest, over(sum(people[other] for other in scores if other != group))))


def _changes(wave: Wave, by_number: Mapping[int, Wave]) -> Iterator[Equation]:
    for link in wave.found.linkages:
        for items in link.items.values():
            before, now = by_number[link.number].score(items), wave.score(items)
            yield from (before, now, minus(now, before))


def granted(waves: Sequence[Wave]) -> list[Equation]:
    """More than is printed: the sum of every item of every score, for each shown group by itself."""
    return [
        wave.total(item, one.code, group)
        for wave in waves
        for one in wave.found.breakdowns
        for item in dict.fromkeys(item for items in one.items.values() for item in items)
        for group in one.shown
    ]
