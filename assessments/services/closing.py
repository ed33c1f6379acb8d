"""The close of a round: answers leave the invitations in random order, and the published numbers are frozen."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Invitation, Round
from assessments.models.answers import Comment, Response, SealedAnswers
from assessments.queries.instruments import questionnaire
from assessments.services import unlinking
from assessments.services.panel import panel_keys
from assessments.services.publishing import Respondents, publish
from partnerships import access
from synergy import audit
from synergy.accounts.models import User
from synergy.outbox import jobs

_BATCH = 1000
_Row = TypeVar("_Row", SealedAnswers, Comment)


class NotOpen(Exception):
    """The round cannot be closed: it never opened, or was cancelled."""


def close_round(*, by: User | None, round: Round, at: datetime) -> Round:
    """Close an open round in one transaction; `by=None` is the clock. Closing a closed round changes nothing.

    Raises PermissionDenied with the reason, and NotOpen for a planned or cancelled round.
    """
    if by is not None:
        access.require(by, "round.close", round.partnership)
    with transaction.atomic():
        claimed = Round.objects.filter(pk=round.pk, state=Round.State.OPEN).update(state=Round.State.CLOSING)
        current = Round.objects.select_related("partnership", "version").get(pk=round.pk)
        if claimed:
            _close(current, at)
            audit.record(
                by=by,
                action="round.close",
                obj=current,
                scope=current.partnership.scope,
                at=at,
                invited=current.invited,
                submitted=current.submitted,
            )
    if not current.is_closed:
        raise NotOpen(_("Only an open round can be closed."))
    return current


def close_due_rounds(at: datetime) -> int:
    """Close every round whose date has passed; returns how many this call closed.

    One that fails does not stop the others (`jobs.for_each`).
    """
    due = Round.objects.due_to_close(at).select_related("partnership")
    return jobs.for_each(due, lambda one: close_round(by=None, round=one, at=at).closed_at == at, what="Closing")


def _close(round: Round, at: datetime) -> None:
    _wait_for_writers(round)
    sealed = list(SealedAnswers.objects.filter(round=round).select_related("invitation"))
    finished = [one for one in sealed if one.invitation is None or one.invitation.submitted_on]
    drawn = _shuffled(finished)
    keys = panel_keys(round.partnership_id)
    responses = [_response(round, one, keys) for one in drawn]
    stored = Response.objects.bulk_create(unlinking.as_stored(round, responses), batch_size=_BATCH)
    unlinking.keep_names(round, drawn, stored)
    Comment.objects.bulk_create(_shuffled(_comments(round, finished)), batch_size=_BATCH)
    SealedAnswers.objects.filter(round=round).delete()
    invitations = Invitation.objects.filter(round=round)  # revoked ones were asked as well
    imported = sum(one.invitation_id is None for one in finished)
    round.invited = invitations.count() + imported
    round.started = invitations.valid().filter(started_on__isnull=False).count() + imported
    round.submitted = len(responses)
    round.closed_at = at
    publish(round, _respondents(round, responses), _respondents_of)
    unlinking.forget_links(round)
    round.state = Round.State.CLOSED
    round.save(update_fields=["invited", "started", "submitted", "closed_at", "state"])


def _wait_for_writers(round: Round) -> None:
    """Lock every invitation: a submission holding one ends first; one that comes later finds the round closing."""
    list(Invitation.objects.select_for_update().filter(round=round).order_by("pk").values_list("pk", flat=True))


def _response(round: Round, sealed: SealedAnswers, keys: Callable[[str], str]) -> Response:
    about: dict[str, Any] = sealed.about
    invitation = sealed.invitation
    return Response(
        round=round,
        panel_key=_panel_key(round, sealed, keys),
        kind=about.get("kind", invitation.kind if invitation else ""),
        sector=about.get("sector", invitation.sector if invitation else ""),
        tenure=about.get("tenure", invitation.tenure if invitation else ""),
        imported=invitation is None,
        answers=sealed.answers,
    )


def _panel_key(round: Round, sealed: SealedAnswers, keys: Callable[[str], str]) -> str:
    """Links a person's rounds of one mode; an imported row without a respondent key stays unlinked.

    Under the code of a confidential round a named one would give the name to it, and to a linked change its other end.
    """
    if round.mode == Round.Mode.ANONYMOUS:
        return ""
    if sealed.invitation is not None:
        role = "named" if round.mode == Round.Mode.IDENTIFIED else "stakeholder"
        return keys(f"{role}:{sealed.invitation.stakeholder_id}")
    return keys(f"key:{sealed.imported_key}") if sealed.imported_key else ""


def _comments(round: Round, sealed: Iterable[SealedAnswers]) -> list[Comment]:
    return [
        Comment(round=round, question=question, text=text)
        for one in sealed
        for question, text in one.comments.items()
        if text.strip()
    ]


def _shuffled(rows: Iterable[_Row]) -> list[_Row]:
    mixed = list(rows)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def _respondents(round: Round, responses: Iterable[Response]) -> Respondents:
    found = list(responses)
    rows = [
        (row.panel_key, {"kind": row.kind, "sector": row.sector, "tenure": row.tenure}, row.answers) for row in found
    ]
    return Respondents.from_rows(questionnaire(round.version), rows, [row.imported for row in found])


def _respondents_of(round: Round) -> Respondents:
    return _respondents(round, Response.objects.filter(round=round))
