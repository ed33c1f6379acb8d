"""Cancelling a round, or setting an open one back to planned: no answer is lost unless somebody says so by name.

Example: Ana and Ben are invited. While neither has begun, the round can be cancelled or set back. Once Ana has begun,
whoever cancels the round types its name and a reason, and Ana's answers are deleted.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.closing.unlinking import plan_unlinking
from assessments.invitations.messages import scope_of
from assessments.models import ImportedFile, Invitation, Round
from assessments.models.answers import SealedAnswers
from partnerships import access
from partnerships.histories import record
from synergy.accounts.models import User
from synergy.outbox.models import LEFT, Message, State

_GONE = (*LEFT, State.SENDING)  # mails that nobody can call back


def begun_answers(round: Round) -> int:
    """How many have begun to answer, sent or not, or came from a file."""
    return SealedAnswers.objects.filter(round=round).count()


@transaction.atomic
def cancel_round(*, by: User, round: Round, at: datetime, name: str = "", reason: str = "") -> Round:
    """Cancel a planned or open round; cancelling twice changes nothing. Answers that were begun are deleted.

    Of an anonymous round nothing is left that tells who had begun, as after its close.
    With such answers ValidationError is raised, by field, unless `name` is that of the round and a reason is given;
    also for a round that is closing or closed.
    """
    access.require(by, "round.cancel", round.partnership)
    row = _claimed(round, Round.State.CANCELLED)
    if row is None:
        return Round.objects.select_related("partnership").get(pk=round.pk)
    was_open = row.opened_at is not None
    if begun_answers(row):
        _refuse_unnamed(row, name, reason)
        SealedAnswers.objects.filter(round=row).delete()
    Invitation.objects.filter(round=row).update(started_on=None, submitted_on=None, sections_done=0)
    plan_unlinking(row)()
    if was_open:
        record(by, "round.cancel_open", row, at, reason=reason.strip() or "–")
    else:
        record(by, "round.cancel", row, at)
    return row


@transaction.atomic
def set_back_round(*, by: User, round: Round, at: datetime) -> Round:
    """Make an open round a planned one again, which opens by hand; links that were sent work again when it opens.

    Mode and K stay as they are once a mail has left or a link was looked up: people may have read the promise. Raises
    ValidationError when somebody has begun to answer, and for a round that is not open.
    """
    access.require(by, "round.cancel", round.partnership)
    row = _claimed(round, Round.State.PLANNED)
    if row is None or begun_answers(row):
        raise ValidationError(_("Only an open round without any answer can be set back to planned."), code="state")
    mails = Message.objects.in_scope(scope_of(row))
    read = mails.filter(state__in=_GONE).exists() or Invitation.objects.filter(round=row, handed_out=True).exists()
    mails.exclude(state__in=_GONE).delete()
    row.promised = row.promised or read
    row.opened_at, row.opens_by_itself = None, False
    row.save(update_fields=["opened_at", "opens_by_itself", "promised"])
    record(by, "round.set_back", row, at)
    return row


def _claimed(round: Round, state: str) -> Round | None:
    """The round, in its new state and with its writers waited for; None when it was in that state already."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("partnership")
    row = rows.get(pk=round.pk)
    if row.state == state:
        return None
    if not row.may_change:
        raise ValidationError(_("Only a planned or open round can be cancelled."), code="state")
    row.state = state
    row.save(update_fields=["state"])
    list(Invitation.objects.select_for_update().filter(round=row).order_by("pk").values_list("pk", flat=True))
    ImportedFile.objects.filter(round=row, rows=None).delete()
    return row


def _refuse_unnamed(round: Round, name: str, reason: str) -> None:
    errors = {}
    if " ".join(name.split()).casefold() != str(round).casefold():
        errors["name"] = _("Type “%(name)s”: its answers are deleted.") % {"name": round}
    if not reason.strip():
        errors["reason"] = _("Say why: the history keeps the reason.")
    if errors:
        raise ValidationError(errors)
