"""Where few people left an item out: which items go in bands, and how finely scores with parts may be printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assessments.models import Round
from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring.disclosure import COARSE_CELL, FINEST, decimals
from assessments.scoring.incompletes import finest_places, items_share, parts_share
from assessments.services.publishing.covers import Columns, Cover, covers_of
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
    _covers: dict[str, list[Cover]] = field(default_factory=dict)

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
        banded, covers = by_items > 0, self._covers_of(construct)
        if not covers:
            return Printing(banded=banded)
        exact = set() if banded else {part.code for cover in covers for part in cover.parts if self._is_exact(part)}
        by_parts = [
            max(self._parts_share(answered, columns, counted, rows, linked) for columns in cover.choices(exact))
            for cover in covers
        ]
        n, share = int(self.people.constructs.loc[rows, construct.code].count()), max(by_items, *by_parts)
        places = finest_places(n, share)
        if not share or places:
            return Printing(places if share else None)
        hidden_by = [
            self._hidden_by(construct, [part for part in cover.parts if part.code not in exact], n, rows)
            for cover in covers
        ]
        enough = (finest_places(*one) is not None for one in zip(hidden_by, by_parts, strict=True))
        return Printing(1, banded=banded, shown=all(enough))

    def _covers_of(self, construct: Construct) -> list[Cover]:
        if construct.code not in self._covers:
            self._covers[construct.code] = covers_of(self.asked, construct)
        return self._covers[construct.code]

    def _parts_share(
        self, answered: np.ndarray, parts: Columns, counted: np.ndarray, rows: np.ndarray, linked: np.ndarray
    ) -> float:
        """Imported answers protect nobody: where some answered by link, these must be many enough by themselves."""
        of_all = [parts_share(answered[counted], parts, self.k, one[counted]) for one in (*self.large, linked)]
        return max(*of_all, parts_share(answered[counted & rows], parts, self.k))

    def _hidden_by(self, construct: Construct, rounded: Iterable[Construct], n: int, rows: np.ndarray) -> float:
        """How many people's one decimal hides as much as the rounding of the score and of these parts together.

        Of a group the parts hide less, for they can be told from everybody and the other groups as well.
        """
        if not rows.all():
            return _OF_GROUP * n
        return n + sum(len(part.items) * self._rounding(part) for part in rounded) / len(construct.items)

    def _is_exact(self, part: Construct) -> bool:
        """Whether its items are published as they are, and so tell more than its rounded mean."""
        counts = self.people.items[[item.code for item in part.items]].count()
        return bool((counts >= self.k).all()) and not self.of_everybody(part).banded

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
