"""The partnerships of a programme side by side: the newest closed round of each, and the themes over time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Round
from assessments.questionnaire import Construct, Questionnaire, questionnaire
from assessments.results.queries import Value, scores_of
from assessments.results.trends import RECENT
from partnerships.models import Partnership


@dataclass(frozen=True)
class Column:
    """A partnership with its newest closed round, and its last rounds for the trend, oldest first."""

    partnership: Partnership
    round: Round
    asked: Questionnaire
    values: dict[str, Value]
    rounds: tuple[Round, ...]
    theme_values: dict[int, dict[str, Value]]  # round id -> theme -> value

    def value(self, construct: str) -> Value | None:
        """The number as it may be shown; None where the round did not ask for it."""
        if self.asked.construct(construct) is None:
            return None
        return self.values.get(construct) or Value(construct, shown=False)

    def theme_value(self, round: Round, theme: str) -> Value:
        return self.theme_values[round.pk].get(theme) or Value(theme, shown=False)


@dataclass(frozen=True)
class Programme:
    """Columns in the order of the names, never of the scores; `waiting` have no closed round yet.

    `asked` is the questionnaire most of the newest rounds used: its constructs are the rows. None without a column.
    """

    columns: tuple[Column, ...]
    waiting: tuple[Partnership, ...]
    asked: Questionnaire | None

    def of_kind(self, *kinds: str) -> list[Construct]:
        return [one for kind in kinds for one in (self.asked.of_kind(kind) if self.asked else ())]

    @property
    def alike(self) -> tuple[Column, ...]:
        """The columns that answered those very questions: only these are compared with each other."""
        return tuple(one for one in self.columns if self.asked and one.asked.code == self.asked.code)


def programme_of(partnerships: Iterable[Partnership]) -> Programme:
    """Everything the page of these partnerships shows, in five queries whatever their number and that of rounds."""
    rows = sorted(partnerships, key=lambda one: (one.name.casefold(), one.pk))
    rounds = _closed(rows)
    latest = {pk: found[-1] for pk, found in rounds.items()}
    values = scores_of(latest.values())
    asked = {pk: questionnaire(round.version) for pk, round in latest.items()}
    recent = {pk: tuple(found[-RECENT:]) for pk, found in rounds.items()}
    themes = {theme.code for one in asked.values() for theme in one.of_kind("theme")}
    over_time = scores_of([round for found in recent.values() for round in found], themes)
    columns = [
        Column(row, latest[row.pk], asked[row.pk], values[latest[row.pk].pk], recent[row.pk], over_time)
        for row in rows
        if row.pk in latest
    ]
    return Programme(tuple(columns), tuple(row for row in rows if row.pk not in latest), _usual(latest.values()))


def _closed(partnerships: list[Partnership]) -> dict[int, list[Round]]:
    known = {one.pk: one for one in partnerships}
    found: dict[int, list[Round]] = {}
    rounds = Round.objects.closed().filter(partnership__in=list(known)).order_by("number")
    for round in rounds.prefetch_related("version"):
        round.partnership = known[round.partnership_id]
        found.setdefault(round.partnership_id, []).append(round)
    return found


def _usual(rounds: Iterable[Round]) -> Questionnaire | None:
    """What most of these rounds asked; of several as frequent, the newest version."""
    versions = [round.version for round in rounds]
    if not versions:
        return None
    number = Counter(version.pk for version in versions)
    return questionnaire(max(versions, key=lambda version: (number[version.pk], version.pk)))
