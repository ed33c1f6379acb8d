"""A restore holds mail: messages that waited in the backup may have left since, and only a person can know."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from synergy.outbox.models import Heartbeat, Message, State

_HELD, _RESTORED, _TAKEN = "mail held", "backup restored", "restored backup taken"


@dataclass(frozen=True)
class Restored:
    """The moments of a backup and of its restore: the database has lost whatever happened between them."""

    taken_at: datetime
    restored_at: datetime


class Wish(StrEnum):
    """Which of the waiting messages leave once mail is released."""

    NONE = "none"
    SINCE = "since"  # what was queued after the restore
    ALL = "all"


def hold(restored: Restored) -> None:
    """Let no mail leave from now on. Messages under way when the backup was made count as perhaps sent."""
    for name, at in ((_HELD, restored.restored_at), (_RESTORED, restored.restored_at), (_TAKEN, restored.taken_at)):
        Heartbeat.objects.update_or_create(name=name, defaults={"last_at": at})
    under_way = Message.objects.filter(state=State.SENDING)
    under_way.update(state=State.UNKNOWN, last_error="Sending was interrupted")


def current_hold() -> Restored | None:
    """The restore since which no mail leaves; None when mail may leave. One query."""
    moments = dict(Heartbeat.objects.filter(name__in=[_HELD, _TAKEN]).values_list("name", "last_at"))
    return Restored(moments.get(_TAKEN, moments[_HELD]), moments[_HELD]) if _HELD in moments else None


def last_restore() -> datetime | None:
    """When a backup was last restored: people known by then may have had mail that the outbox knows nothing of."""
    return Heartbeat.objects.filter(name=_RESTORED).values_list("last_at", flat=True).first()


def is_held() -> bool:
    return Heartbeat.objects.filter(name=_HELD).exists()


@transaction.atomic
def release(*, wish: Wish) -> tuple[int, int]:
    """Let mail leave again, and return how many messages wait to leave and how many never will.

    A message that never will stays in the log as no longer needed; from there a person may send it.
    """
    held = current_hold()
    waiting = Message.objects.waiting()
    if held is not None:
        dropped = waiting.none() if wish == Wish.ALL else waiting
        if wish == Wish.SINCE:
            dropped = dropped.filter(queued_at__lt=held.restored_at)
        count = dropped.update(state=State.SUPPRESSED, last_error=_("Held back after a restore"))
        Heartbeat.objects.filter(name=_HELD).delete()
        return waiting.count(), count
    return waiting.count(), 0
