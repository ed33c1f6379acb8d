"""The mails of a round: what was sent to whom and what became of it; their texts are not kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from assessments.models import Invitation, Round
from synergy.outbox import Line
from synergy.outbox.models import Message, State
from synergy.outbox.queues import line


def scope_of(round: Round) -> str:
    """How the outbox names this round."""
    return f"round:{round.pk}"


@dataclass(frozen=True)
class Sent:
    """A line of the log with the name of the person; `mark` is the shape of its state."""

    name: str
    message: Line

    @property
    def mark(self) -> str:
        return mark(self.message.state)


_MARKS: dict[str, str] = {
    State.SENT: "done",
    State.QUEUED: "next",
    State.SENDING: "now",
    State.DEFERRED: "next",
    State.FAILED: "late",
    State.UNKNOWN: "late",
}


def mark(state: str) -> str:
    return _MARKS.get(state, "off")


def messages(round: Round) -> "QuerySet[Message]":
    """Newest first; in an anonymous round only invitations, because a reminder tells who has not finished."""
    found = Message.objects.in_scope(scope_of(round)).order_by("-queued_at", "pk")
    return found.filter(kind="invitation") if round.mode == Round.Mode.ANONYMOUS else found


def sent(round: Round, shown: Sequence[Message]) -> list[Sent]:
    """The messages as lines of a page. One query."""
    refs = {message.subject_ref for message in shown}
    found = Invitation.objects.filter(round=round, pk__in=refs).select_related("stakeholder")
    names = {str(invitation.pk): invitation.stakeholder.name for invitation in found}
    return [Sent(names.get(message.subject_ref, ""), line(message)) for message in shown]


def latest(round: Round, invitations: Sequence[Invitation]) -> dict[str, Line]:
    """The newest message to each invitation, by the key of the invitation as text. One query."""
    refs = [str(invitation.pk) for invitation in invitations]
    newest_last = messages(round).filter(subject_ref__in=refs).reverse()
    return {message.subject_ref: line(message) for message in newest_last}


def counts_by_state(round: Round) -> list[tuple[str, str, int]]:
    """Mark, words and number of messages for each state there is. One query."""
    found = Message.objects.in_scope(scope_of(round)).order_by().values_list("state").annotate(Count("pk"))
    return [(mark(state), str(State(state).label), number) for state, number in sorted(found)]
