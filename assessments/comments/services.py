"""Comments before everybody reads them: a coordinator hides or redacts, then releases the rest, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from assessments.models import PublicationPlan, Round
from assessments.models.answers import Comment
from partnerships import access
from synergy.accounts.models import User
from synergy.audit import entries as audit

State = Comment.State


class NotModerated(Exception):
    """The comment cannot be changed any more, or comments of this round are not read by anybody."""


def hide_comment(*, by: User, round: Round, comment: UUID, at: datetime) -> None:
    """Keep a comment from being read; of one released already the text is deleted for good."""
    with transaction.atomic():
        row = _locked(by, round, comment)
        if row.state == State.RELEASED:
            row.text = ""
        row.state, row.redacted = State.HIDDEN, ""
        _keep(row, "comment.hide", by, round, at)


def redact_comment(*, by: User, round: Round, comment: UUID, text: str, at: datetime) -> None:
    """Let `text` be read in its place; the original is kept until the release. Raises NotModerated once released."""
    with transaction.atomic():
        row = _locked(by, round, comment, unless=State.RELEASED)
        words = text.strip()
        if not words:
            raise NotModerated(_("Write what may be read, or hide the comment."))
        row.state, row.redacted = State.REDACTED, words[: Comment._meta.get_field("redacted").max_length]
        _keep(row, "comment.redact", by, round, at)


def restore_comment(*, by: User, round: Round, comment: UUID, at: datetime) -> None:
    """Undo hiding or redacting before the release. Raises NotModerated where the text is gone or released."""
    with transaction.atomic():
        row = _locked(by, round, comment, unless=State.RELEASED)
        if not row.text:
            raise NotModerated(_("The text of this comment has been deleted."))
        row.state, row.redacted = State.NEW, ""
        _keep(row, "comment.restore", by, round, at)


@transaction.atomic
def release_comments(*, by: User, round: Round, at: datetime) -> int:
    """Let everybody with access to results read what is not hidden; returns how many are released now.

    Originals of redacted comments and the texts of hidden ones are deleted. Releasing again changes nothing.
    """
    _require(by, round)
    comments = Comment.objects.select_for_update().filter(round=round)
    comments.filter(state=State.HIDDEN).update(text="", redacted="")
    redacted = comments.filter(state=State.REDACTED).update(text=F("redacted"), redacted="", state=State.RELEASED)
    released = redacted + comments.filter(state=State.NEW).update(state=State.RELEASED)
    if released:
        scope = round.partnership.scope
        audit.record(by=by, action="comment.release", obj=round, scope=scope, at=at, number=released)
    return released


def _require(by: User, round: Round) -> None:
    access.require(by, "comment.moderate", round.partnership)
    plan = PublicationPlan.objects.filter(round=round).first()
    if plan is None or not plan.content.get("comments_readable"):
        raise NotModerated(_("Too few people answered for comments to be read."))


def _locked(by: User, round: Round, comment: UUID, unless: str = "") -> Comment:
    _require(by, round)
    row = Comment.objects.select_for_update().filter(round=round, pk=comment).first()
    if row is None:
        raise NotModerated(_("There is no such comment in this round."))
    if row.state == unless:
        raise NotModerated(_("This comment has been released: it can only be hidden."))
    return row


def _keep(row: Comment, action: str, by: User, round: Round, at: datetime) -> None:
    row.save(update_fields=["text", "redacted", "state"])
    audit.record(by=by, action=action, obj=round, scope=round.partnership.scope, at=at)
