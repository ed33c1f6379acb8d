"""The round that is open or planned next, and the counts of how far the round is; nothing of the answers."""

from dataclasses import dataclass

from assessments.invitations.progress import RoundProgress, round_progress
from assessments.models import Round
from assessments.rounds.queries import imported_responses
from partnerships.models import Partnership


@dataclass(frozen=True)
class Upcoming:
    """An open round with its counts, or a planned round without counts; `imported` counts the rows of files."""

    round: Round
    progress: RoundProgress | None = None
    imported: int = 0

    @property
    def takes_files(self) -> bool:
        return not self.round.is_by_links


def upcoming(partnership: Partnership) -> Upcoming | None:
    """The open round, else the planned one that opens first. Three queries at most."""
    waiting = Round.objects.filter(
        partnership=partnership, state__in=[Round.State.OPEN, Round.State.CLOSING, Round.State.PLANNED]
    )
    rounds = sorted(waiting, key=lambda round: (round.is_planned, round.opens_at))
    if not rounds:
        return None
    first = rounds[0]
    first.partnership = partnership
    if first.is_planned:
        return Upcoming(first)
    return Upcoming(first, round_progress(first), imported_responses(first))
