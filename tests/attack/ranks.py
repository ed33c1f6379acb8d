"""Exact linear algebra: which combinations of equations rest on a few people only.

Numbers are residues modulo a prime of ten digits, so nothing is rounded: a rank can come out wrong only where a
determinant is a multiple of that prime.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

PRIME = 2**31 - 1
Person = Hashable
Unknown = tuple[Person, Hashable]  # somebody's answer to something
Equation = Mapping[Unknown, int]  # how much each answer counts in one number, modulo the prime


def over(number: int) -> int:
    """1 / number."""
    return pow(number, -1, PRIME)


def echelon(matrix: np.ndarray) -> np.ndarray:
    """The rows that are left after elimination, each with a leading 1 (reduced)."""
    rows, row = matrix.astype(np.int64) % PRIME, 0
    for column in range(rows.shape[1]):
        pivots = np.flatnonzero(rows[row:, column])
        if not len(pivots):
            continue
        pivot = row + pivots[0]
        rows[[row, pivot]] = rows[[pivot, row]]
        rows[row] = rows[row] * over(int(rows[row, column])) % PRIME
        factors = rows[:, column].copy()
        factors[row] = 0
        touched = np.flatnonzero(factors)
        rows[touched] = (rows[touched] - factors[touched, None] * rows[row]) % PRIME
        row += 1
        if row == len(rows):
            break
    return rows[:row]


def rank(matrix: np.ndarray) -> int:
    return len(echelon(matrix))


def few_behind(equations: Sequence[Equation], k: int) -> frozenset[Person] | None:
    """People, fewer than k, on whose answers alone some combination of the equations rests; None: there are none.

    Answers with the same coefficients everywhere are one class, which no combination takes apart. A combination of few
    people must leave out every class of k people or more: these columns are eliminated first, and only what remains of
    the equations is searched.
    """
    classes = _classes(equations)
    large = [columns for columns, people in classes.items() if len(people) >= k]
    small = {columns: people for columns, people in classes.items() if len(people) < k}
    if not small:
        return None
    matrix = np.array([*large, *small]).T
    rows = echelon(matrix)
    left = rows[~rows[:, : len(large)].any(axis=1), len(large) :]
    return _fewest(left, list(small.values()), k) if len(left) else None


def _classes(equations: Sequence[Equation]) -> dict[tuple[int, ...], frozenset[Person]]:
    """Column of coefficients -> the people behind it."""
    columns: dict[Unknown, dict[int, int]] = defaultdict(dict)
    for number, equation in enumerate(equations):
        for unknown, coefficient in equation.items():
            columns[unknown][number] = coefficient % PRIME
    people: dict[tuple[int, ...], set[Person]] = defaultdict(set)
    for (person, _what), column in columns.items():
        if any(column.values()):
            people[tuple(column.get(number, 0) for number in range(len(equations)))].add(person)
    return {column: frozenset(one) for column, one in people.items()}


def _fewest(left: np.ndarray, people: Sequence[frozenset[Person]], k: int) -> frozenset[Person] | None:
    """Those few without whose answers the rank of what is left drops; whoever is always together is taken together."""
    full = len(left)
    for chosen in _sets(people, k):
        kept = [place for place, one in enumerate(people) if not one <= chosen]
        if rank(left[:, kept]) < full:
            return chosen
    return None


def _sets(classes: Sequence[frozenset[Person]], k: int) -> Iterator[frozenset[Person]]:
    """Unions of classes that hold fewer than k people, the smallest first."""
    kinds = list(dict.fromkeys(classes))
    found = {frozenset[Person]()}
    seen: set[frozenset[Person]] = set()
    for _size in range(1, k):
        grown = {one | kind for one in found for kind in kinds if len(one | kind) < k and not kind <= one}
        found = grown - seen
        yield from sorted(found, key=len)
        seen |= found


def brute_force(equations: Sequence[Equation], k: int) -> bool:
    """The same question put to every set of fewer than k people, for small examples."""
    unknowns = sorted({unknown for one in equations for unknown in one}, key=repr)
    matrix = np.array([[one.get(unknown, 0) for unknown in unknowns] for one in equations])
    full, people = rank(matrix), sorted({person for person, _what in unknowns}, key=repr)
    chosen = (few for size in range(1, k) for few in combinations(people, size))
    return any(
        rank(matrix[:, [place for place, (person, _w) in enumerate(unknowns) if person not in few]]) < full
        for few in chosen
    )
