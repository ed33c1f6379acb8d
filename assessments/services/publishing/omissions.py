"""Where few people left an item out: which items go in bands, and how finely scores with parts may be printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assessments.models import Round
from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring.disclosure import COARSE_CELL, FINEST, decimals
from assessments.scoring.incompletes import finest_places, items_share, parts_share
from assessments.services.publishing.covers import Cover, covers_of
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

    `exact`: codes of the parts whose items are published as they are.
    """

    by_items: float
    by_parts: Sequence[tuple[Cover, float]]
    exact: frozenset[str]


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
        alone = self._alone(construct, linked)
        if not alone.by_parts:
            return Printing(banded=alone.by_items > 0)
        answered = self._answered(construct)[self._counted & rows]
        by_parts = [
            (cover, max(share, self._parts_share(construct, answered, cover, alone.exact)))
            for cover, share in alone.by_parts
        ]
        n = int(self.people.constructs.loc[rows, construct.code].count())
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
        if linked is not None and linked.any():
            return self._find_alone(construct, linked)
        if construct.code not in self._alones:
            self._alones[construct.code] = self._find_alone(construct, np.zeros(len(self.people), dtype=int))
        return self._alones[construct.code]

    def _find_alone(self, construct: Construct, linked: np.ndarray) -> _Alone:
        answered = self._answered(construct)[self._counted]
        # Not every weight can be chosen for every cell: so groups are also taken together in all ways that can.
        splits = (linked, np.zeros_like(linked)) if linked.any() else (linked,)
        by_items = max(
            items_share(
                answered, self.k, construct.scale.needed, (one * (int(sets.max(initial=0)) + 1) + sets)[self._counted]
            )
            for one in (*self.groups, self.cells)
            for sets in splits
        )
        covers = covers_of(self.asked, construct)
        exact = frozenset() if by_items else self._exact(part for cover in covers for part in cover.parts)
        classes = [one[self._counted] for one in (*self.large, *splits[:-1])]
        by_parts = [
            (cover, max(self._parts_share(construct, answered, cover, exact, one) for one in classes))
            for cover in covers
        ]
        return _Alone(by_items, by_parts, exact)

    @cached_property
    def _counted(self) -> np.ndarray:
        """Imported answers protect nobody: where some answered by link, these must be many enough by themselves."""
        return self.people.by_link if self.people.mixed else np.ones(len(self.people), dtype=bool)

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
            if all(counts[item.code] >= self.k for item in part.items) and not self.of_everybody(part).banded
        )

    def _rounding(self, part: Construct) -> float:
        """Of everybody: so many people's one decimal hides as much; a tenth of them where the mean has two."""
        n = int(self.people.constructs[part.code].count())
        return n * 10.0 ** (1 - min(self.of_everybody(part).decimals, decimals(n, group=False)))


def banded_items(omissions: Omissions) -> frozenset[str]:
    """The items of everybody that are shown in bands and without a mean."""
    return frozenset(
        item.code
        for construct in omissions.asked.constructs
        if omissions.people.constructs[construct.code].count() >= omissions.k
        and omissions.of_everybody(construct).banded
        for item in construct.items
    )
