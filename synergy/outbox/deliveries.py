"""A delivery claims each due message before it sends it, so that nobody gets the same mail twice."""

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, Error, transaction
from django.db import connection as database

from synergy.outbox import holds, kinds
from synergy.outbox.connections import Consequence, consequence_of, leaves_this_machine, mail_connection, reason_of
from synergy.outbox.envelopes import envelope
from synergy.outbox.models import WAITING, Message, State
from synergy.web.unavailable import is_unavailable

logger = logging.getLogger(__name__)

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
STUCK_AFTER = timedelta(minutes=15)
# After so many attempts, about a day, a mail that its receiver puts off counts as failed.
MOST_ATTEMPTS = 16
# For so many seconds a delivery waits for a database that is away to note what became of a mail: nothing else knows it.
_PATIENCE = 120.0
_GLANCE = 0.5
# After so many broken connections in a row the server is in trouble: the rest waits for the next run.
MOST_BREAKS = 2


@dataclass
class Delivery:
    """How many messages of one run came to which end."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    suppressed: int = 0
    unknown: int = 0
    more_waits: bool = False
    held: bool = False


class _Clock:
    """The moment that the caller gave, plus the time that has really passed since: a run takes minutes."""

    def __init__(self, at: datetime) -> None:
        self.at, self.start = at, time.monotonic()

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.start)


def deliver_due(
    *, at: datetime, limit: int = 300, per_second: float = 5.0, interrupted: Callable[[], bool] = bool
) -> Delivery:
    """Send at most `limit` messages due at `at`, at most `per_second` of them a second (0: no pause).

    `more_waits` of the result says: call again, because the limit was reached or because `interrupted` said after a
    mail that something else cannot wait. Mail that goes to a file is not paced. While a mail is being sent no lock is
    held and no transaction is open, because a mail server may take its time; several runs at once share the messages.
    While mail is held after a restore, no mail leaves.
    """
    if holds.is_held():
        return Delivery(held=True)
    clock = _Clock(at)
    done = Delivery(unknown=release_stuck(at=at))
    connection = mail_connection()
    breaks = 0
    try:
        for _turn in range(limit):
            began = time.monotonic()
            message = claim_message(at=at, now=clock.now())
            if message is None:
                break
            consequence = _deliver(message, connection, clock, done)
            breaks = breaks + 1 if consequence is Consequence.RECONNECT else 0
            if consequence is Consequence.STOP or breaks >= MOST_BREAKS:
                break
            if interrupted():
                done.more_waits = True
                break
            _pause(began, per_second if leaves_this_machine() else 0)
        else:
            done.more_waits = True
    finally:
        _close(connection)
    return done


def claim_message(*, at: datetime, now: datetime) -> Message | None:
    """Claim the message that has been due for longest; None when none is due, mail is held, or others were quicker."""
    claim = uuid.uuid4().hex
    with transaction.atomic():
        if holds.is_held():
            return None
        due = Message.objects.due(at).order_by("due_at", "pk").select_for_update(skip_locked=True)
        pk = due.values_list("pk", flat=True).first()
        if pk is None:
            return None
        # SQLite has no row locks: there the condition on the state decides which of two runs gets the message.
        mine = Message.objects.filter(pk=pk, state__in=WAITING)
        if not mine.update(state=State.SENDING, claimed_by=claim, claimed_at=now):
            return None
    return Message.objects.get(pk=pk)


def release_stuck(*, at: datetime) -> int:
    """Mark mail whose run died on the way as perhaps sent: it may have left, so only a person may send it again."""
    stuck = Message.objects.filter(state=State.SENDING, claimed_at__lte=at - STUCK_AFTER)
    return stuck.update(state=State.UNKNOWN, last_error="Sending was interrupted")


def _deliver(message: Message, connection: BaseEmailBackend, clock: _Clock, done: Delivery) -> Consequence | None:
    try:
        rendered = kinds.require(message.kind).render(message)
        if rendered is None:
            done.suppressed += _mark(message, State.SUPPRESSED)
            return None
        mail = envelope(message, rendered, connection)
        mail.message()  # a header that cannot be written shows here, before anything is sent
    except DatabaseError:
        _mark(message, State.QUEUED)
        raise
    except Exception as error:
        logger.exception("A mail of kind %s cannot be written: %s", message.kind, type(error).__name__)
        return _after(message, Consequence.DEFER, reason_of(error), clock, done)
    opened = False
    try:
        connection.open()
        opened = True
        connection.send_messages([mail])
    except Exception as error:
        under_way = bool(getattr(connection, "text_under_way", False))
        consequence = consequence_of(error, opened=opened, text_under_way=under_way)
        _close(connection)
        return _after(message, consequence, reason_of(error), clock, done)
    done.sent += _mark(message, State.SENT, sent_at=clock.now(), attempts=message.attempts + 1)
    return None


def _after(message: Message, consequence: Consequence, reason: str, clock: _Clock, done: Delivery) -> Consequence:
    attempts = message.attempts + 1
    given_up = consequence is Consequence.DEFER and attempts >= MOST_ATTEMPTS
    if consequence is Consequence.UNKNOWN:
        done.unknown += _mark(message, State.UNKNOWN, attempts=attempts, last_error=reason)
    elif consequence is Consequence.FAIL or given_up:
        done.failed += _mark(message, State.FAILED, attempts=attempts, last_error=reason)
    else:
        wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
        later = clock.now() + wait
        done.deferred += _mark(message, State.DEFERRED, attempts=min(attempts, 999), last_error=reason, due_at=later)
    return consequence


def _mark(message: Message, state: State, **changes: object) -> int:
    """Write what became of the message unless the claim was taken away meanwhile; return the number of rows, 0 or 1.

    Only this process knows what the mail server answered, so it waits for a database that is away: without the note
    the mail would be sent twice or count as perhaps sent.
    """
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING, claimed_by=message.claimed_by)
    error = changes.pop("last_error", "")
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return mine.update(state=state, last_error=error, **changes)
        except Error as away:
            if not is_unavailable(away) or database.in_atomic_block or time.monotonic() > until:
                raise
            database.close()
            time.sleep(_GLANCE)


def _pause(began: float, per_second: float) -> None:
    if per_second > 0:
        time.sleep(max(0.0, 1 / per_second - (time.monotonic() - began)))


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception as error:  # a server that hangs up rudely has still taken the mail
        logger.warning("The mail connection did not close well: %s", type(error).__name__)
