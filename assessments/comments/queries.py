"""The door to comments: only from the number of responses the plan asks for, in no order, and never by group."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from assessments.models import PublicationPlan, Round
from assessments.models.answers import Comment


@dataclass(frozen=True)
class CommentValue:
    """One open answer; `text` is what would be, or is, read. `original` only until the release, for coordinators."""

    id: UUID
    question: str  # code of the section or open question
    text: str
    state: str
    original: str = ""


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
        return self.numbers.get(Comment.State.NEW, 0) + self.numbers.get(Comment.State.REDACTED, 0)


def released_comments(round: Round) -> dict[str, list[str]]:
    """Question -> released texts, for everybody who may see results; empty below the threshold. Two queries.

    The order is that of random keys: it says neither who wrote nor when.
    """
    if not _plan(round)[0]:
        return {}
    found: dict[str, list[str]] = {}
    for row in Comment.objects.filter(round=round, state=Comment.State.RELEASED):
        found.setdefault(row.question, []).append(row.text)
    return found


def moderation_of(round: Round) -> Moderation:
    """All comments of a closed round, for a coordinator to look at; none below the threshold. Two queries."""
    readable, threshold = _plan(round)
    rows = list(Comment.objects.filter(round=round)) if readable else []
    comments = tuple(
        CommentValue(row.pk, row.question, row.redacted or row.text, row.state, row.text if row.redacted else "")
        for row in rows
    )
    return Moderation(readable, threshold, comments, dict(Counter(row.state for row in rows)))


def readable_from(round: Round) -> tuple[bool, int]:
    """Whether comments of this closed round are read at all, and from how many responses they are. One query."""
    return _plan(round)


def _plan(round: Round) -> tuple[bool, int]:
    content = PublicationPlan.objects.get(round=round).content
    return content.get("comments_readable", False), content.get("comments_from", 0)
