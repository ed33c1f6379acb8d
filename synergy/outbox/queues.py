"""Rooms put mail into the outbox, once for each key, and may send it again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from synergy.outbox import kinds
from synergy.outbox.models import Message, State

_CHUNK = 500


@dataclass(frozen=True)
class MailDraft:
    """A mail to be queued; `subject_ref` tells its renderer what to write about, the outbox never looks into it."""

    kind: str
    key: str
    recipient: str
    subject_ref: str = ""
    scope: str = ""
    due_at: datetime | None = None


def queue(
    *,
    kind: str,
    key: str,
    recipient: str,
    at: datetime,
    subject_ref: str = "",
    scope: str = "",
    due_at: datetime | None = None,
) -> bool:
    """Queue one mail; False when a mail of this key was queued before, which then stays as it is."""
    return queue_many([MailDraft(kind, key, recipient, subject_ref, scope, due_at)], at=at) == 1


def queue_many(drafts: Iterable[MailDraft], *, at: datetime) -> int:
    """Queue mails in few statements and return how many were new; mails whose key was queued before stay as they are.

    A mail to what is no address becomes a failed message at once: the log shows it, and it holds up no other mail.
    Raises kinds.UnknownMailKind for a kind nobody registered and ValueError for an empty or overlong key.
    """
    messages = [_message(draft, at) for draft in drafts]
    with transaction.atomic():
        Message.objects.bulk_create(messages, batch_size=_CHUNK, ignore_conflicts=True)
        return sum(
            Message.objects.filter(pk__in=[message.pk for message in chunk]).count() for chunk in _chunks(messages)
        )


def _message(draft: MailDraft, at: datetime) -> Message:
    kinds.require(draft.kind)
    if not 0 < len(draft.key) <= 200:
        raise ValueError("A message needs a key of 1 to 200 characters")
    wrong = _wrong_address(draft.recipient)
    return Message(
        kind=draft.kind,
        key=draft.key,
        recipient=" ".join(draft.recipient.replace("\x00", "").split())[:254],
        subject_ref=draft.subject_ref,
        scope=draft.scope,
        state=State.FAILED if wrong else State.QUEUED,
        last_error=wrong,
        queued_at=at,
        due_at=draft.due_at or at,
    )


def _wrong_address(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return _("This is not an e-mail address")
    return "" if len(address) <= 254 else _("This is not an e-mail address")


def _chunks(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    for start in range(0, len(messages), _CHUNK):
        yield messages[start : start + _CHUNK]


def resend(*, message_id: UUID, at: datetime, recipient: str = "") -> Message:
    """Send a message again because a person asked, to a corrected address if the person gives one.

    A failed, deferred, suppressed or perhaps-sent message goes back into the queue under its own Message-ID, so that
    its receiver can tell a double. A sent message is queued anew under another key and Message-ID, because its receiver
    may have deleted it. A message that is about to leave stays as it is. Returns the message that will leave. Raises
    Message.DoesNotExist.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state in (State.QUEUED, State.SENDING):
            return message
        if message.state == State.SENT:
            return _again(message, at, recipient or message.recipient)
        message.recipient = recipient or message.recipient
        message.last_error = _wrong_address(message.recipient)
        message.state = State.FAILED if message.last_error else State.QUEUED
        message.attempts, message.due_at, message.claimed_by, message.claimed_at = 0, at, "", None
        message.save()
        return message


def _again(message: Message, at: datetime, recipient: str) -> Message:
    base = message.key.split("#")[0]
    earlier = Message.objects.filter(key__startswith=f"{base}#").order_by("-queued_at")
    waiting = next((other for other in earlier if other.state in (State.QUEUED, State.SENDING, State.DEFERRED)), None)
    if waiting is not None:
        return waiting
    key = f"{base[:190]}#{len(earlier) + 2}"
    draft = MailDraft(message.kind, key, recipient, message.subject_ref, message.scope)
    queue_many([draft], at=at)
    return Message.objects.get(key=key)


class Renamed(NamedTuple):
    """A message, and what its key and subject become."""

    id: UUID
    key: str
    subject_ref: str


def rename_messages(renamed: Sequence[Renamed]) -> None:
    """Give messages other keys and subjects and change nothing else, in one statement for every five hundred.

    `bulk_update` would take twenty times as long, while everybody else who writes to SQLite waits.
    """
    values = "CAST(%s AS uuid)" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        for start in range(0, len(renamed), _CHUNK):
            chunk = renamed[start : start + _CHUNK]
            rows = ", ".join([f"({values}, %s, %s)"] * len(chunk))
            adapt = Message._meta.pk.get_db_prep_value
            cursor.execute(
                "UPDATE outbox_message SET key = fresh.column2, subject_ref = fresh.column3"  # noqa: S608  placeholders
                f" FROM (VALUES {rows}) AS fresh WHERE outbox_message.id = fresh.column1",
                [value for row in chunk for value in (adapt(row.id, connection), row.key, row.subject_ref)],
            )
