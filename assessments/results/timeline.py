"""What happened between the rounds: meetings and context events on one line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from assessments.models import Round
from partnerships.models import ContextEvent, Meeting, Partnership

MOST = 16
CLOSE, ABREAST = 0.075, 3  # of marks nearer than this share of the time shown, a picture has room for three


@dataclass(frozen=True)
class Happening:
    """A meeting (`meeting` is its key) or a context event; `number` is its place, from 1, oldest first."""

    number: int
    on: date
    title: str
    kind: str
    meeting: int | None = None


@dataclass(frozen=True)
class Timeline:
    """The happenings that are marked, and how many there were in all."""

    happenings: tuple[Happening, ...] = ()
    total: int = 0

    @property
    def shortened(self) -> bool:
        return len(self.happenings) < self.total


def timeline(partnership: Partnership, rounds: Sequence[Round]) -> Timeline:
    """Happenings from the first to the last of these closed rounds, numbered oldest first. Two queries.

    Where there are more than a picture can carry, in all or close together, context events are kept before meetings,
    and later ones before earlier ones.
    """
    if not rounds:
        return Timeline()
    span = (rounds[0].point_on, rounds[-1].point_on)
    if span[0] == span[1]:
        return Timeline()
    events = ContextEvent.objects.filter(partnership=partnership, happened_on__range=span)
    meetings = Meeting.objects.filter(partnership=partnership, held_on__range=span)
    found = [Happening(0, one.happened_on, one.title, str(one.get_category_display())) for one in events]
    found += [Happening(0, one.held_on, one.title, _("meeting"), one.pk) for one in meetings]
    found.sort(key=lambda one: (one.meeting is None, one.on), reverse=True)
    kept = sorted(_with_room(found, (span[1] - span[0]) * CLOSE), key=lambda one: (one.on, one.meeting or 0))
    numbered = (Happening(number, one.on, one.title, one.kind, one.meeting) for number, one in enumerate(kept, start=1))
    return Timeline(tuple(numbered), len(found))


def _with_room(found: Sequence[Happening], close: timedelta) -> list[Happening]:
    kept: list[Happening] = []
    for one in found:
        if len(kept) < MOST and sum(abs(one.on - other.on) < close for other in kept) < ABREAST:
            kept.append(one)
    return kept
