"""Where no exchange of answers is a witness: a solver looks for any table that fits what is printed, or proves none is.

The numbers that join items are left out here, so "none" is a proof; a table it finds is made to fit them afterwards by
exchanges of answers (`swaps`), and published like any other candidate.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, lcm
from random import Random
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from assessments.disclosure.breakdowns import Breakdown
from assessments.disclosure.rules import ROUNDED_BELOW
from tests.attack.moves import Table
from tests.attack.stories import Story

SECONDS, NEAR = 20.0, 0.02
HALF = Fraction(1, 20)
Partition = list[np.ndarray]  # cells that everybody who answered is in once


def coupled(story: Story, round: int, item: int) -> list[int]:
    """The items whose answers group scores tie to those of this one."""
    sets = [
        {story.scoring.column[code] for code in codes}
        for one in story.published[round].breakdowns
        for codes in one.items.values()
    ]
    found = {item}
    while grown := set().union(*(one for one in sets if one & found and not one <= found)):
        found |= grown
    return sorted(found)


@dataclass
class Model:
    """Tables of a round in which one person answered one item otherwise; all answers to `items` are free."""

    story: Story
    round: int
    table: Table
    person: int
    item: int
    items: Collection[int]
    model: Any = field(default_factory=cp_model.CpModel)
    chosen: dict[tuple[int, int, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for item in self.items:
            self._answers(item)
        self.model.add(self.chosen[self.person, self.item, int(self.table.places[self.person, self.item])] == 0)
        for number, one in enumerate(self.story.published[self.round].breakdowns):
            for group, construct in one.cells:
                self._group_score(one, group, construct)
            self._likeness(one, self.story.published[self.round].breakdowns[: number + 1])

    def solve(self, random: Random) -> np.ndarray | None:
        """Places of answers as near to the real ones as chance wants it; None: there are none. TimeoutError."""
        own = [x for (person, item, place), x in self.chosen.items() if self.table.places[person, item] == place]
        self.model.maximize(sum(random.randint(1, 9) * x for x in own))
        solver = cp_model.CpSolver()
        solver.parameters.relative_gap_limit = NEAR
        solver.parameters.max_time_in_seconds = SECONDS
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = random.randrange(2**30)
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError
        places = self.table.places.copy()
        for (person, item, place), x in self.chosen.items():
            if solver.value(x):
                places[person, item] = place
        return places

    def _answers(self, item: int) -> None:
        """Every unknown answer is one of the options; the table that is printed, or the mean, stays."""
        unknown, values = np.flatnonzero(self.table.unknown[:, item]), self.table.values[item]
        places = self.table.places[unknown, item]
        for person in unknown:
            options = [self.model.new_bool_var("") for _ in values]
            self.chosen.update({(int(person), item, place): one for place, one in enumerate(options)})
            self.model.add_exactly_one(options)
        if self.table.tabled[item]:
            for place in range(len(values)):
                self.model.add(sum(self.chosen[int(q), item, place] for q in unknown) == int((places == place).sum()))
        elif self.table.printed[item]:
            self.model.add(self._sum(item, unknown) == self._real_sum(item, unknown))

    def _sum(self, item: int, people: Sequence[int] | np.ndarray) -> Any:
        """Of valid answers as scored; those that are known, or not free here, are numbers."""
        values, total = self.table.values[item], 0
        for person in people:
            if (int(person), item, 0) in self.chosen:
                total += sum(int(value) * self.chosen[int(person), item, o] for o, value in enumerate(values))
            else:
                total += int(values[self.table.places[person, item]])
        return total

    def _real_sum(self, item: int, people: np.ndarray) -> int:
        return sum(int(self.table.values[item][self.table.places[person, item]]) for person in people)

    def _of_group(self, breakdown: str, group: str, item: int) -> np.ndarray:
        return np.flatnonzero((self.table.labels[breakdown] == group) & (self.table.places[:, item] >= 0))

    def _group_score(self, one: Breakdown, group: str, construct: str) -> None:
        """The mean of the items' means stays as it is, or as it was rounded."""
        columns = [self.story.scoring.column[code] for code in one.items[construct]]
        if not set(columns) & set(self.items):
            return
        those = [self._of_group(one.code, group, column) for column in columns]
        scale = lcm(*(len(people) for people in those))
        pairs = list(zip(columns, those, strict=True))
        total = sum(scale // len(people) * self._sum(column, people) for column, people in pairs)
        real = sum(scale // len(people) * self._real_sum(column, people) for column, people in pairs)
        cell, size = one.cells[group, construct], scale * len(columns)
        if cell.n < ROUNDED_BELOW:
            printed = Fraction(round(cell.mean * 10), 10)
            self.model.add(total >= ceil((printed - HALF) * size))
            self.model.add(total <= ceil((printed + HALF) * size) - 1)
        else:
            self.model.add(total == real)

    def _likeness(self, one: Breakdown, patterns: Sequence[Breakdown]) -> None:
        """On items that are used no small cell tells; on one left out, whose counts would fit, one must."""
        used = {code for codes in one.items.values() for code in codes}
        scales = {scale.code: scale for scale in self.story.scoring.scales}
        for item in self.items:
            code = self.story.scoring.items[item].code
            partitions = list(self._partitions(item, patterns))
            if code in used:
                for number, limit in self._limits(item, partitions):
                    self.model.add(number <= limit - 1)
            elif any(code in scales[construct].items for construct in one.items) and self._fit(item, one, partitions):
                self._some_tell(list(self._limits(item, partitions)))

    def _partitions(self, item: int, patterns: Sequence[Breakdown]) -> Iterator[Partition]:
        """Who answered, by group of the last breakdown, and by cross cell with each one before; and those by link."""
        people = self.story.rounds[self.round]
        answered = self.table.places[:, item] >= 0
        labels = self.table.labels[patterns[-1].code]
        for other in (None, *patterns[:-1]):
            others = self.table.labels[other.code] if other else np.full(len(labels), "", dtype=object)
            cells = [(labels == one) & (others == two) & answered for one, two in set(zip(labels, others, strict=True))]
            yield [np.flatnonzero(cell) for cell in cells if cell.any()]
            if people.mixed:
                yield [np.flatnonzero(cell & people.from_links) for cell in cells if (cell & people.from_links).any()]

    def _fit(self, item: int, one: Breakdown, partitions: Sequence[Partition]) -> bool:
        """Whether likeness is the only reason left for not using the item."""
        k = self.story.rules.k
        shown = all(len(self._of_group(one.code, group, item)) >= k for group in one.shown)
        return shown and self.table.tabled[item] and all(len(cell) >= k for cells in partitions for cell in cells)

    def _limits(self, item: int, partitions: Sequence[Partition]) -> Iterator[tuple[Any, int]]:
        """Of every small cell and score: how many chose it, and how many are too many.

        One fewer is too many already where, by the table of everybody, no other cell could be alike, nor with another
        score. Where no table is printed nobody knows that: what is asked for is what is certain.
        """
        for cells in partitions:
            small = [cell for cell in cells if len(cell) < self.story.alike_below]
            everybody = self._counts(item, np.concatenate(cells))
            ways = [[len(cell) <= count for count in everybody] for cell in small]
            alone = sum(map(sum, ways)) == 1
            for cell, possible in zip(small, ways, strict=True):
                limit = len(cell) - (alone and any(possible) and self.table.tabled[item])
                yield from ((number, limit) for number in self._numbers(item, cell))

    def _counts(self, item: int, people: np.ndarray) -> list[int]:
        """How many of these people chose each score; of everybody that stands in the table."""
        scores = [self.table.values[item][self.table.places[person, item]] for person in people]
        return [scores.count(value) for value in sorted(set(self.table.values[item]))]

    def _numbers(self, item: int, people: np.ndarray) -> Iterator[Any]:
        """The same where the answers are free."""
        values = self.table.values[item]
        for value in sorted(set(values)):
            places = [place for place, one in enumerate(values) if one == value]
            free = [int(q) for q in people if (int(q), item, 0) in self.chosen]
            fixed = sum(
                int(self.table.places[q, item]) in places for q in people if (int(q), item, 0) not in self.chosen
            )
            yield sum((self.chosen[q, item, place] for q in free for place in places), fixed)

    def _some_tell(self, limits: Sequence[tuple[Any, int]]) -> None:
        ways = []
        for number, limit in limits:
            way = self.model.new_bool_var("")
            self.model.add(number >= limit).only_enforce_if(way)
            ways.append(way)
        if ways:
            self.model.add_bool_or(ways)
