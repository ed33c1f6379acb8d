"""The close of a round: answers leave the invitations in random order, and the published numbers are frozen."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.disclosure import Earlier, Publication, Respondents, publication
from assessments.models import Invitation, Round
from assessments.queries.instruments import questionnaire
from assessments.services import unlinking
from assessments.services.copying import copy_answers, read_answers
from assessments.services.publishing import compared_rounds, rules_of, store
from partnerships import access
from synergy import audit
from synergy.accounts.models import User
from synergy.outbox import jobs


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
    asked = questionnaire(round.version).scoring
    people = Respondents.from_rows(asked, copy_answers(round), round.breakdowns)
    earlier = compared_rounds(round)
    published = publication(people, rules_of(round), [_earlier(one, found) for one, found in earlier.values()])
    _count(round, people)
    round.closed_at = at
    store(round, published, earlier)
    unlinking.forget_links(round)
    round.state = Round.State.CLOSED
    round.save(update_fields=["invited", "started", "submitted", "closed_at", "state"])


def _wait_for_writers(round: Round) -> None:
    """Lock every invitation: a submission holding one ends first; one that comes later finds the round closing."""
    list(Invitation.objects.select_for_update().filter(round=round).order_by("pk").values_list("pk", flat=True))


def _earlier(round: Round, published: Publication) -> Earlier:
    """An earlier round with its people; they link as far as rounds of this mode do."""
    people = Respondents.from_rows(questionnaire(round.version).scoring, read_answers(round))
    return Earlier(round.number, people, published.counted)


def _count(round: Round, people: Respondents) -> None:
    """Imported responses were asked for and given at once; revoked invitations were asked as well."""
    imported = len(people) - int(people.by_link.sum())
    invitations = Invitation.objects.filter(round=round)
    round.invited = invitations.count() + imported
    round.started = invitations.valid().filter(started_on__isnull=False).count() + imported
    round.submitted = len(people)
