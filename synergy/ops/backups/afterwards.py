"""After a restore mail is held until a person releases it, sign-ins are over, and each room has set its rows right."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from synergy.accounts.models import User
from synergy.audit import entries as audit
from synergy.outbox import holds, works
from synergy.outbox.holds import Restored, Wish

Repair = Callable[[Restored], None]
Ask = Callable[[Restored], Iterable[str]]
_rooms: dict[str, tuple[Repair | None, Ask | None]] = {}


def register_after_restore(name: str, *, repair: Repair | None = None, ask: Ask | None = None) -> None:
    """Register a room: `repair` sets right what came back, in the restore's transaction (erased people go again).

    `ask` gives sentences about what only a person can know; people read them for as long as mail is held.
    """
    _rooms[name] = (repair, ask)


def set_right(restored: Restored) -> None:
    """Set everything right, inside the transaction or the file of the restore, in the state of this version."""
    Session.objects.all().delete()
    holds.hold(restored)
    works.begin_anew()
    for repair, _ask in _rooms.values():
        if repair is not None:
            repair(restored)
    day = restored.taken_at.date()
    audit.record(by=None, action="backup.restore", obj=None, at=restored.restored_at, taken=day)


def questions(restored: Restored) -> list[str]:
    return [sentence for _repair, ask in _rooms.values() if ask is not None for sentence in ask(restored)]


@transaction.atomic
def release_mail(*, by: User | None, at: datetime, wish: Wish) -> tuple[int, int] | None:
    """Release mail, and return how many messages wait to leave and how many never will; None when mail was not held.

    `by=None` is somebody at the keyboard of the server. Raises PermissionDenied for anybody but an administrator.
    """
    if by is not None and not by.is_administrator:
        raise PermissionDenied(_("Only an administrator lets mail leave again."))
    if not holds.is_held():
        return None
    leaves, dropped = holds.release(wish=wish)
    audit.record(by=by, action="mail.release", obj=None, at=at, leave=leaves, dropped=dropped)
    return leaves, dropped
