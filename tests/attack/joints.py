"""The few published numbers that join items or rounds, before they are rounded: what an exchange of answers may move.

Worked out here a second time, and fast. They only say which candidates are worth publishing: see `swaps`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tests.attack.stories import Story

STEP = 0.05
OUTCOME, SHARED = "SYN", "shared_items"


@dataclass(frozen=True)
class Persons:
    """People's own scores on some constructs, each on some of its items, where enough of these were answered."""

    columns: Mapping[str, tuple[int, ...]]  # construct -> items
    needed: Mapping[str, int]
    items: int

    @cached_property
    def _members(self) -> np.ndarray:
        found = np.zeros((self.items, len(self.columns)))
        for place, columns in enumerate(self.columns.values()):
            found[list(columns), place] = 1
        return found

    @cached_property
    def _least(self) -> np.ndarray:
        return np.array([max(1, self.needed[code]) for code in self.columns])

    def of(self, valid: np.ndarray, values: np.ndarray) -> np.ndarray:
        """People x constructs, NaN below what is needed; from people x items, 0 where there is no answer."""
        answered = valid @ self._members
        found: np.ndarray = np.where(answered >= self._least, values @ self._members / np.maximum(answered, 1), np.nan)
        return found


@dataclass(frozen=True)
class Link:
    """r of this round with another one: the linked people's rows here, and their scores there, which stand still."""

    themes: Persons
    rows: np.ndarray
    others: np.ndarray
    printed: float

    def r(self, valid: np.ndarray, values: np.ndarray) -> float | None:
        """Mean over themes; None below five people or four themes, where it is not worked out."""
        r = _between(self.themes.of(valid, values)[self.rows], self.others)
        r = r[np.isfinite(r)]
        return float(r.mean()) if len(self.rows) >= 5 and len(r) >= 4 else None


@dataclass(frozen=True)
class Beside:
    """Constructs of one kind beside synergy, which stands first; correlations of those that are printed.

    They may be negative, and are not clipped, so that no end is open.
    """

    persons: Persons
    printed: Mapping[int, float]

    def r(self, valid: np.ndarray, values: np.ndarray) -> Iterator[tuple[float, float]]:
        scores = self.persons.of(valid, values)
        complete = scores[~np.isnan(scores).any(axis=1)]
        r = _between(complete[:, :1], complete)
        yield from ((float(r[place]), value + 1e-9) for place, value in self.printed.items())


@dataclass(frozen=True)
class Joints:
    """Of one round: where each number has to stay, and how to work it out from places of answers (people x items)."""

    lookup: np.ndarray  # items x places, the three below 0 last
    scored: list[int]
    near: np.ndarray  # pairs of scored items of a theme or element in common
    told: tuple[float | None, float | None]  # within and across, None where assumed
    links: tuple[Link, ...]
    beside: tuple["Beside", ...]

    @classmethod
    def of(cls, story: Story, round: int) -> "Joints":
        scoring, found = story.scoring, story.published[round]
        scored = [scoring.column[code] for code in scoring.scored if code in found.items]
        homes = [scoring.homes[scoring.items[column].code] for column in scored]
        near = np.array([[bool(a & b) for b in homes] for a in homes], dtype=bool).reshape(len(homes), len(homes))
        assumed, values = found.correlations.assumed, (found.correlations.within, found.correlations.across)
        width = max(len(item.values) for item in scoring.items)
        return cls(
            np.array([[*item.values, *[0.0] * (width + 3 - len(item.values))] for item in scoring.items]),
            scored,
            near,
            (None if assumed[0] else values[0], None if assumed[1] else values[1]),
            tuple(_links(story, round)),
            tuple(_beside(story, round)),
        )

    def off(self, places: np.ndarray) -> float:
        """How far the numbers lie outside of what is printed; below 0: inside, and so far from the nearest edge."""
        valid = (places >= 0).astype(float)
        values = self.lookup[np.arange(places.shape[1]), places] * valid
        steps = [_off(raw, printed) for raw, printed in self.numbers(valid, values)]
        outside = sum(step for step in steps if step > 0)
        return outside or max(steps, default=-STEP)

    def numbers(self, valid: np.ndarray, values: np.ndarray) -> Iterator[tuple[float, float]]:
        """Each number, and as what it is printed."""
        if self.told != (None, None):
            r = _pairwise(valid[:, self.scored], values[:, self.scored])
            for value, which in zip(self.told, (self.near, ~self.near), strict=True):
                found = r[which & np.isfinite(r)]
                if value is not None and len(found):
                    yield float(found.mean()), value
        for link in self.links:
            raw = link.r(valid, values)
            if raw is not None:
                yield raw, link.printed
        for beside in self.beside:
            yield from beside.r(valid, values)


def _off(raw: float, printed: float) -> float:
    """Numbers printed as .0 and .9 may have been clipped."""
    low = -np.inf if printed == 0 else printed - STEP
    high = np.inf if printed == 0.9 else printed + STEP - 1e-8
    return float(max(low - raw, raw - high)) or -1e-12


def _pairwise(valid: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Correlations of items over people who answered both; 0 where these do not vary, NaN where the item does not.

    And NaN below four people, and on itself.
    """
    n, sums = valid.T @ valid, values.T @ valid
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (values**2).T @ valid - sums**2 / n
        found: np.ndarray = (values.T @ values - sums * sums.T / n) / np.sqrt(spread * spread.T)
    still = np.diag(spread) < 1e-9
    found[(spread < 1e-9) | (spread.T < 1e-9)] = 0.0
    found[(n < 4) | still[:, None] | still[None, :]] = np.nan
    np.fill_diagonal(found, np.nan)
    return found


def _between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Correlation of each column of one with that of the other over people who have both: 0 where these do not vary.

    NaN below five people.
    """
    both = ~np.isnan(one) & ~np.isnan(other)
    n = both.sum(axis=0)
    x, y = np.where(both, one, 0.0), np.where(both, other, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.where(both, x - x.sum(axis=0) / n, 0.0)
        y = np.where(both, y - y.sum(axis=0) / n, 0.0)
        spread = (x**2).sum(axis=0) * (y**2).sum(axis=0)
        r = np.where(spread > 1e-16, (x * y).sum(axis=0) / np.sqrt(spread), 0.0)
    found: np.ndarray = np.where(n >= 5, r, np.nan)
    return found


def _links(story: Story, round: int) -> Iterator[Link]:
    """To earlier rounds, and of later rounds to this one."""
    for number, found in enumerate(story.published):
        for link in found.linkages:
            if round in (number, link.number - 1):
                other = link.number - 1 if number == round else number
                yield _link(story, (round, other), link.items, link.r)


def _link(story: Story, rounds: tuple[int, int], items: Mapping[str, tuple[str, ...]], printed: float) -> Link:
    here, there = (story.rounds[one] for one in rounds)
    keys, others = _once(here.keys), _once(there.keys)
    both = [key for key in keys if key in others]
    column = story.scoring.column
    themes = [scale for scale in story.scoring.scales if scale.kind == "theme" and scale.code in items]
    persons = Persons(
        {scale.code: tuple(column[code] for code in items[scale.code]) for scale in themes},
        {scale.code: scale.needed for scale in themes},
        len(column),
    )
    scores = there.scores(list(column))
    fixed = persons.of(~np.isnan(scores), np.nan_to_num(scores))[[others[key] for key in both]]
    return Link(persons, np.array([keys[key] for key in both], dtype=int), fixed, printed)


def _once(keys: Sequence[str]) -> dict[str, int]:
    return {key: row for row, key in enumerate(keys) if key and keys.count(key) == 1}


def _beside(story: Story, round: int) -> Iterator[Beside]:
    """Everybody counts who has a score on synergy and on all of the kind that share no item with it."""
    found, column = story.published[round], story.scoring.column
    scales = {scale.code: scale for scale in story.scoring.scales}
    for kind, correlates in found.correlates.items():
        others = [code for code in found.scales if scales[code].kind == kind and correlates.dropped.get(code) != SHARED]
        codes = [OUTCOME, *others]
        persons = Persons(
            {code: tuple(column[item] for item in found.scales[code].items) for code in codes},
            {code: scales[code].needed for code in codes},
            len(column),
        )
        if correlates.ranked:
            yield Beside(persons, {codes.index(one.code): one.r for one in correlates.ranked})
