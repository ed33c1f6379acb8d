"""Noting who came to a meeting."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.models import Attendance, Meeting, Stakeholder
from synergy import audit
from synergy.accounts.models import User

NOT_RECORDED = ""


@transaction.atomic
def record_attendance(*, by: User, meeting: Meeting, statuses: Mapping[int, str], at: datetime) -> int:
    """Sets {stakeholder id: status}, "" taking the note away; who is not named stays as noted. Says how many changed.

    Before the day of the meeting only apologies can be noted. Raises ValidationError for that, for a status that is
    not known and for a person who is not in the partnership.
    """
    access.require(by, "meeting.edit", meeting.partnership)
    # One change of a meeting's attendance at a time.
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=meeting.pk)
    known = dict(meeting.attendance.order_by().values_list("stakeholder_id", "status"))
    changed = {pk: status for pk, status in statuses.items() if known.get(pk, NOT_RECORDED) != status}
    _check(meeting, changed, at)
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
        scope = meeting.partnership.scope
        audit.record(by=by, action="attendance.recorded", obj=meeting, scope=scope, at=at, people=len(changed))
    return len(changed)


@transaction.atomic
def mark_others_present(*, by: User, meeting: Meeting, at: datetime) -> int:
    """Notes as present every member of that day about whom nothing is noted; says how many.

    Raises ValidationError before the day of the meeting.
    """
    access.require(by, "meeting.edit", meeting.partnership)
    members = Stakeholder.objects.filter(partnership=meeting.partnership).members_on(meeting.held_on)
    noted = set(meeting.attendance.order_by().values_list("stakeholder_id", flat=True))
    others = [pk for pk in members.order_by().values_list("pk", flat=True) if pk not in noted]
    return record_attendance(by=by, meeting=meeting, statuses=dict.fromkeys(others, Attendance.Status.PRESENT), at=at)


def _check(meeting: Meeting, changed: Mapping[int, str], at: datetime) -> None:
    wanted = set(changed.values()) - {NOT_RECORDED}
    if not wanted <= set(Attendance.Status.values):
        raise ValidationError(_("Choose present, apologies or absent."))
    if meeting.held_on > meeting.partnership.day(at) and not wanted <= {Attendance.Status.APOLOGIES}:
        raise ValidationError(_("Until the day of the meeting, only apologies can be noted."))
    if Stakeholder.objects.filter(partnership=meeting.partnership, pk__in=changed).count() != len(changed):
        raise ValidationError(_("Somebody in this list is not in the partnership."))
