"""Published sums as linear equations, and the search for a combination of them that rests on fewer than K people."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

Person = Hashable
Answer = tuple[Person, int]  # a person's score in one round, on one scale
Equation = Mapping[Answer, float]  # how much each answer counts in one published sum
_TINY = 1e-9


@dataclass(frozen=True)
class Leak:
    """People whose answers, alone, decide some combination of published numbers."""

    scale: str
    people: frozenset[Person]


@dataclass
class Knowledge:
    """Everything published, by scale: a mean with its n is a sum over people the attacker can name."""

    equations: dict[str, list[Equation]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, scale: str, answers: Iterable[Answer]) -> None:
        """A mean over these answers was published."""
        self.equations[scale].append(dict.fromkeys(answers, 1.0))

    def learn_change(self, scale: str, people: Iterable[Person], before: int, after: int) -> None:
        """A mean change of these very people was published."""
        row: dict[Answer, float] = {}
        for person in people:
            row[person, after], row[person, before] = 1.0, -1.0
        self.equations[scale].append(row)

    def leaks(self, k: int) -> Iterator[Leak]:
        """Every scale on which some combination rests on 1 to k - 1 people."""
        seen: dict[frozenset[frozenset[tuple[Answer, float]]], bool] = {}
        for scale, rows in self.equations.items():
            pattern = frozenset(frozenset(row.items()) for row in rows)
            if pattern not in seen:
                found = smallest_support(rows, k)
                seen[pattern] = found is not None
                if found:
                    yield Leak(scale, found)


def smallest_support(rows: list[Equation], k: int) -> frozenset[Person] | None:
    """People, fewer than k, on whose answers alone some non-zero combination of the equations rests; None: nobody.

    People with the same coefficients everywhere are one class, which no combination can take apart. A combination rests
    on a set of classes exactly when leaving their answers out lowers the rank.
    """
    answers = sorted({answer for row in rows for answer in row}, key=repr)
    matrix = np.array([[row.get(answer, 0.0) for answer in answers] for row in rows])
    columns: dict[Person, list[int]] = defaultdict(list)
    for place, (person, _round) in enumerate(answers):
        columns[person].append(place)
    classes: dict[Hashable, list[Person]] = defaultdict(list)
    for person, places in columns.items():
        classes[tuple((answers[place][1], *matrix[:, place]) for place in places)].append(person)
    small = [people for people in classes.values() if len(people) < k]
    rank = np.linalg.matrix_rank(matrix)
    for chosen in _unions(small, k - 1):
        kept = [place for person, places in columns.items() if person not in chosen for place in places]
        if not kept or np.linalg.matrix_rank(matrix[:, kept]) < rank:
            return frozenset(chosen)
    return None


def _unions(
    classes: list[list[Person]], most: int, start: int = 0, taken: tuple[Person, ...] = ()
) -> Iterator[set[Person]]:
    """Unions of classes of at most so many people that no further class fits into; smaller ones lie inside them."""
    grew = False
    for place in range(start, len(classes)):
        if len(taken) + len(classes[place]) <= most:
            grew = True
            yield from _unions(classes, most, place + 1, (*taken, *classes[place]))
    if taken and not grew:
        yield set(taken)
