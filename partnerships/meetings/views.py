"""Pages of the meetings of a partnership, of who came and of what was decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.meetings import queries, services
from partnerships.meetings.forms import AttendanceForm, DecisionForm, MeetingForm
from partnerships.models import Decision, Meeting
from partnerships.register import MEETING_SECTIONS
from synergy.web.forms import errors_in_messages, save_form
from synergy.web.pager import paginate

PAGE = 25


def _meeting(request: PartnershipRequest, pk: int) -> Meeting:
    rows = Meeting.objects.select_related("partnership")
    return get_object_or_404(rows, partnership=request.partnership, pk=pk)


@partnership_view("meeting.view")
@require_safe
def meeting_list(request: PartnershipRequest) -> HttpResponse:
    partnership, day = request.partnership, request.partnership.day(timezone.now())
    page = paginate(queries.meeting_rows(partnership), request.GET, size=PAGE)
    context = {"page": page, "years": queries.meeting_years(partnership, list(page.object_list), day)}
    return render(request, "partnerships/meeting/list.html", context)


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request: PartnershipRequest) -> HttpResponse:
    partnership, words = request.partnership, _("The meeting has been added.")
    form = MeetingForm(request.POST or None, initial={"held_on": partnership.day(timezone.now())})
    if meeting := save_form(request, form, services.create_meeting, words, partnership=partnership):
        return redirect(meeting)
    return render(request, "partnerships/meeting/create.html", {"form": form})


@partnership_view("meeting.view")
@require_safe
def meeting_detail(request: PartnershipRequest, pk: int) -> HttpResponse:
    """Who came is shown by name to those who may see the people; others see the numbers.

    Attendance is a record about persons, kept for coordination and evaluation; a partner reads how many came and how
    many organisations were there, which says nothing about a single colleague.
    """
    meeting, partnership = _meeting(request, pk), request.partnership
    day, groups = partnership.day(timezone.now()), queries.roster(meeting)
    ahead, presence = meeting.held_on > day, queries.presence(groups)
    context = {
        "meeting": meeting,
        "ahead": ahead,
        "lead": queries.presence_words(presence, ahead),
        "tally": _tally(presence, ahead),
        "shares": presence["recorded"] and not ahead,
        "groups": groups if request.can.people_view else [],
        "decisions": list(meeting.decisions.all()),
        "decision_form": DecisionForm(auto_id="decision_%s"),
        "sections": [
            (template, content(meeting, day, bool(request.can.meeting_edit))) for template, content in MEETING_SECTIONS
        ],
    }
    return render(request, "partnerships/meeting/detail.html", context)


def _tally(presence: dict[str, int], ahead: bool) -> list[tuple[str, int]]:
    """How many people are in each state, with its words; nothing where a meeting was held and nothing is noted."""
    apologies, unknown = (_("Apologies"), presence["apologies"]), presence["unknown"]
    if ahead:
        return [apologies, *([(_("Expected"), unknown)] if unknown else [])]
    if not presence["recorded"]:
        return []
    present, absent = (_("Present"), presence["present"]), (_("Absent"), presence["absent"])
    return [present, apologies, absent, *([(_("Not noted"), unknown)] if unknown else [])]


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    form = MeetingForm(request.POST or None, row=meeting)
    if save_form(request, form, services.update_meeting, _("Saved."), meeting=meeting):
        return redirect(meeting)
    return render(request, "partnerships/meeting/update.html", {"form": form, "meeting": meeting})


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_delete(request: PartnershipRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    if request.method == "POST":
        services.delete_meeting(by=request.user, meeting=meeting, at=timezone.now())
        messages.success(request, _("The meeting has been deleted."))
        return redirect("meeting-list", request.partnership.slug)
    context = {"meeting": meeting, "goes": _what_goes(meeting), "stays": _what_stays(meeting)}
    return render(request, "partnerships/meeting/delete.html", context)


def _what_goes(meeting: Meeting) -> list[str]:
    people, decisions = meeting.attendance.count(), meeting.decisions.count()
    goes = [_("The meeting, its agenda, and its mark on the trend charts.")]
    if people:
        words = ngettext("The attendance of %(n)s person.", "The attendance of %(n)s people.", people)
        goes.append(words % {"n": people})
    if decisions:
        goes.append(ngettext("%(n)s decision.", "%(n)s decisions.", decisions) % {"n": decisions})
    return goes


def _what_stays(meeting: Meeting) -> list[str]:
    items = meeting.action_items.count()
    stays = [_("The history says that the meeting was deleted, and by whom.")]
    if items:
        words = ngettext(
            "%(n)s action item stays in the list of actions, without a meeting.",
            "%(n)s action items stay in the list of actions, without a meeting.",
            items,
        )
        stays.insert(0, words % {"n": items})
    return stays


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request: PartnershipRequest, meeting: int) -> HttpResponse:
    row = _meeting(request, meeting)
    form = DecisionForm(request.POST or None)
    if save_form(request, form, services.add_decision, meeting=row):
        return redirect(f"{row.get_absolute_url()}#decisions")
    return render(request, "partnerships/decision/create.html", {"form": form, "meeting": row})


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def decision_delete(request: PartnershipRequest, pk: int) -> HttpResponse:
    rows = Decision.objects.select_related("meeting__partnership")
    decision = get_object_or_404(rows, meeting__partnership=request.partnership, pk=pk)
    back = reverse("meeting-detail", args=[request.partnership.slug, decision.meeting_id])
    if request.method == "POST":
        services.delete_decision(by=request.user, decision=decision, at=timezone.now())
        messages.success(request, _("The decision has been deleted."))
        return redirect(f"{back}#decisions")
    context = {"decision": decision, "cancel_url": back, "goes": [decision.text]}
    return render(request, "partnerships/decision/delete.html", context)


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    meeting, partnership, words = _meeting(request, pk), request.partnership, _("The attendance has been noted.")
    groups, ahead = queries.roster(meeting), meeting.held_on > partnership.day(timezone.now())
    guests = queries.possible_guests(partnership, groups)
    form = AttendanceForm(request.POST or None, groups=groups, guests=guests, ahead=ahead)
    if save_form(request, form, services.record_attendance, words, meeting=meeting) is not None:
        return redirect(meeting)
    context = {
        "form": form,
        "rows": form.rows(),
        "meeting": meeting,
        "words": _attendance_words(queries.presence(groups), ahead),
    }
    return render(request, "partnerships/attendance/update.html", context)


def _attendance_words(presence: dict[str, int], ahead: bool) -> dict[str, str]:
    """Heading and explanation of the page, and `everyone`, the button that notes the others, where there are any."""
    if ahead:
        lead = _("This meeting has not been held: only apologies can be noted until then.")
        return {"heading": _("Who cannot come?"), "lead": lead}
    everyone, lead = "", _("Members of that day, by organisation. “Not noted” says nothing about the person.")
    if presence["unknown"]:
        everyone = _("Mark everyone present")
    if presence["unknown"] and presence["recorded"]:
        everyone = _("Mark everyone else present")
        lead = _(
            "“Mark everyone else present” notes those about whom nothing is noted; apologies and absences stay. Save"
            " your changes below first."
        )
    return {"heading": _("Who was there?"), "lead": lead, "everyone": everyone}


@partnership_view("meeting.edit")
@require_POST
def attendance_everyone(request: PartnershipRequest, pk: int) -> HttpResponse:
    """Notes everybody as present about whom nothing is noted; apologies and absences stay."""
    meeting = _meeting(request, pk)
    with errors_in_messages(request):
        number = services.mark_others_present(by=request.user, meeting=meeting, at=timezone.now())
        words = ngettext("%(n)s person has been noted as present.", "%(n)s people have been noted as present.", number)
        messages.success(request, words % {"n": number})
    return redirect("attendance-update", request.partnership.slug, meeting.pk)
