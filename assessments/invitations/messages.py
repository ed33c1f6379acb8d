"""The mails of a round: to whom each was sent and whether it left; the texts of mails are not kept."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from assessments.models import Invitation, Round
from synergy.outbox.models import Message, State


def scope_of(round: Round) -> str:
    """How the outbox names this round."""
    return f"round:{round.pk}"


_MARKS: dict[str, str] = {
    State.SENT: "done",
    State.QUEUED: "next",
    State.SENDING: "now",
    State.DEFERRED: "next",
    State.FAILED: "late",
    State.UNKNOWN: "late",
}


def message_mark(state: str) -> str:
    return _MARKS.get(state, "off")


def round_messages(round: Round) -> "QuerySet[Message]":
    """Newest first; in an anonymous round only invitations, because a reminder tells who has not finished."""
    messages = Message.objects.in_scope(scope_of(round)).order_by("-queued_at", "pk")
    return messages.filter(kind="invitation") if round.is_anonymous else messages


def message_lines(round: Round, messages: Sequence[Message]) -> list[tuple[str, str, Message]]:
    """Each message with the name of the person it went to, and the shape of its state. One query."""
    refs = {message.subject_ref for message in messages}
    invitations = Invitation.objects.filter(round=round, pk__in=refs).select_related("stakeholder")
    names = {str(invitation.pk): invitation.stakeholder.name for invitation in invitations}
    return [(names.get(message.subject_ref, ""), message_mark(message.state), message) for message in messages]


def latest_messages(round: Round, invitations: Sequence[Invitation]) -> dict[str, Message]:
    """The newest message to each invitation, by the key of the invitation as text. One query."""
    refs = [str(invitation.pk) for invitation in invitations]
    newest_last = round_messages(round).filter(subject_ref__in=refs).reverse()
    return {message.subject_ref: message for message in newest_last}


def counts_by_state(round: Round) -> list[tuple[str, str, int]]:
    """Mark, words and number of messages for each state there is. One query."""
    counts = Message.objects.in_scope(scope_of(round)).order_by().values_list("state").annotate(Count("pk"))
    return [(message_mark(state), str(State(state).label), number) for state, number in sorted(counts)]
