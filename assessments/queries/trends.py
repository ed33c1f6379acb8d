"""Scores over the rounds of a partnership, and what changed since the first of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.models import Round
from assessments.queries.instruments import Construct, questionnaire
from assessments.queries.results import Value, scores_of
from assessments.scoring import change

RECENT = 12


@dataclass(frozen=True)
class Trends:
    """Some constructs over some rounds, oldest first; a value is absent where the round did not ask for it."""

    rounds: tuple[Round, ...]
    constructs: tuple[Construct, ...]
    values: dict[int, dict[str, Value]]  # round id -> construct -> value
    all_rounds: int

    def value(self, round: Round, construct: str) -> Value:
        return self.values[round.pk].get(construct) or Value(construct, shown=False)

    @property
    def many(self) -> bool:
        """More points than a narrow panel can hold apart."""
        return len(self.rounds) > 2 * RECENT

    @property
    def shortened(self) -> bool:
        return len(self.rounds) < self.all_rounds


def theme_trends(rounds: Sequence[Round], *, everything: bool = False) -> Trends:
    """The themes of the newest round's questionnaire over the last twelve rounds, or over all. One query.

    `rounds` are closed, oldest first, at least one.
    """
    themes = questionnaire(rounds[-1].version).of_kind("theme")
    shown = tuple(rounds if everything else rounds[-RECENT:])
    return Trends(shown, themes, scores_of(shown, [theme.code for theme in themes]), len(rounds))


def changes_between(trends: Trends, first: Round, last: Round) -> dict[str, change.Change]:
    """Changes between two of the rounds from their published numbers, judged as one family (STATISTICS 7).

    Only constructs of which both means are shown; empty unless both rounds asked the same questions. Who answered
    both times is unknown here, so the intervals err on the wide side.
    """
    if first.version_id != last.version_id:
        return {}
    pairs = {one.code: (trends.value(first, one.code), trends.value(last, one.code)) for one in trends.constructs}
    family = {
        code: change.unlinked_change(summary_of(before), summary_of(after))
        for code, (before, after) in pairs.items()
        if before.mean is not None and after.mean is not None
    }
    return change.judge_family(family)


@dataclass(frozen=True)
class PublishedSummary:
    """A published value as scoring reads it: size, mean and SD, rounded as they were published."""

    n: int
    mean: float | None
    sd: float | None


def summary_of(value: Value) -> PublishedSummary:
    return PublishedSummary(value.n or 0, value.mean, value.sd)
