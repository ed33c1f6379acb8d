"""Where few people left an item out: which items go in bands, and how finely scores with parts may be printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assessments.models import Round
from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring.disclosure import COARSE_CELL, FINEST, decimals
from assessments.scoring.incompletes import finest_places, items_share, parts_share
from assessments.services.publishing.respondents import Respondents

Shown = Mapping[str, Sequence[str]]  # breakdown -> codes of the groups shown


@dataclass(frozen=True)
class Printing:
    """At most how many decimals a construct is printed with (None: its size decides), its items exact or in bands."""

    places: int | None = None
    banded: bool = False
    shown: bool = True

    @property
    def decimals(self) -> int:
        return FINEST if self.places is None else self.places


@dataclass(frozen=True)
class Omissions:
    """Of everybody in a round.

    `groups`: for each breakdown in which published group each respondent lies, as a number; `large`: the same, small
    groups taken together, because their means have one decimal and so cannot be told apart from the rest exactly.
    Both begin with everybody alike. `cells`: in which groups of all breakdowns together.
    """

    asked: Questionnaire
    people: Respondents
    k: int
    cells: np.ndarray
    groups: tuple[np.ndarray, ...]
    large: tuple[np.ndarray, ...]
    _found: dict[str, Printing] = field(default_factory=dict)

    @classmethod
    def of(cls, round: Round, asked: Questionnaire, people: Respondents, shown: Shown) -> "Omissions":
        cells = np.zeros(len(people), dtype=int)
        groups, large = [cells], [cells]
        for breakdown, codes in shown.items():
            place = {code: rank for rank, code in enumerate(codes, start=1)}
            group = people.groups(round, breakdown).map(place).fillna(0).astype(int).to_numpy()
            cells = cells * (len(codes) + 1) + group
            groups.append(group)
            large.append(np.where(np.bincount(group, minlength=1)[group] < COARSE_CELL, 0, group))
        return cls(asked, people, round.k, cells, tuple(groups), tuple(large))

    def of_everybody(self, construct: Construct) -> Printing:
        if construct.code not in self._found:
            self._found[construct.code] = self.printing(construct, np.ones(len(self.people), dtype=bool))
        return self._found[construct.code]

    def printing(self, construct: Construct, rows: np.ndarray, linked: np.ndarray | None = None) -> Printing:
        """Of these rows (bool): everybody, a group, or people linked to other rounds.

        `linked` (whole numbers): in which linked changes each respondent counts. A score without parts stays as it is
        and its items go in bands. One with parts, as synergy has themes, would still be told by these, and is rounded;
        below ten people that may not be enough: then its items go in bands too, and at the last it is not shown.
        """
        answered = self.people.items[[item.code for item in construct.items]].notna().to_numpy()
        linked = np.zeros(len(self.people), dtype=int) if linked is None else linked
        counted = self.people.by_link if self.people.mixed else np.ones(len(self.people), dtype=bool)
        # Not every weight can be chosen for every cell: so groups are also taken together in all ways that can.
        splits = (linked, np.zeros_like(linked)) if linked.any() else (linked,)
        by_items = max(
            items_share(answered[counted], self.k, (one * (int(sets.max(initial=0)) + 1) + sets)[counted])
            for one in (*self.groups, self.cells)
            for sets in splits
        )
        covers = list(_covers(self.asked, construct))
        if not covers:
            return Printing(banded=by_items > 0)
        by_parts = max(self._parts_share(answered, parts, counted, rows, linked) for parts in covers)
        n = int(self.people.constructs.loc[rows, construct.code].count())
        return _rounded(n, n * _with_parts(n, everybody=bool(rows.all())), by_items, by_parts)

    def _parts_share(
        self, answered: np.ndarray, parts: list[list[int]], counted: np.ndarray, rows: np.ndarray, linked: np.ndarray
    ) -> float:
        """Imported answers protect nobody: where some answered by link, these must be many enough by themselves."""
        of_all = [parts_share(answered[counted], parts, self.k, one[counted]) for one in (*self.large, linked)]
        return max(*of_all, parts_share(answered[counted & rows], parts, self.k))


def _with_parts(n: int, *, everybody: bool) -> float:
    """How much the rounding of its parts adds to that of a score: as much again where they have one decimal too, though
    of a group less, for its parts can be told from everybody and the other groups; a tenth where they have two.
    """
    if not everybody:
        return 1.5
    return 2 if decimals(n, group=False) == 1 else 1.1


def _rounded(n: int, with_parts: float, by_items: float, by_parts: float) -> Printing:
    share = max(by_items, by_parts)
    places = finest_places(n, share)
    if not share or places:
        return Printing(places if share else None)
    return Printing(1, banded=by_items > 0, shown=finest_places(with_parts, by_parts) is not None)


def banded_items(omissions: Omissions) -> frozenset[str]:
    """The items of everybody that are shown in bands and without a mean."""
    return frozenset(
        item.code
        for construct in omissions.asked.constructs
        if omissions.people.constructs[construct.code].count() >= omissions.k
        and omissions.of_everybody(construct).banded
        for item in construct.items
    )


def _covers(asked: Questionnaire, construct: Construct) -> Iterator[list[list[int]]]:
    """Every way to put the construct together from smaller ones that share no item, as columns of its items."""
    column = {item.code: place for place, item in enumerate(construct.items)}
    found = {frozenset(item.code for item in one.items) for one in asked.constructs}
    smaller = sorted((sorted(one) for one in found if one and one < set(column)), key=len, reverse=True)
    yield from ([[column[code] for code in part] for part in cover] for cover in _exact(frozenset(column), smaller))


def _exact(open: frozenset[str], parts: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    if not open:
        yield []
        return
    first = min(open)
    for part in parts:
        if first in part and open.issuperset(part):
            yield from ([part, *rest] for rest in _exact(open.difference(part), parts))
