"""Rounds side by side: who answered both, and whether a change over these people alone may be published."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from assessments.models import Change, Round
from assessments.scoring.panels import linked_change_safe
from assessments.services.publishing.omissions import Omissions
from assessments.services.publishing.respondents import Respondents

Shown = dict[str, list[str]]  # breakdown -> codes of the groups shown
Linked = tuple[int, int, str]  # ids of the two rounds, earlier first, and construct


@dataclass(frozen=True)
class Wave:
    """One round: its people, and the groups of it that are published."""

    round: Round
    people: Respondents
    shown: Shown

    @cached_property
    def keys(self) -> "pd.Index[str]":
        """A key a respondent; who cannot be linked (no code, or one that stands twice) has a key of no other round."""
        often = Counter(self.people.panel_keys)
        known = (key and often[key] == 1 for key in self.people.panel_keys)
        pairs = zip(self.people.panel_keys, known, strict=True)
        return pd.Index([key if ok else f"{self.round.pk}:{row}" for row, (key, ok) in enumerate(pairs)], dtype=object)

    @cached_property
    def cells(self) -> np.ndarray:
        """In which published groups each respondent lies, as one number; all hidden groups of a breakdown are one."""
        number = np.zeros(len(self.people), dtype=int)
        for breakdown, shown in self.shown.items():
            place = {code: rank for rank, code in enumerate(shown, start=1)}
            number = number * (len(shown) + 1) + self.people.groups(self.round, breakdown).map(place).fillna(0).astype(
                int
            )
        return np.asarray(number, dtype=int)

    @cached_property
    def omissions(self) -> Omissions:
        return Omissions(self.people, pd.Series(data=True, index=self.people.answers.index, dtype=bool), self.round.k)

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
            listed = round.plan.content["breakdowns"]
            self._waves[pk] = Wave(round, self._read(round), {one["code"]: one["shown"] for one in listed})
        return self._waves[pk]

    def answered_both(self, before: Wave, after: Wave) -> int:
        return len(before.keys.intersection(after.keys))

    def allows(self, before: Wave, after: Wave, construct: str) -> bool:
        """Whether the linked change on this construct is safe beside everything published; remember it with `add`."""
        k = max(before.round.k, after.round.k)
        one, other = self._classes(before, after, construct), self._classes(after, before, construct)
        return linked_change_safe(one, other, k)

    def add(self, before: Wave, after: Wave, construct: str) -> None:
        self._published.add((before.round.pk, after.round.pk, construct))

    def _classes(self, one: Wave, other: Wave, construct: str) -> "pd.Series[int]":
        """By key, the class of each respondent of this round in all published sums but the change with the other."""
        keys = one.scores(construct).index
        classes = one.cells[one.people.constructs[construct].notna().to_numpy()]
        for third in self._linked_with(one, construct) - {other.round.pk}:
            classes = classes * 2 + keys.isin(self.wave(third).scores(construct).index)
        return pd.Series(classes, index=keys)

    def _linked_with(self, one: Wave, construct: str) -> set[int]:
        pairs = {(a, b) for a, b, code in self._published if code == construct and one.round.pk in (a, b)}
        return {pk for pair in pairs for pk in pair} - {one.round.pk}
