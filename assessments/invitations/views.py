"""Pages of the people invited to a round: how far they are and what can be done for them, never what they answered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.groupings import members_on
from assessments.invitations import mails, pages, reminders, services
from assessments.invitations.forms import PeopleFilterForm
from assessments.invitations.progress import round_progress
from assessments.loading import find_round
from assessments.models import Invitation
from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.models import Stakeholder
from synergy.web.forms import errors_in_messages
from synergy.web.pager import paginate


def _invitation(request: PartnershipRequest, number: int, pk: UUID) -> Invitation:
    rows = Invitation.objects.select_related("stakeholder", "round__version", "round__partnership")
    return get_object_or_404(rows, round__partnership=request.partnership, round__number=number, pk=pk)


@partnership_view("invitation.view")
@require_safe
def invitation_list(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    statuses = [] if round.is_anonymous else [(str(s.value), str(s.label)) for s in Invitation.Status]
    form = PeopleFilterForm(request.GET, statuses=statuses)
    filters = form.filters()
    page = paginate(pages.listed_invitations(round, **filters), request.GET)
    people, progress = pages.invited_people(round, list(page.object_list)), round_progress(round)
    members = members_on(request.partnership, request.partnership.day(timezone.now())) if round.is_open else []
    context = {
        "round": round,
        "form": form,
        "listed": people or any(request.GET.get(name) for name in form.fields),
        "clear_url": request.path if any(filters.values()) else "",
        "page": page,
        "people": people,
        "empty": pages.empty_words(round, progress, people),
        "progress": progress,
        "progress_sentences": pages.progress_sentences(progress),
        "rate_sentences": pages.rate_sentences(round, progress),
        "not_invited": pages.not_invited(round, members),
        "zone": request.partnership.time_zone,
    }
    return render(request, "assessments/invitation/list.html", context)


@partnership_view("invitation.send")
@require_POST
def invitation_create(request: PartnershipRequest, number: int, stakeholder: int) -> HttpResponse:
    round = find_round(request, number)
    person = get_object_or_404(Stakeholder, partnership=request.partnership, pk=stakeholder)
    success = _("%(name)s is invited.") % {"name": person.name}
    return _run(request, number, success, services.invite_member, round=round, stakeholder=person)


@partnership_view("invitation.send")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_remind(request: PartnershipRequest, number: int) -> HttpResponse:
    round, at = find_round(request, number), timezone.now()
    if request.method == "POST":
        with errors_in_messages(request):
            queued = reminders.remind_now(by=request.user, round=round, at=at)
            messages.success(request, pages.reminded_sentence(round, queued))
        return redirect("invitation-list", request.partnership.slug, number)
    return render(request, "assessments/invitation/remind.html", pages.reminding_context(round, at))


@partnership_view("invitation.send")
@require_POST
def invitation_resend(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    invitation = _invitation(request, number, pk)
    success = _("The invitation of %(name)s is on its way again.") % {"name": invitation.stakeholder.name}
    return _run(request, number, success, services.resend_invitation, invitation=invitation)


@partnership_view("invitation.send")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_revoke(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    invitation = _invitation(request, number, pk)
    if request.method == "POST":
        success = _("The invitation of %(name)s is revoked.") % {"name": invitation.stakeholder.name}
        return _run(request, number, success, services.revoke_invitation, invitation=invitation)
    return render(request, "assessments/invitation/revoke.html", _context(invitation))


@partnership_view("invitation.send")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_link(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    invitation, link = _invitation(request, number, pk), ""
    if request.method == "POST":
        with errors_in_messages(request):
            link = services.show_link(by=request.user, invitation=invitation, at=timezone.now())
        if not link:
            return redirect("invitation-list", request.partnership.slug, number)
    return render(request, "assessments/invitation/link.html", _context(invitation) | {"link": link})


@partnership_view("invitation.send")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_replace_link(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    invitation = _invitation(request, number, pk)
    if request.method == "POST":
        success = _("%(name)s has a new link; the old one no longer works.") % {"name": invitation.stakeholder.name}
        return _run(request, number, success, services.replace_link, invitation=invitation)
    return render(request, "assessments/invitation/replace_link.html", _replacement(invitation))


@partnership_view("invitation.send")
@require_POST
def invitation_undeliverable(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    invitation = _invitation(request, number, pk)
    success = _("Noted: e-mail does not reach %(name)s. Copy the link, or correct the address under People.")
    success %= {"name": invitation.stakeholder.name}
    return _run(request, number, success, services.mark_undeliverable, invitation=invitation)


def _context(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "round": invitation.round, "person": invitation.stakeholder}


def _replacement(invitation: Invitation) -> dict[str, Any]:
    return _context(invitation) | {"shows_answers": mails.shows_answers_once_replaced(invitation)}


def _run(
    request: PartnershipRequest, number: int, success: str, service: Callable[..., Any], **subject: Any
) -> HttpResponse:
    """Call the service, and go back to the list with the message of success or with the refusal."""
    with errors_in_messages(request):
        service(by=request.user, at=timezone.now(), **subject)
        messages.success(request, success)
    return redirect("invitation-list", request.partnership.slug, number)
