"""Closing a round: the round is claimed at once, so that nobody answers any more; due work (`freezing`) follows."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Round
from partnerships import access
from synergy.accounts.models import User
from synergy.outbox import claims, jobs, works
from synergy.outbox.models import Work

WORK = "round.close"


class NotOpen(Exception):
    """The round cannot be closed: it never opened, or was cancelled."""


def work_key(round: Round) -> str:
    return f"{WORK}:{round.pk}"


def page_of(work: Work) -> str:
    """The address of the round that the work closes."""
    return Round.objects.select_related("partnership").get(pk=int(work.subject_ref)).get_absolute_url()


def begin_close(*, by: User | None, round: Round, at: datetime) -> Round:
    """Claim an open round for its close and queue the work, in one short transaction; `by=None` is the clock.

    A round that is closing or closed stays as it is. Raises PermissionDenied with the reason, and NotOpen for a planned
    or cancelled round.
    """
    if by is not None:
        access.require(by, "round.close", round.partnership)
    _claim(by, round, at)
    current = Round.objects.select_related("partnership", "version").get(pk=round.pk)
    if not (current.is_closing or current.is_closed):
        raise NotOpen(_("Only an open round can be closed."))
    return current


def begin_due_closes(at: datetime) -> int:
    """Claim every round whose date has passed: a job of the tick. Returns how many this call claimed.

    A round that fails does not stop the others (`jobs.for_each`). The work of a round that is closing is queued again
    when it is missing, as after a restore: backups leave due work out.
    """
    due = Round.objects.due_to_close(at).select_related("partnership")
    claimed = jobs.for_each(due, lambda round: _claim(None, round, at), what="Closing")
    queued = {work.subject_ref for work in Work.objects.unfinished().filter(kind=WORK)}
    for round in Round.objects.filter(state=Round.State.CLOSING).select_related("partnership"):
        if str(round.pk) not in queued:
            _queue_close(None, round, at)
    return claimed


def close_round(*, by: User | None, round: Round, at: datetime) -> Round:
    """Begin the close and do its work here and now, for commands that go on with the results.

    Raises what `begin_close` raises, and PutOff when the work failed.
    """
    current = begin_close(by=by, round=round, at=at)
    if current.is_closing:
        claim = claims.claim_this(Work.objects.get(key=work_key(round)), at)
        if claim is not None:
            claims.do_work(claim)
        current.refresh_from_db()
    return current


@transaction.atomic
def _claim(by: User | None, round: Round, at: datetime) -> bool:
    claimed = Round.objects.filter(pk=round.pk, state=Round.State.OPEN).update(state=Round.State.CLOSING)
    if claimed:
        _queue_close(by, round, at)
    return bool(claimed)


def _queue_close(by: User | None, round: Round, at: datetime) -> None:
    scope = round.partnership.scope
    works.queue_work(by=by, kind=WORK, key=work_key(round), subject_ref=str(round.pk), scope=scope, at=at)
