"""Reminders to those who have not finished: two by themselves, others when asked for; never soon after another mail."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.invitations import mails
from assessments.invitations.messages import scope_of
from assessments.models import Invitation, Round
from partnerships import access
from partnerships.histories import record
from synergy.accounts.models import User
from synergy.outbox import holds, jobs, queues
from synergy.outbox.models import LEFT, WAITING, Message, State

AFTER_OPENING = timedelta(days=3)
BEFORE_CLOSE = timedelta(days=2)
BETWEEN_MAILS = timedelta(hours=48)
EARLIEST, LATEST = time(8), time(20)
_NONE = Q(pk__in=[])


def queue_due_reminders(at: datetime) -> int:
    """Queue every reminder that is due at that moment; returns how many. Running twice queues nothing twice.

    A round that fails does not stop the others (`jobs.for_each`).
    """
    rounds = Round.objects.filter(state=Round.State.OPEN, collection=Round.Collection.LINKS, closes_at__gt=at)
    return jobs.for_each(rounds.select_related("partnership"), lambda round: _remind(round, at), what="Reminding")


def _remind(round: Round, at: datetime) -> int:
    kind = due_reminder(round, at)
    if kind is None or _is_quiet_hour(round, at):
        return 0
    drafts = [mails.draft(invitation, kind) for invitation in _unfinished(round, _spared_refs(round, kind, at))]
    queued = queues.queue_many(drafts, at=at) if drafts else 0
    if queued:
        record(None, "reminders.queue", round, at, number=_number_to_tell(round, queued), kind=kind)
    return queued


@transaction.atomic
def remind_now(*, by: User, round: Round, at: datetime) -> int:
    """Queue a reminder to everybody whom `remindable` names, because a coordinator asked; returns `_number_to_tell`.

    Raises ValidationError when the round is not open, at night, and when there is nobody to remind.
    """
    access.require(by, "invitation.send", round.partnership)
    current = Round.objects.select_related("partnership", "version").select_for_update(of=("self",)).get(pk=round.pk)
    if not (current.is_open and current.is_by_links):
        raise ValidationError(_("Reminders go out while a round is open."), code="not_open")
    if _is_quiet_hour(current, at):
        hours = {"earliest": EARLIEST.hour, "latest": LATEST.hour}
        words = _("Reminders leave between %(earliest)s and %(latest)s o’clock in the time of the partnership.")
        raise ValidationError(words % hours, code="quiet")
    occasion = current.partnership.day(at).isoformat()
    drafts = [mails.draft(row, mails.ASKED_REMINDER, occasion=occasion) for row in remindable(current, at)]
    number = _number_to_tell(current, queues.queue_many(drafts, at=at) if drafts else 0)
    if not number:
        raise ValidationError(_("There is nobody to remind now."), code="nobody")
    record(by, "reminders.queue", current, at, number=number, kind=mails.ASKED_REMINDER)
    return number


def _number_to_tell(round: Round, queued: int) -> int:
    """The number that may be known: in an anonymous round of those who have not finished, whomever mail reaches.

    If all but Ana were marked as unreachable, the number of mails would tell whether Ana has finished.
    """
    return unfinished(round) if round.is_anonymous else queued


def unfinished(round: Round) -> int:
    """How many of the invited have not finished. One query."""
    return Invitation.objects.unfinished().filter(round=round).count()


def remindable(round: Round, at: datetime) -> list[Invitation]:
    """Who has not finished, can be reached, and had no mail in the last 48 hours. Two queries."""
    return list(_unfinished(round, _recent_refs(round, at)))


def planned_reminders(round: Round, at: datetime) -> list[datetime]:
    """When reminders still go out by themselves."""
    return sorted(moment for moment in _due_from(round).values() if at < moment < round.closes_at)


def due_reminder(round: Round, at: datetime) -> str | None:
    """The reminder whose time it is: the last days belong to the second one."""
    due_from = _due_from(round)
    return next((kind for kind in (mails.SECOND_REMINDER, mails.FIRST_REMINDER) if at >= due_from[kind]), None)


def _due_from(round: Round) -> dict[str, datetime]:
    """From when on each reminder is due."""
    return {
        mails.FIRST_REMINDER: (round.opened_at or round.opens_at) + AFTER_OPENING,
        mails.SECOND_REMINDER: round.closes_at - BEFORE_CLOSE,
    }


def _is_quiet_hour(round: Round, at: datetime) -> bool:
    return not EARLIEST <= at.astimezone(round.partnership.zone).time() < LATEST


def _unfinished(round: Round, spared: set[str]) -> Iterable[Invitation]:
    """Invitations of people whom mail can reach, who have not finished and are not to be spared this reminder."""
    for invitation in Invitation.objects.unfinished().filter(round=round).select_related("stakeholder"):
        invitation.round = round
        if invitation.stakeholder.reachable and str(invitation.pk) not in spared:
            yield invitation


def _spared_refs(round: Round, kind: str, at: datetime) -> set[str]:
    """References of invitations with this reminder, or with a mail that waits, is leaving or left in the last 48 hours.

    An invitation queued before a backup was restored is spared too when the reminder fell due before the restore: the
    reminder may have left between the backup and the restore, and the restored database does not know.
    """
    restored_at = holds.last_restore()
    forgotten = Q(queued_at__lte=restored_at) if restored_at and _due_from(round)[kind] <= restored_at else _NONE
    return _recent_refs(round, at, Q(kind=kind) | forgotten)


def _recent_refs(round: Round, at: datetime, others: Q = _NONE) -> set[str]:
    """References of invitations with a mail that waits, is leaving, left in the last 48 hours, or is of the others."""
    left = Coalesce("sent_at", "claimed_at", "queued_at")
    recent = Q(state__in=LEFT, left__gt=at - BETWEEN_MAILS)
    pending = Q(state__in=[*WAITING, State.SENDING])
    messages = Message.objects.in_scope(scope_of(round)).alias(left=left).filter(recent | pending | others)
    return set(messages.values_list("subject_ref", flat=True))
