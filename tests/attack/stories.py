"""The rounds of a partnership as the application publishes them, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assessments.disclosure.linkage import Earlier
from assessments.disclosure.publications import Publication, publication
from assessments.disclosure.respondents import Respondents
from assessments.disclosure.rules import ALIKE_BELOW, Rules
from assessments.statistics.scales import Scoring
from tests.attack.partnerships import Answered


@dataclass(frozen=True)
class Story:
    """The respondents of every round, and the rules they are published by; each round beside the last and the first.

    `alike_below`: below so many answers a group all alike is not published (0: the rule is off, as tests may have it).
    """

    rounds: tuple[Respondents, ...]
    rules: Rules
    alike_below: int = ALIKE_BELOW

    @classmethod
    def of(
        cls, scoring: Scoring, waves: Sequence[Sequence[Answered]], rules: Rules, alike_below: int = ALIKE_BELOW
    ) -> "Story":
        people = [Respondents.from_rows(scoring, [one.row for one in wave], rules.breakdowns) for wave in waves]
        return cls(tuple(people), rules, alike_below)

    @property
    def scoring(self) -> Scoring:
        return self.rounds[0].scoring

    @cached_property
    def published(self) -> tuple[Publication, ...]:
        return self.published_from(0, ())

    def published_from(self, round: int, before: Sequence[Publication]) -> tuple[Publication, ...]:
        """All publications, those before `round` being known."""
        found = list(before[:round])
        for number in range(round, len(self.rounds)):
            found.append(publication(self.rounds[number], self.rules, self._earlier(found)))
        return tuple(found)

    def _earlier(self, found: Sequence[Publication]) -> list[Earlier]:
        """The round before, and the first one, as far as anything is published of them."""
        told = [number for number, one in enumerate(found) if one.published]
        chosen = dict.fromkeys([told[-1], told[0]]) if told else {}
        return [Earlier(number + 1, self.rounds[number], counted(found[number])) for number in chosen]

    def with_answers(self, round: int, places: np.ndarray) -> "Story":
        """The same people, who answered otherwise in one round."""
        changed = replace(self.rounds[round], places=places)
        return replace(self, rounds=(*self.rounds[:round], changed, *self.rounds[round + 1 :]))

    def taken_for(self, other: "Story") -> "Story":
        """These answers, with all that was published of the other ones."""
        found = replace(self)
        found.__dict__["published"] = other.published
        return found

    def told_by(self, other: "Story", round: int) -> bool:
        """Whether everything published is the same if this round was answered as in the other story."""
        found = list(self.published[:round])
        for number in range(round, len(self.rounds)):
            found.append(publication(other.rounds[number], self.rules, other._earlier(found)))
            if found[-1] != self.published[number]:
                return False
        return True


def counted(found: Publication) -> frozenset[str]:
    """Items that count in the scores of a published round: those with a mean."""
    return frozenset(code for code, cell in found.items.items() if cell.mean is not None)
