"""Scores over the rounds of a partnership, and what changed since the first of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from assessments.models import Round
from assessments.questionnaire import Construct, questionnaire
from assessments.results.queries import scores_of
from assessments.results.values import ScoreValue
from assessments.statistics import change
from assessments.statistics.scores import Score

RECENT = 12


@dataclass(frozen=True)
class Trends:
    """Some constructs over some rounds, oldest first; a value is absent where the round did not ask for it."""

    rounds: tuple[Round, ...]
    constructs: tuple[Construct, ...]
    values: dict[int, dict[str, ScoreValue]]  # round id -> construct -> value
    all_rounds: int

    def value(self, round: Round, construct: str) -> ScoreValue:
        return self.values[round.pk].get(construct) or ScoreValue(construct, shown=False)

    @property
    def method_change(self) -> int | None:
        """Place of the first round after those of the older method; None where there is no such step."""
        older = [
            place
            for place, round in enumerate(self.rounds)
            if any(value.is_method_one for value in self.values[round.pk].values())
        ]
        return older[-1] + 1 if older and older[-1] + 1 < len(self.rounds) else None

    @property
    def first(self) -> Round:
        """The earliest round the newest one can be compared with."""
        return self.rounds[self.method_change or 0]

    @property
    def any_shown(self) -> bool:
        return any(value.shown for round in self.rounds for value in self.values[round.pk].values())

    @property
    def many(self) -> bool:
        """More points than a narrow chart can hold apart."""
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


def changes_since_first(trends: Trends) -> dict[str, change.Change]:
    """Changes from the first comparable round to the newest, judged as one family (STATISTICS 7).

    The changes rest on published scores; only constructs count whose scores rest on the same items in both rounds,
    asked alike. Who answered both times is unknown here, so the intervals err on the wide side.
    """
    first, last = trends.first, trends.rounds[-1]
    if first == last:
        return {}
    then, now = (questionnaire(round.version).scoring.by_code for round in (first, last))
    alike = {code for code, item in then.items() if now.get(code) == item}
    changes = {}
    for construct in trends.constructs:
        before, after = (_score(trends.value(round, construct.code)) for round in (first, last))
        if before and after and before.items == after.items and alike.issuperset(before.items):
            changes[construct.code] = change.change(before, after)
    return change.judge_family(changes)


def _score(value: ScoreValue) -> Score | None:
    """None where nothing is shown, and for a round of another method."""
    if not value.items or value.mean is None or value.sd is None or not value.n:
        return None
    return Score(value.n, value.mean, value.sd / sqrt(value.n), value.low, value.high, value.note, value.items)
