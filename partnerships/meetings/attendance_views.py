"""The page on which the coordinator notes who came to a meeting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.meetings import attendance as services
from partnerships.meetings.forms import AttendanceForm
from partnerships.meetings.queries import possible_guests, presence, roster
from partnerships.meetings.views import meeting_of
from synergy.web.forms import errors_on


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    meeting, partnership, now = meeting_of(request, pk), request.partnership, timezone.now()
    groups, ahead = roster(meeting), meeting.held_on > partnership.day(now)
    guests = possible_guests(partnership, groups)
    form = AttendanceForm(request.POST or None, groups=groups, guests=guests, ahead=ahead)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            services.record_attendance(by=request.user, meeting=meeting, statuses=form.statuses(), at=now)
            messages.success(request, _("The attendance has been noted."))
            return redirect(meeting)
    context = {"form": form, "rows": form.rows(), "meeting": meeting, "ahead": ahead, "presence": presence(groups)}
    return render(request, "partnerships/attendance/update.html", context)


@partnership_view("meeting.edit")
@require_POST
def attendance_everyone(request: PartnershipRequest, pk: int) -> HttpResponse:
    """Everybody about whom nothing is noted was present; apologies and absences stay."""
    meeting = meeting_of(request, pk)
    try:
        number = services.mark_others_present(by=request.user, meeting=meeting, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        words = ngettext("%(n)s person has been noted as present.", "%(n)s people have been noted as present.", number)
        messages.success(request, words % {"n": number})
    return redirect("attendance-update", request.partnership.slug, meeting.pk)
