"""Comments as pages read them: only from the number of responses the plan asks for, in no order, and never by group."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.models import PublicationPlan, Round
from assessments.models.answers import Comment

State = Comment.State


@dataclass(frozen=True)
class CommentValue:
    """An open answer; `text` is what would be, or is, read. `original` only until the release, for coordinators."""

    id: UUID
    question: str  # code of the section or open question
    text: str
    state: str
    original: str = ""

    @property
    def is_released(self) -> bool:
        return self.state == State.RELEASED

    @property
    def can_be_restored(self) -> bool:
        return self.state in (State.HIDDEN, State.REDACTED)

    @property
    def can_be_hidden(self) -> bool:
        return self.state != State.HIDDEN

    @property
    def status(self) -> tuple[str, str]:
        """The mark of its state, and the word beside it."""
        return {
            State.RELEASED.value: ("done", _("released")),
            State.HIDDEN.value: ("off", _("hidden")),
            State.REDACTED.value: ("next", _("changed, waiting for the release")),
        }.get(self.state, ("now", _("waiting for the release")))


@dataclass(frozen=True)
class Moderation:
    """What a coordinator has before the release; `readable` False: too few responses, so nobody reads any."""

    readable: bool
    threshold: int
    comments: tuple[CommentValue, ...]
    numbers: dict[str, int]  # state -> how many

    @property
    def waiting(self) -> int:
        """How many the next release would let through."""
        return self.numbers.get(State.NEW, 0) + self.numbers.get(State.REDACTED, 0)


def released_comments(round: Round) -> dict[str, list[str]]:
    """Question -> released texts, for everybody who may see results; empty below the threshold. Two queries.

    The order is that of random keys: it says neither who wrote nor when.
    """
    if not readable_from(round)[0]:
        return {}
    texts: dict[str, list[str]] = {}
    for row in Comment.objects.filter(round=round, state=State.RELEASED):
        texts.setdefault(row.question, []).append(row.text)
    return texts


def moderation_of(round: Round) -> Moderation:
    """All comments of a closed round, for a coordinator to look at; none below the threshold. Two queries."""
    readable, threshold = readable_from(round)
    rows = list(Comment.objects.filter(round=round)) if readable else []
    comments = tuple(
        CommentValue(row.pk, row.question, row.redacted or row.text, row.state, row.text if row.redacted else "")
        for row in rows
    )
    return Moderation(readable, threshold, comments, dict(Counter(row.state for row in rows)))


def readable_from(round: Round) -> tuple[bool, int]:
    """Whether comments of this closed round are read at all, and from how many responses they are. One query."""
    content = PublicationPlan.objects.get(round=round).content
    return content.get("comments_readable", False), content.get("comments_from", 0)
