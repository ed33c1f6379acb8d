"""What happened between the rounds, as rooms of partnerships hand it in, on one line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.models import Round
from partnerships.models import Partnership
from partnerships.register import TIMELINE, TimelineEntry

MOST = 16
CLOSE, ABREAST = 0.075, 3  # of marks nearer than this share of the time shown, a picture has room for three


@dataclass(frozen=True)
class Happening:
    """A meeting, a context event or another entry of a room; `number` is its place, from 1, oldest first."""

    number: int
    on: date
    title: str
    kind: str
    url: str


@dataclass(frozen=True)
class Timeline:
    """The happenings that are marked, and how many there were in all."""

    happenings: tuple[Happening, ...] = ()
    total: int = 0

    @property
    def shortened(self) -> bool:
        return len(self.happenings) < self.total


def timeline(partnership: Partnership, rounds: Sequence[Round]) -> Timeline:
    """Happenings from the first to the last of these closed rounds, numbered oldest first. One query a room.

    Where there are more than a picture can carry, in all or close together, those of the lowest
    place in the register are kept before others (context events before meetings), and later ones before earlier ones.
    """
    if not rounds:
        return Timeline()
    first, last = rounds[0].point_on, rounds[-1].point_on
    if first == last:
        return Timeline()
    found = [entry for _place, entries in TIMELINE for entry in entries(partnership, first, last)]
    kept = sorted(_with_room(found, (last - first) * CLOSE), key=lambda entry: entry.on)
    numbered = (Happening(number, one.on, one.title, one.kind, one.url) for number, one in enumerate(kept, start=1))
    return Timeline(tuple(numbered), len(found))


def _with_room(found: Sequence[TimelineEntry], close: timedelta) -> list[TimelineEntry]:
    kept: list[TimelineEntry] = []
    for one in found:
        if len(kept) < MOST and sum(abs(one.on - other.on) < close for other in kept) < ABREAST:
            kept.append(one)
    return kept
