"""What happened between the rounds, as rooms of partnerships hand it in, on one line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from assessments.models import Round
from partnerships.models import Partnership
from partnerships.register import TIMELINE, TimelineEntry

MOST = 16
CLOSE, ABREAST = 0.075, 3  # of marks nearer than this share of the time shown, a picture has room for three


@dataclass(frozen=True)
class Timeline:
    """The entries that are marked, oldest first, and how many there were in all."""

    entries: tuple[TimelineEntry, ...] = ()
    total: int = 0

    @property
    def shortened(self) -> bool:
        return len(self.entries) < self.total


def timeline(partnership: Partnership, rounds: Sequence[Round]) -> Timeline:
    """Entries from the first to the last of these closed rounds. One query a room.

    Where there are more than a picture can carry, in all or close together, those of the lowest place in the register
    are kept before others (context events before meetings), and later ones before earlier ones.
    """
    if not rounds:
        return Timeline()
    first, last = rounds[0].point_on, rounds[-1].point_on
    if first == last:
        return Timeline()
    known = [entry for _place, entries in TIMELINE for entry in entries(partnership, first, last)]
    kept = sorted(_with_room(known, (last - first) * CLOSE), key=lambda entry: entry.on)
    return Timeline(tuple(kept), len(known))


def _with_room(known: Sequence[TimelineEntry], close: timedelta) -> list[TimelineEntry]:
    kept: list[TimelineEntry] = []
    for entry in known:
        if len(kept) < MOST and sum(abs(entry.on - other.on) < close for other in kept) < ABREAST:
            kept.append(entry)
    return kept
