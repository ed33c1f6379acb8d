"""Rounds side by side: who answered both, and whether a change over these people alone may be published."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from assessments.models import Change, ItemTally, Round, Score
from assessments.queries.instruments import Construct, questionnaire
from assessments.scoring.disclosure import COARSE_CELL, FINEST
from assessments.scoring.panels import linked_change_safe
from assessments.services.publishing.omissions import Omissions
from assessments.services.publishing.respondents import Respondents

Linked = tuple[int, int, str]  # ids of the two rounds, earlier first, and construct


@dataclass(frozen=True)
class Wave:
    """One round: its people, and the groups of it that are published."""

    round: Round
    people: Respondents
    omissions: Omissions

    @cached_property
    def keys(self) -> "pd.Index[str]":
        """A key a respondent; who cannot be linked (no code, or one that stands twice) has a key of no other round."""
        often = Counter(self.people.panel_keys)
        known = (key and often[key] == 1 for key in self.people.panel_keys)
        pairs = zip(self.people.panel_keys, known, strict=True)
        return pd.Index([key if ok else f"{self.round.pk}:{row}" for row, (key, ok) in enumerate(pairs)], dtype=object)

    @cached_property
    def exact_items(self) -> frozenset[str]:
        """Items whose exact counts or mean were published."""
        rows = ItemTally.objects.filter(round=self.round, breakdown="", shown=True).values_list("item", "details")
        return frozenset(item for item, details in rows if not details.get("banded"))

    @cached_property
    def decimals(self) -> dict[str, int]:
        """With how many decimals the mean of everybody was published, of every construct of which it was."""
        rows = Score.objects.filter(round=self.round, breakdown="", shown=True, mean__isnull=False)
        return {code: details.get("decimals", FINEST) for code, details in rows.values_list("construct", "details")}

    def scores(self, construct: str) -> "pd.Series[float]":
        """Person scores by key, those without one left out."""
        return pd.Series(self.people.constructs[construct].to_numpy(), index=self.keys).dropna()


class Panel:
    """All closed rounds that asked the same, with the linked changes published between them so far."""

    def __init__(self, now: Wave, earlier: Iterable[Round], read: Callable[[Round], Respondents]) -> None:
        self._rounds = {one.pk: one for one in earlier}
        self._read, self._waves = read, {now.round.pk: now}
        rows = Change.objects.filter(linked=True, round__in=self._rounds, against__in=self._rounds)
        self._published: set[Linked] = set(rows.values_list("against", "round", "construct"))

    def wave(self, pk: int) -> Wave:
        """Read once, and only when it is needed."""
        if pk not in self._waves:
            round = self._rounds[pk]
            shown = {one["code"]: one["shown"] for one in round.plan.content["breakdowns"]}
            people = self._read(round)
            self._waves[pk] = Wave(round, people, Omissions.of(round, questionnaire(round.version), people, shown))
        return self._waves[pk]

    def answered_both(self, before: Wave, after: Wave) -> int:
        return len(before.keys.intersection(after.keys))

    def allows(self, before: Wave, after: Wave, construct: str) -> bool:
        """Whether the linked change on this construct is safe beside everything published; remember it with `add`."""
        k = max(before.round.k, after.round.k)
        one, other = self._classes(before, after, construct), self._classes(after, before, construct)
        return linked_change_safe(one, other, k)

    def places(self, before: Wave, after: Wave, construct: Construct) -> int | None:
        """Decimals of the linked change, one below thirty linked people; None where people who left an item out would
        stand alone between it and what is published of the items.
        """
        found = [FINEST]
        for one, other in ((before, after), (after, before)):
            sets = self._linked_sets(one, other, construct.code)
            printing = one.omissions.printing(construct, sets % 2 == 1, sets)
            exact = any(item.code in one.exact_items for item in construct.items)
            if not printing.shown or (printing.banded and exact):
                return None
            found += [printing.decimals, 1 if (sets % 2).sum() < COARSE_CELL else FINEST]
        return min(found)

    def _linked_sets(self, one: Wave, other: Wave, construct: str) -> np.ndarray:
        """In which linked changes each respondent counts, as one number; odd: in the one with the other round."""
        scored = one.people.constructs[construct].notna().to_numpy()
        found = np.zeros(len(one.people), dtype=int)
        for third in [*sorted(self._linked_with(one, construct) - {other.round.pk}), other.round.pk]:
            found = found * 2 + (scored & one.keys.isin(self.wave(third).scores(construct).index))
        return found

    def add(self, before: Wave, after: Wave, construct: str) -> None:
        self._published.add((before.round.pk, after.round.pk, construct))

    def _classes(self, one: Wave, other: Wave, construct: str) -> "pd.Series[int]":
        """By key, the class of each respondent of this round in all published sums but the change with the other."""
        keys = one.scores(construct).index
        classes = one.omissions.cells[one.people.constructs[construct].notna().to_numpy()]
        for third in self._linked_with(one, construct) - {other.round.pk}:
            classes = classes * 2 + keys.isin(self.wave(third).scores(construct).index)
        return pd.Series(classes, index=keys)

    def _linked_with(self, one: Wave, construct: str) -> set[int]:
        pairs = {(a, b) for a, b, code in self._published if code == construct and one.round.pk in (a, b)}
        return {pk for pair in pairs for pk in pair} - {one.round.pk}
