"""A person lets mail leave again after a restore."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from synergy import audit
from synergy.accounts.models import User
from synergy.outbox import holds
from synergy.outbox.holds import Wish


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
