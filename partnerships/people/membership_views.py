"""Pages of the time a person is a member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.models import Membership, Stakeholder
from partnerships.people import memberships as services
from partnerships.people.membership_forms import MembershipEndForm, MembershipForm
from synergy.web.forms import errors_on


def _membership(request: PartnershipRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("stakeholder__partnership", "organisation")
    return get_object_or_404(rows, stakeholder__partnership=request.partnership, pk=pk)


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def membership_create(request: PartnershipRequest, person: int) -> HttpResponse:
    rows = Stakeholder.objects.select_related("partnership")
    stakeholder = get_object_or_404(rows, partnership=request.partnership, pk=person)
    now = timezone.now()
    form = MembershipForm(request.POST or None, partnership=request.partnership, day=request.partnership.day(now))
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            services.create_membership(by=request.user, stakeholder=stakeholder, at=now, **form.cleaned_data)
            messages.success(request, _("The membership has been added."))
            return redirect(stakeholder)
    return render(request, "partnerships/membership/create.html", {"form": form, "stakeholder": stakeholder})


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def membership_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    membership, partnership, now = _membership(request, pk), request.partnership, timezone.now()
    form = MembershipForm(
        request.POST or None, partnership=partnership, day=partnership.day(now), membership=membership
    )
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            services.update_membership(by=request.user, membership=membership, at=now, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(membership.stakeholder)
    return render(request, "partnerships/membership/update.html", {"form": form, "membership": membership})


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: PartnershipRequest, pk: int) -> HttpResponse:
    membership, now = _membership(request, pk), timezone.now()
    day = membership.ended_on or max(request.partnership.day(now), membership.started_on)
    form = MembershipEndForm(request.POST or None, initial={"day": day})
    if request.method == "POST" and form.is_valid():
        with errors_on(form, started_on="day", ended_on="day"):
            services.end_membership(by=request.user, membership=membership, at=now, **form.cleaned_data)
            messages.success(request, _("The membership has been ended."))
            return redirect(membership.stakeholder)
    context = {
        "form": form,
        "membership": membership,
        "goes": [
            _("%(name)s is not invited to rounds that open after this day.") % {"name": membership.stakeholder.name},
        ],
        "stays": [
            _("The person, this membership and the attendance at meetings stay in the history."),
            _("An invitation to a round that is open now stays valid until you revoke it."),
        ],
    }
    return render(request, "partnerships/membership/end.html", context)
