"""The partnerships of a programme side by side: the newest closed round of each, and the themes over time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Round
from assessments.questionnaire import Construct, Questionnaire, questionnaire
from assessments.results.queries import scores_of
from assessments.results.trends import RECENT
from assessments.results.values import ScoreValue
from partnerships.models import Partnership


@dataclass(frozen=True)
class PartnershipResults:
    """A partnership with its newest closed round, and its last rounds for the trend, oldest first."""

    partnership: Partnership
    round: Round
    asked: Questionnaire
    values: dict[str, ScoreValue]
    rounds: tuple[Round, ...]
    theme_values: dict[int, dict[str, ScoreValue]]  # round id -> theme -> value

    def value(self, construct: str) -> ScoreValue | None:
        """The number as it may be shown; None where the round did not ask for it."""
        if self.asked.construct(construct) is None:
            return None
        return self.values.get(construct) or ScoreValue(construct, shown=False)

    def theme_value(self, round: Round, theme: str) -> ScoreValue:
        return self.theme_values[round.pk].get(theme) or ScoreValue(theme, shown=False)


@dataclass(frozen=True)
class ProgrammeResults:
    """Columns in the order of the names, never of the scores; `waiting` have no closed round yet.

    `asked` is the questionnaire most of the newest rounds used: its constructs are the rows. None without a column.
    """

    columns: tuple[PartnershipResults, ...]
    waiting: tuple[Partnership, ...]
    asked: Questionnaire | None

    def of_kind(self, *kinds: str) -> list[Construct]:
        return [construct for kind in kinds for construct in (self.asked.of_kind(kind) if self.asked else ())]

    def rated(self, *kinds: str) -> list[Construct]:
        """Constructs that have a mean: the compared item has shares."""
        return [construct for construct in self.of_kind(*kinds) if not construct.is_compared]

    @property
    def alike(self) -> tuple[PartnershipResults, ...]:
        """The columns that answered those very questions: only these are compared with each other."""
        return tuple(column for column in self.columns if self.asked and column.asked.code == self.asked.code)


def programme_of(partnerships: Iterable[Partnership]) -> ProgrammeResults:
    """Everything the page of these partnerships shows, in five queries whatever their number and that of rounds."""
    ordered = sorted(partnerships, key=lambda partnership: (partnership.name.casefold(), partnership.pk))
    rounds = _closed_rounds(ordered)
    latest = {pk: closed[-1] for pk, closed in rounds.items()}
    values = scores_of(latest.values())
    asked = {pk: questionnaire(round.version) for pk, round in latest.items()}
    recent = {pk: tuple(closed[-RECENT:]) for pk, closed in rounds.items()}
    themes = {theme.code for version in asked.values() for theme in version.of_kind("theme")}
    over_time = scores_of([round for closed in recent.values() for round in closed], themes)
    columns = [
        PartnershipResults(row, latest[row.pk], asked[row.pk], values[latest[row.pk].pk], recent[row.pk], over_time)
        for row in ordered
        if row.pk in latest
    ]
    waiting = tuple(row for row in ordered if row.pk not in latest)
    return ProgrammeResults(tuple(columns), waiting, _usual(latest.values()))


def _closed_rounds(partnerships: list[Partnership]) -> dict[int, list[Round]]:
    by_pk = {partnership.pk: partnership for partnership in partnerships}
    closed: dict[int, list[Round]] = {}
    rounds = Round.objects.closed().filter(partnership__in=list(by_pk)).order_by("number")
    for round in rounds.prefetch_related("version"):
        round.partnership = by_pk[round.partnership_id]
        closed.setdefault(round.partnership_id, []).append(round)
    return closed


def _usual(rounds: Iterable[Round]) -> Questionnaire | None:
    """What most of these rounds asked; of several as frequent, the newest version."""
    versions = [round.version for round in rounds]
    if not versions:
        return None
    number = Counter(version.pk for version in versions)
    return questionnaire(max(versions, key=lambda version: (number[version.pk], version.pk)))
