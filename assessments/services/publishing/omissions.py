"""Where few people left an item out: which items go in bands, and how finely scores with parts may be printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from assessments.models import Round
from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring.audits import Mean, rests_on_few
from assessments.scoring.denominators import told_by_denominators
from assessments.scoring.disclosure import COARSE_CELL, FINEST, decimals
from assessments.scoring.incompletes import finest_places, items_share, parts_share
from assessments.services.publishing.covers import Cover, covers_of
from assessments.services.publishing.families import too_fine
from assessments.services.publishing.respondents import Respondents

Shown = Mapping[str, Sequence[str]]  # breakdown -> codes of the groups shown
_OF_GROUP = 1.5


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
class _Alone:
    """Which share of one person's mean stands alone: beside the items, and beside the parts of each cover.

    `exact`: codes of the parts whose items are published as they are. `by_denominators`: whether an unrounded mean of
    any published group, or of all but the group, would tell of few people.
    """

    by_items: float
    by_parts: Sequence[tuple[Cover, float]]
    exact: frozenset[str]
    by_denominators: bool


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
    _found: dict[tuple[str, bytes], Printing] = field(default_factory=dict)
    _alones: dict[str, _Alone] = field(default_factory=dict)

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

    @cached_property
    def everybody(self) -> np.ndarray:
        return np.ones(len(self.people), dtype=bool)

    @cached_property
    def shown_groups(self) -> list[np.ndarray]:
        """Rows (bool) of each group that is shown."""
        return [one == rank for one in self.groups[1:] for rank in range(1, int(one.max(initial=0)) + 1)]

    def of_everybody(self, construct: Construct) -> Printing:
        return self.printing(construct, self.everybody)

    def printing(self, construct: Construct, rows: np.ndarray, linked: np.ndarray | None = None) -> Printing:
        """Of these rows (bool): everybody, a group, or people linked to other rounds.

        `linked` (whole numbers): in which linked changes each respondent counts. A score without parts stays as it is
        and its items go in bands. One with parts, as synergy has themes, would still be told by these, and is rounded;
        among few people that may not be enough: then its items go in bands too, and at the last it is not shown.
        """
        found = self.alone(construct, rows, linked)
        if linked is None and (construct.code, rows.tobytes()) in self._coarser:
            places = finest_places(self.size(construct, rows), 1)
            return Printing(places or 1, banded=found.banded, shown=places is not None)
        if found.places is None and self._alone(construct, None).by_denominators:
            return replace(found, places=FINEST)
        return found

    @cached_property
    def _coarser(self) -> frozenset[tuple[str, bytes]]:
        """Scores, by code and rows, whose second decimal would tell of few people beside all other ones."""
        counts, banded = self.people.items.count(), banded_items(self)
        cells = [
            (construct, rows)
            for rows in (self.everybody, *self.shown_groups)
            for construct in self.asked.constructs
            if self._is_exact_cell(construct, rows)
        ]
        found = too_fine(
            self.asked,
            {code: self.people.items[code].notna().to_numpy()[self._counted] for code in counts.index},
            {str(code) for code, n in counts.items() if n >= self.k and code not in banded},
            [(construct, rows[self._counted]) for construct, rows in cells],
            self.k,
        )
        return frozenset((cells[place][0].code, cells[place][1].tobytes()) for place in found)

    def _is_exact_cell(self, construct: Construct, rows: np.ndarray) -> bool:
        """Whether it is published with two decimals at least, and these hide nobody that was found so far."""
        n = self.size(construct, rows)
        fine = n >= self.k and decimals(n, group=rows is not self.everybody) == FINEST
        return fine and self.alone(construct, rows).places is None

    def size(self, construct: Construct, rows: np.ndarray) -> int:
        """How many of these have a score."""
        return int(self.people.constructs.loc[rows, construct.code].count())

    def alone(self, construct: Construct, rows: np.ndarray, linked: np.ndarray | None = None) -> Printing:
        """As `printing`, by the items and the parts of this construct alone."""
        key = (construct.code, rows.tobytes())
        if linked is not None:
            return self._printing(construct, rows, linked)
        if key not in self._found:
            self._found[key] = self._printing(construct, rows, None)
        return self._found[key]

    def _printing(self, construct: Construct, rows: np.ndarray, linked: np.ndarray | None) -> Printing:
        alone = self._alone(construct, linked)
        if not alone.by_parts:
            return Printing(banded=alone.by_items > 0)
        answered = self._answered(construct)[self._counted & rows]
        by_parts = [
            (cover, max(share, self._parts_share(construct, answered, cover, alone.exact)))
            for cover, share in alone.by_parts
        ]
        n = self.size(construct, rows)
        share = max(alone.by_items, *(one for _, one in by_parts))
        places = finest_places(n, share)
        if not share or places:
            return Printing(places if share else None)
        enough = (
            finest_places(self._hidden_by(construct, cover, alone.exact, n, rows), one) is not None
            for cover, one in by_parts
        )
        return Printing(1, banded=alone.by_items > 0, shown=all(enough))

    def _alone(self, construct: Construct, linked: np.ndarray | None) -> _Alone:
        """Over everybody, with all groups; worked out once where nobody is linked."""
        if construct.code not in self._alones:
            self._alones[construct.code] = self._of_nobody_linked(construct)
        found = self._alones[construct.code]
        return found if linked is None or not linked.any() else self._of_linked(construct, found, linked)

    def _of_nobody_linked(self, construct: Construct) -> _Alone:
        answered = self._answered(construct)[self._counted]
        by_items = self._items_share(construct, answered, np.zeros(len(self.people), dtype=int))
        if not by_items and self._rests_on_few(construct, answered):
            by_items = 1.0
        covers = covers_of(self.asked, construct)
        exact = frozenset() if by_items else self._exact(part for cover in covers for part in cover.parts)
        by_parts = [
            (cover, max(self._parts_share(construct, answered, cover, exact, one[self._counted]) for one in self.large))
            for cover in covers
        ]
        return _Alone(by_items, by_parts, exact, self._by_denominators(construct, answered))

    def _of_linked(self, construct: Construct, found: _Alone, linked: np.ndarray) -> _Alone:
        answered = self._answered(construct)[self._counted]
        by_items = max(found.by_items, self._items_share(construct, answered, linked))
        by_parts = [
            (cover, max(share, self._parts_share(construct, answered, cover, found.exact, linked[self._counted])))
            for cover, share in found.by_parts
        ]
        return replace(found, by_items=by_items, by_parts=by_parts)

    def _items_share(self, construct: Construct, answered: np.ndarray, sets: np.ndarray) -> float:
        """Not every weight can be chosen for every cell: so groups are also taken by themselves."""
        needed, several = construct.scale.needed, int(sets.max(initial=0)) + 1
        classes = [(one * several + sets)[self._counted] for one in (*self.groups, self.cells)]
        return max(items_share(answered, self.k, needed, one) for one in classes)

    def _rests_on_few(self, construct: Construct, answered: np.ndarray) -> bool:
        """Beside its items and two breakdowns or items weighed differently, which `items_share` does not look at."""
        columns = range(answered.shape[1])
        if len(columns) == 1:
            return False
        means = [
            Mean(rows[self._counted], columns, construct.scale.needed) for rows in (self.everybody, *self.shown_groups)
        ]
        published = self.people.items[[item.code for item in construct.items]].count().to_numpy() >= self.k
        return rests_on_few(answered, means, np.flatnonzero(published).tolist(), self.k)

    def _by_denominators(self, construct: Construct, answered: np.ndarray) -> bool:
        given = answered.sum(axis=1)
        scored = given >= construct.scale.needed
        return any(
            told_by_denominators(given[scored & (one[self._counted] == group)], self.k)
            for one in (*self.groups, self.cells)
            for group in np.unique(one)
        )

    @cached_property
    def _counted(self) -> np.ndarray:
        """Imported answers protect nobody: where some answered by link, these must be many enough by themselves."""
        return self.people.by_link if self.people.mixed else self.everybody

    def _answered(self, construct: Construct) -> np.ndarray:
        return self.people.items[[item.code for item in construct.items]].notna().to_numpy()

    def _parts_share(
        self,
        construct: Construct,
        answered: np.ndarray,
        cover: Cover,
        exact: frozenset[str],
        classes: np.ndarray | None = None,
    ) -> float:
        needed = construct.scale.needed
        return max(parts_share(answered, parts, self.k, needed, classes) for parts in cover.choices(exact))

    def _hidden_by(self, construct: Construct, cover: Cover, exact: frozenset[str], n: int, rows: np.ndarray) -> float:
        """How many people's one decimal hides as much as the rounding of the score and of its parts together.

        Exact parts hide nothing; those of a group less, for they can be told from everybody and the other groups too.
        """
        if not rows.all():
            return _OF_GROUP * n
        rounded = (len(part.items) * self._rounding(part) for part in cover.parts if part.code not in exact)
        return n + sum(rounded) / len(construct.items)

    def _exact(self, parts: Iterable[Construct]) -> frozenset[str]:
        """Those whose items are published as they are, which tell more than its rounded mean."""
        counts = self.people.items.count()
        return frozenset(
            part.code
            for part in parts
            if all(counts[item.code] >= self.k for item in part.items) and not self.alone(part, self.everybody).banded
        )

    def _rounding(self, part: Construct) -> float:
        """Of everybody: so many people's one decimal hides as much; a tenth of them where the mean has two."""
        n = self.size(part, self.everybody)
        return n * 10.0 ** (1 - min(self.alone(part, self.everybody).decimals, decimals(n, group=False)))


def banded_items(omissions: Omissions) -> frozenset[str]:
    """The items of everybody that are shown in bands and without a mean."""
    return frozenset(
        item.code
        for construct in omissions.asked.constructs
        if omissions.size(construct, omissions.everybody) >= omissions.k
        and omissions.alone(construct, omissions.everybody).banded
        for item in construct.items
    )
