"""Changes to a table of answers that most published numbers do not notice: two people exchange their answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from assessments.disclosure.respondents import Respondents
from tests.attack.stories import Story

Move = tuple[tuple[int, int, int], ...]  # person (row), item (column), place of the option chosen instead
Cell = tuple[int, int]  # person, item
LIKENED = 5
"""At most so many exchanges make a cell answer alike."""


def unknown_of(people: Respondents) -> np.ndarray:
    """Which answers the attacker does not know: valid ones by link; where all were imported, all of them."""
    known = ~people.from_links if people.mixed else np.zeros(len(people), dtype=bool)
    found: np.ndarray = (people.places >= 0) & ~known[:, None]
    return found


@dataclass(frozen=True)
class Table:
    """One round as answered, and what of it is published.

    `groups`: breakdown -> the group of each person; `labels`: the shown one, "" for the hidden remainder. `using`: of
    each item the breakdowns that use it; `minding`: those, and the ones that could, for why they do not is to stay as
    it is.
    """

    places: np.ndarray
    unknown: np.ndarray
    groups: dict[str, np.ndarray]
    labels: dict[str, np.ndarray]
    using: list[tuple[str, ...]]
    minding: list[tuple[str, ...]]
    printed: list[bool]
    tabled: list[bool]
    values: list[tuple[float, ...]]

    @classmethod
    def of(cls, story: Story, round: int) -> "Table":
        people, found = story.rounds[round], story.published[round]
        groups, labels = {}, {}
        for one in found.breakdowns:
            names = np.array(people.groupings[one.code].labels, dtype=object)[people.groupings[one.code].numbers]
            groups[one.code], labels[one.code] = names, np.where(np.isin(names, list(one.shown)), names, "")
        used = {one.code: {item for items in one.items.values() for item in items} for one in found.breakdowns}
        scales = {scale.code: scale.items for scale in story.scoring.scales}
        minded = {
            one.code: {item for construct in (one.items if one.shown else scales) for item in scales[construct]}
            for one in found.breakdowns
        }
        codes = [item.code for item in story.scoring.items]
        return cls(
            people.places,
            unknown_of(people),
            groups,
            labels,
            [tuple(code for code, items in used.items() if item in items) for item in codes],
            [tuple(code for code, items in minded.items() if item in items) for item in codes],
            [item in found.items for item in codes],
            [item in found.items and found.items[item].table is not None for item in codes],
            [item.values for item in story.scoring.items],
        )

    def group(self, person: int, breakdowns: Iterable[str]) -> np.ndarray:
        """Everybody who is of the same groups as this person, as far as groups are shown (bool)."""
        found = np.ones(len(self.places), dtype=bool)
        for breakdown in breakdowns:
            shown = self.labels[breakdown] if self.labels[breakdown].any() else self.groups[breakdown]
            found &= shown == shown[person]
        return found

    def cells(self) -> Iterator[Cell]:
        yield from ((int(person), int(item)) for person, item in np.argwhere(self.unknown))

    def move(self, random: Random, person: int, item: int, *, odds: float = 0.1) -> Move | None:
        """One change of this answer; at these odds it is exchanged for one of another group.

        Where no table is printed, one answer up and another one down will do too; where nothing is, any other one.
        """
        own = self.places[person, item]
        if not self.printed[item]:
            return ((person, item, random.choice([one for one in range(len(self.values[item])) if one != own])),)
        if not self.tabled[item] and random.random() < 0.3:
            return self._balanced(random, person, item)
        others = self.unknown[:, item] & (self.places[:, item] != own)
        near = np.flatnonzero(others & self.group(person, self.minding[item]))
        pool = near if len(near) and random.random() >= odds else np.flatnonzero(others)
        if not len(pool):
            return None
        partner = int(random.choice(pool))
        return ((person, item, int(self.places[partner, item])), (partner, item, int(own)))

    def likened(self, random: Random, item: int, size: int) -> list[Move]:
        """Exchanges after which a cell of fewer than `size` has answered an item alike; none where that takes many.

        Where a likeness has to go for a witness, another one may take its place, for nobody is told which it was.
        """
        person = random.randrange(len(self.places))
        cell = self.unknown[:, item].copy()
        for breakdown in random.sample(list(self.groups), random.randint(1, len(self.groups)) if self.groups else 0):
            cell &= (self.groups[breakdown] == self.groups[breakdown][person]) ^ (random.random() < 0.3)
        if not 0 < cell.sum() < size:
            return []
        place = int(np.bincount(self.places[cell, item]).argmax())
        others = np.flatnonzero(cell & (self.places[:, item] != place)).tolist()
        if not 0 < len(others) <= LIKENED:
            return []
        giving, moves = self.unknown[:, item] & ~cell & (self.places[:, item] == place), list[Move]()
        for one in others:
            near = np.flatnonzero(giving & self.group(one, self.using[item]))
            pool = near if len(near) else np.flatnonzero(giving)
            if not len(pool):
                return []
            two = int(random.choice(pool))
            giving[two] = False
            moves.append(((one, item, place), (two, item, int(self.places[one, item]))))
        return moves

    def _balanced(self, random: Random, person: int, item: int) -> Move | None:
        """Two answers of which one goes up by as much as the other goes down: the sum stays."""
        values, own = self.values[item], self.places[person, item]
        others = [int(one) for one in np.flatnonzero(self.unknown[:, item]) if one != person]
        if not others:
            return None
        partner, mine = random.choice(others), random.choice([one for one in range(len(values)) if one != own])
        wanted = values[self.places[partner, item]] - (values[mine] - values[own])
        fitting = [place for place, value in enumerate(values) if value == wanted]
        return ((person, item, mine), (partner, item, random.choice(fitting))) if fitting else None

    def after(self, moves: Sequence[Move]) -> np.ndarray:
        places = self.places.copy()
        for move in moves:
            for person, item, place in move:
                places[person, item] = place
        return places


def touched(moves: Sequence[Move]) -> set[Cell]:
    return {(person, item) for move in moves for person, item, _place in move}
