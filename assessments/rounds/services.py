"""Planning, changing and opening rounds."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.groupings import BREAKDOWNS, members_on
from assessments.invitations import mails
from assessments.invitations.services import invite_members
from assessments.models import InstrumentVersion, Round
from assessments.rounds.group_forecasts import planned_merges
from assessments.rounds.opening_checks import expected_rate, obstacles_to_opening
from partnerships import access
from partnerships.histories import record
from partnerships.models import Partnership
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes
from synergy.outbox import jobs

_USUAL_BREAKDOWNS = ("kind",)
_MOST_BREAKDOWNS = 2
_OPEN_FIELDS = ("closes_at", "k", "since_en", "since_fr")  # what may change while a round is open
_PLANNED_FIELDS = (
    *_OPEN_FIELDS, "version", "collection", "mode", "opens_at", "opens_by_itself",
    "breakdowns", "merges_small", "merges", "counts_unsent",
)  # fmt: skip
_LONGEST = timedelta(days=366)
_EARLIEST_YEAR = 1990  # of answers given elsewhere
_YEARS_AHEAD = 5


@transaction.atomic
def plan_round(
    *,
    by: User,
    partnership: Partnership,
    version: InstrumentVersion,
    opens_at: datetime,
    closes_at: datetime,
    k: int | None = None,
    collection: str = Round.Collection.LINKS,
    mode: str = Round.Mode.CONFIDENTIAL,
    breakdowns: Sequence[str] = _USUAL_BREAKDOWNS,
    merges_small: bool = False,
    counts_unsent: bool = False,
    opens_by_itself: bool = True,
    since_en: str = "",
    since_fr: str = "",
    at: datetime,
) -> Round:
    """Plan the next round of the partnership; K is the partnership’s own K unless raised.

    The mode stays from the opening on, because respondents are then promised it. A round that opens by itself does so
    later than `at`, so that there is time to look at who will be invited. A round whose answers are imported never
    opens by itself, and its dates may lie in the past. Raises ValidationError, by field, when a value does not fit.
    """
    access.require(by, "round.plan", partnership)
    locked = _locked_partnership(partnership)
    round = Round(
        partnership=partnership, version=version, collection=collection, mode=mode,
        k=locked.k if k is None else k, breakdowns=list(breakdowns), merges_small=merges_small,
        counts_unsent=counts_unsent, opens_at=opens_at, closes_at=closes_at,
        opens_by_itself=opens_by_itself and collection == Round.Collection.LINKS, since_en=since_en, since_fr=since_fr,
    )  # fmt: skip
    return _store_plan(by, round, at)


def _store_plan(by: User, round: Round, at: datetime) -> Round:
    _check(round, at)
    round.number = _next_number(round.partnership)
    round.save()
    record(by, "round.plan", round, at)
    return round


def _locked_partnership(partnership: Partnership) -> Partnership:
    """The partnership, locked: one plan at a time, so that two rounds never take the same number."""
    return Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)


def _next_number(partnership: Partnership) -> int:
    last: int | None = Round.objects.filter(partnership=partnership).aggregate(number=Max("number"))["number"]
    return (last or 0) + 1


@transaction.atomic
def update_round(*, by: User, round: Round, at: datetime, **values: Any) -> Round:
    """Change a planned round; an open round may only get another closing date, a higher K and other news since then.

    Raises ValidationError, by field, when a value does not fit or the round is over.
    """
    access.require(by, "round.plan", round.partnership)
    row = _locked(round)
    if not row.may_change:
        raise ValidationError(_("Only a planned or open round can be changed."), code="state")
    allowed = set(_PLANNED_FIELDS if row.is_planned else _OPEN_FIELDS)
    if row.promised:
        allowed -= {"mode", "k", "counts_unsent"}
    before = row.k
    wanted = {name: value for name, value in values.items() if name in allowed}
    changed = apply_changes(row, wanted, allowed=allowed)
    if not row.is_by_links:
        row.opens_by_itself = False
    _check(row, at, lowest_k=before if row.is_open else row.partnership.k)
    if changed:
        row.save()
        record(by, "round.update", row, at, fields=changed)
    return row


def open_round(*, by: User | None, round: Round, at: datetime, closes_at: datetime | None = None) -> Round:
    """Open a planned round and invite the members of that day; `by=None` is the clock.

    `closes_at` takes the place of the planned date, as for a round that is opened before its own.
    One transaction. Raises ValidationError with every reason why it cannot open (codes state, over, other_open, past,
    too_few); the round then stays planned. Of two calls at once, one opens the round and the other is refused.
    """
    if by is not None:
        access.require(by, "round.open", round.partnership)
    try:
        with transaction.atomic():
            return _open(by, round, at, closes_at)
    except IntegrityError as error:  # another round of the partnership opened at the same moment
        raise ValidationError(_("Another round is open: close it first."), code="other_open") from error


def _open(by: User | None, round: Round, at: datetime, closes_at: datetime | None) -> Round:
    row = _locked(round)
    row.closes_at = closes_at or row.closes_at
    members = members_on(row.partnership, row.partnership.day(at)) if row.is_by_links else []
    obstacles = obstacles_to_opening(row, members, at)
    if obstacles:
        raise ValidationError([ValidationError(obstacle.words, code=obstacle.code) for obstacle in obstacles])
    planned = Round.objects.filter(pk=row.pk, state=Round.State.PLANNED)
    merges = planned_merges(row, members, row.partnership.day(at), expected_rate(row.partnership))
    # Opened by hand before its date, it may also close before that date.
    opens_at = min(row.opens_at, at)
    if not planned.update(
        state=Round.State.OPEN, opened_at=at, opens_at=opens_at, closes_at=row.closes_at, merges=merges
    ):
        raise ValidationError(_("This round is not planned any more."), code="state")
    row.refresh_from_db(fields=["state", "opened_at", "opens_at", "closes_at"])
    invitations = invite_members(row, members, row.partnership.day(at))
    queued = mails.queue_invitations(invitations, at)
    record(by, "round.open", row, at, invited=len(invitations), mails=queued)
    return row


def open_due_rounds(at: datetime) -> int:
    """Open every round whose date has come; returns how many. A round that cannot open stays planned.

    A round that fails does not stop the others (`jobs.for_each`).
    """
    due = Round.objects.due_to_open(at).select_related("partnership").order_by("opens_at", "pk")
    return jobs.for_each(due, lambda round: _try_to_open(round, at), what="OpeningCheck")


def _try_to_open(round: Round, at: datetime) -> bool:
    try:
        open_round(by=None, round=round, at=at)
    except ValidationError:
        return False
    return True


def _locked(round: Round) -> Round:
    rows = Round.objects.select_for_update(of=("self",)).select_related("partnership", "version")
    return rows.get(pk=round.pk)


def _check(round: Round, at: datetime, lowest_k: int | None = None) -> None:
    """Raise ValidationError, by field, for what does not fit."""
    errors = _date_errors(round, at)
    lowest = round.partnership.k if lowest_k is None else lowest_k
    if round.k < lowest:
        errors["k"] = _("K may only be raised: choose %(k)s or more.") % {"k": lowest}
    if round.mode == Round.Mode.IDENTIFIED and not round.is_by_links:
        errors["mode"] = _("Imported answers carry no names: choose confidential or anonymous.")
    if error := _breakdown_error(round):
        errors["breakdowns"] = error
    if errors:
        raise ValidationError(errors)
    round.clean_fields(exclude=["partnership", "version", "breakdowns"])


def _date_errors(round: Round, at: datetime) -> dict[str, str]:
    errors: dict[str, str] = {}
    last_year = at.year + _YEARS_AHEAD
    if not _EARLIEST_YEAR <= round.opens_at.year <= last_year:
        words = _("Check the year: a round opens between %(first)s and %(last)s.")
        errors["opens_at"] = words % {"first": _EARLIEST_YEAR, "last": last_year}
    elif round.is_planned and round.opens_by_itself and round.opens_at <= at:
        errors["opens_at"] = _("The opening date has passed: choose a later one, or open the round by hand.")
    if round.closes_at <= round.opens_at:
        errors["closes_at"] = _("A round closes after it opens.")
    elif round.is_by_links and round.closes_at <= at:
        errors["closes_at"] = _("The closing date has passed: choose a later one.")
    elif "opens_at" not in errors and round.closes_at > round.opens_at + _LONGEST:
        errors["closes_at"] = _("A round is open for a year at most: choose an earlier closing date.")
    return errors


def _breakdown_error(round: Round) -> str:
    """What is wrong with the breakdowns: at most two, each once, and no group merged into a merged group."""
    if set(round.breakdowns) - set(BREAKDOWNS):
        return _("There is no such breakdown.")
    if len(round.breakdowns) > _MOST_BREAKDOWNS or len(set(round.breakdowns)) < len(round.breakdowns):
        return _("Choose two different breakdowns at most.")
    if any(set(merges) & set(merges.values()) for merges in round.merges.values()):
        return _("A merged group cannot take in others.")
    return ""
