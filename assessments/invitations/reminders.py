"""Two reminders to those who have not finished, at decent hours and never on the heels of another mail."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from assessments.invitations import mails
from assessments.invitations.messages import scope_of
from assessments.models import Invitation, Round
from synergy import audit, outbox
from synergy.outbox import holds, jobs
from synergy.outbox.models import WAITING, Message, State

AFTER_OPENING = timedelta(days=3)
BEFORE_CLOSE = timedelta(days=2)
APART = timedelta(hours=48)
EARLIEST, LATEST = time(8), time(20)


def queue_due_reminders(at: datetime) -> int:
    """Queue every reminder that is due at that moment; returns how many. Running twice queues nothing twice.

    A round that fails does not stop the others (`jobs.for_each`).
    """
    rounds = Round.objects.filter(state=Round.State.OPEN, collection=Round.Collection.LINKS, closes_at__gt=at)
    return jobs.for_each(rounds.select_related("partnership"), lambda one: _remind(one, at), what="Reminding")


def _remind(round: Round, at: datetime) -> int:
    kind = due_kind(round, at)
    if kind is None or _is_quiet(round, at):
        return 0
    drafts = [mails.draft(invitation, kind) for invitation in _unfinished(round, kind, at)]
    queued = outbox.queue_many(drafts, at=at) if drafts else 0
    if queued:
        scope = round.partnership.scope
        audit.record(by=None, action="reminders.queue", obj=round, scope=scope, at=at, number=queued, kind=kind)
    return queued


def due_kind(round: Round, at: datetime) -> str | None:
    """The reminder whose time it is: the last days belong to the second one."""
    moments = _moments(round)
    return next((kind for kind in (mails.SECOND_REMINDER, mails.FIRST_REMINDER) if at >= moments[kind]), None)


def _moments(round: Round) -> dict[str, datetime]:
    """From when on each reminder is due."""
    return {
        mails.FIRST_REMINDER: (round.opened_at or round.opens_at) + AFTER_OPENING,
        mails.SECOND_REMINDER: round.closes_at - BEFORE_CLOSE,
    }


def _is_quiet(round: Round, at: datetime) -> bool:
    return not EARLIEST <= at.astimezone(round.partnership.zone).time() < LATEST


def _unfinished(round: Round, kind: str, at: datetime) -> Iterable[Invitation]:
    """Those mail can reach who have not finished, did not get this reminder, nor any mail for 48 hours."""
    spared = _spared(round, kind, at)
    found = Invitation.objects.unfinished().filter(round=round).select_related("stakeholder")
    for invitation in found:
        invitation.round = round
        if invitation.stakeholder.reachable and str(invitation.pk) not in spared:
            yield invitation


def _spared(round: Round, kind: str, at: datetime) -> set[str]:
    """Invitations that have this reminder, or a mail that waits, is on its way or left in the last 48 hours.

    Also those invited before a backup was restored, when the reminder had fallen due by then: it may have left between
    the backup and its restore, which nothing here tells any more.
    """
    left = Coalesce("sent_at", "claimed_at", "queued_at")
    recent = Q(state__in=[State.SENT, State.UNKNOWN], left__gt=at - APART)
    pending = Q(state__in=[*WAITING, State.SENDING])
    restored_at = holds.last_restore()
    forgotten = Q(queued_at__lte=restored_at) if restored_at and _moments(round)[kind] <= restored_at else Q(pk__in=[])
    messages = Message.objects.in_scope(scope_of(round)).alias(left=left)
    messages = messages.filter(Q(kind=kind) | recent | pending | forgotten)
    return set(messages.values_list("subject_ref", flat=True))
