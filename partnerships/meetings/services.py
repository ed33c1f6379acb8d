"""Adding, changing and deleting meetings, and writing down who came and what was decided."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.dates import require_near
from partnerships.histories import record
from partnerships.models import Attendance, Decision, Meeting, Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes

YEARS_AHEAD = 1
NOT_RECORDED = ""
FIELDS = ("title", "held_on", "minutes", "mode", "agenda")


@transaction.atomic
def create_meeting(
    *,
    by: User,
    partnership: Partnership,
    title: str,
    held_on: date,
    mode: str = Meeting.Mode.IN_PERSON,
    minutes: int | None = None,
    agenda: str = "",
    at: datetime,
) -> Meeting:
    """`minutes` is 5 to 960; a meeting may be planned up to a year ahead.

    Raises ValidationError, by field, when a value does not fit.
    """
    access.require(by, "meeting.edit", partnership)
    meeting = Meeting(partnership=partnership, title=title, held_on=held_on, mode=mode, minutes=minutes, agenda=agenda)
    _check(meeting, at)
    meeting.save()
    record(by, "meeting.created", meeting, at)
    return meeting


@transaction.atomic
def update_meeting(*, by: User, meeting: Meeting, at: datetime, **values: Any) -> Meeting:
    """Changes title, held_on, minutes, mode or agenda.

    Raises ValidationError, by field, when a value does not fit, or when a meeting at which somebody is marked
    present or absent would move to a day that has not come.
    """
    access.require(by, "meeting.edit", meeting.partnership)
    row = _locking().get(pk=meeting.pk)
    changed = apply_changes(row, values, allowed=FIELDS)
    if changed:
        _check(row, at)
        if "held_on" in changed and row.held_on > row.partnership.day(at) and _was_held(row):
            words = _("Who was there has been noted, so this meeting cannot move to a day that has not come.")
            raise ValidationError({"held_on": words})
        row.save()
        record(by, "meeting.updated", row, at, fields=changed)
    return row


@transaction.atomic
def delete_meeting(*, by: User, meeting: Meeting, at: datetime) -> None:
    """Deletes the meeting with its attendance and decisions, unless somebody else has just done so.

    Action items of the meeting stay, without a meeting.
    """
    access.require(by, "meeting.edit", meeting.partnership)
    row = _locking().filter(pk=meeting.pk).first()
    if row is None:
        return
    numbers = {"attendance": row.attendance.count(), "decisions": row.decisions.count()}
    record(by, "meeting.deleted", row, at, held_on=row.held_on, **numbers)
    row.delete()


@transaction.atomic
def add_decision(*, by: User, meeting: Meeting, text: str, at: datetime) -> Decision:
    """Raises ValidationError when the text is empty or longer than 500 characters."""
    access.require(by, "meeting.edit", meeting.partnership)
    decision = Decision(meeting=meeting, text=text)
    decision.full_clean()
    decision.save()
    record(by, "decision.created", decision, at)
    return decision


@transaction.atomic
def delete_decision(*, by: User, decision: Decision, at: datetime) -> None:
    """Deletes the decision, unless somebody else has just done so."""
    access.require(by, "meeting.edit", decision.meeting.partnership)
    rows = Decision.objects.select_for_update(of=("self",)).select_related("meeting__partnership")
    row = rows.filter(pk=decision.pk).first()
    if row is not None:
        record(by, "decision.deleted", row, at)
        row.delete()


def _locking() -> "QuerySet[Meeting]":
    return Meeting.objects.select_for_update(of=("self",)).select_related("partnership")


def _was_held(meeting: Meeting) -> bool:
    return meeting.attendance.exclude(status=Attendance.Status.APOLOGIES).exists()


def _check(meeting: Meeting, at: datetime) -> None:
    meeting.full_clean()
    require_near("held_on", meeting.held_on, partnership=meeting.partnership, at=at, years_ahead=YEARS_AHEAD)


@transaction.atomic
def record_attendance(*, by: User, meeting: Meeting, statuses: Mapping[int, str], at: datetime) -> int:
    """Notes {stakeholder id: status}; the status "" takes a note away. Returns how many notes have changed.

    Before the day of the meeting only apologies can be noted. Raises ValidationError for that, for a status that is
    not known and for a person who is not in the partnership.
    """
    access.require(by, "meeting.edit", meeting.partnership)
    # One change of a meeting's attendance at a time.
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=meeting.pk)
    known = dict(meeting.attendance.order_by().values_list("stakeholder_id", "status"))
    changed = {pk: status for pk, status in statuses.items() if known.get(pk, NOT_RECORDED) != status}
    _check_attendance(meeting, changed, at)
    Attendance.objects.filter(
        meeting=meeting, stakeholder__in=[pk for pk, status in changed.items() if status == NOT_RECORDED]
    ).delete()
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, stakeholder_id=pk, status=status) for pk, status in changed.items() if status],
        update_conflicts=True,
        unique_fields=["meeting", "stakeholder"],
        update_fields=["status"],
    )
    if changed:
        record(by, "attendance.recorded", meeting, at, people=len(changed))
    return len(changed)


@transaction.atomic
def mark_others_present(*, by: User, meeting: Meeting, at: datetime) -> int:
    """Notes every member of that day as present about whom nothing is noted. Returns how many were noted.

    Raises ValidationError before the day of the meeting.
    """
    access.require(by, "meeting.edit", meeting.partnership)
    members = Stakeholder.objects.filter(partnership=meeting.partnership).members_on(meeting.held_on)
    noted = set(meeting.attendance.order_by().values_list("stakeholder_id", flat=True))
    others = [pk for pk in members.order_by().values_list("pk", flat=True) if pk not in noted]
    return record_attendance(by=by, meeting=meeting, statuses=dict.fromkeys(others, Attendance.Status.PRESENT), at=at)


def _check_attendance(meeting: Meeting, changed: Mapping[int, str], at: datetime) -> None:
    wanted = set(changed.values()) - {NOT_RECORDED}
    if not wanted <= set(Attendance.Status.values):
        raise ValidationError(_("Choose present, apologies or absent."))
    if meeting.held_on > meeting.partnership.day(at) and not wanted <= {Attendance.Status.APOLOGIES}:
        raise ValidationError(_("Until the day of the meeting, only apologies can be noted."))
    if Stakeholder.objects.filter(partnership=meeting.partnership, pk__in=changed).count() != len(changed):
        raise ValidationError(_("Somebody in this list is not in the partnership."))
