"""Pages of the people of a partnership, and of the times they are members."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.models import Membership, Stakeholder
from partnerships.models.stakeholder import MEMBERS
from partnerships.navigation import people_tabs
from partnerships.people import queries, services
from partnerships.people.forms import (
    MembershipEndForm,
    MembershipForm,
    NewStakeholderForm,
    StakeholderFilterForm,
    StakeholderForm,
    SwitchForm,
)
from synergy.web.forms import save_form
from synergy.web.pager import clear_url, paginate


def _stakeholder(request: PartnershipRequest, pk: int) -> Stakeholder:
    rows = Stakeholder.objects.select_related("kind", "partnership")
    return get_object_or_404(rows, partnership=request.partnership, pk=pk)


@partnership_view("people.view")
@require_safe
def stakeholder_list(request: PartnershipRequest) -> HttpResponse:
    partnership, day = request.partnership, request.partnership.day(timezone.now())
    form = StakeholderFilterForm(request.GET, partnership=partnership)
    wanted = form.wanted()
    filtered, counts = clear_url(request, "q", "kind", "organisation"), partnership.stakeholders.counts_on(day)
    plain = counts[MEMBERS] and wanted["show"] == MEMBERS and not filtered
    organisations = partnership.organisations.counts_on(day)
    context = {
        "filters": form,
        "clear_url": filtered,
        "page": paginate(queries.stakeholder_rows(partnership, day, **wanted), request.GET),
        "wanted": wanted,
        "counts": counts,
        "compositions": queries.compositions(partnership, day) if plain else [],
        "people_tabs": people_tabs(partnership, counts, organisations, wanted["show"]),
    }
    return render(request, "partnerships/stakeholder/list.html", context)


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_create(request: PartnershipRequest) -> HttpResponse:
    partnership = request.partnership
    common = {name: request.GET[name] for name in ("organisation", "kind", "language") if name in request.GET}
    day = partnership.day(timezone.now())
    form = NewStakeholderForm(request.POST or None, partnership=partnership, day=day, initial=common)
    if person := save_form(request, form, services.create_stakeholder, partnership=partnership):
        messages.success(request, _("%(name)s has been added.") % {"name": person.name})
        return redirect(_another(person) if request.POST.get("then") == "another" else person.get_absolute_url())
    return render(request, "partnerships/stakeholder/create.html", {"form": form})


def _another(person: Stakeholder) -> str:
    """The empty form for the next person, who is likely of the same organisation, kind and language."""
    common = {
        "organisation": person.memberships.get().organisation_id or "",
        "kind": person.kind_id,
        "language": person.language,
    }
    return f"{reverse('stakeholder-create', args=[person.partnership.slug])}?{urlencode(common)}"


@partnership_view("people.view")
@require_safe
def stakeholder_detail(request: PartnershipRequest, pk: int) -> HttpResponse:
    stakeholder, day = _stakeholder(request, pk), request.partnership.day(timezone.now())
    memberships = queries.memberships_of(stakeholder, day)
    context = {
        "stakeholder": stakeholder,
        "memberships": memberships,
        "current": next((membership for membership, state in memberships if state == "now"), None),
        "attendance": queries.attendance_of(stakeholder),
    }
    return render(request, "partnerships/stakeholder/detail.html", context)


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    stakeholder = _stakeholder(request, pk)
    form = StakeholderForm(request.POST or None, stakeholder=stakeholder)
    if save_form(request, form, services.update_stakeholder, _("Saved."), stakeholder=stakeholder):
        return redirect(stakeholder)
    return render(request, "partnerships/stakeholder/update.html", {"form": form, "stakeholder": stakeholder})


@partnership_view("people.edit")
@require_POST
def stakeholder_undeliverable(request: PartnershipRequest, pk: int) -> HttpResponse:
    """Mark, or unmark, that mail does not reach the person."""
    stakeholder, form = _stakeholder(request, pk), SwitchForm(request.POST)
    if form.is_valid():
        value = form.cleaned_data["on"]
        services.set_undeliverable(by=request.user, stakeholder=stakeholder, value=value, at=timezone.now())
    return redirect(stakeholder)


@partnership_view("people.edit")
@require_POST
def stakeholder_opt_out(request: PartnershipRequest, pk: int) -> HttpResponse:
    """Note that the person wants no mail, or wants it again."""
    stakeholder, form = _stakeholder(request, pk), SwitchForm(request.POST)
    if form.is_valid():
        value = form.cleaned_data["on"]
        services.set_opted_out(by=request.user, stakeholder=stakeholder, value=value, at=timezone.now())
    return redirect(stakeholder)


def _membership(request: PartnershipRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("stakeholder__partnership", "organisation")
    return get_object_or_404(rows, stakeholder__partnership=request.partnership, pk=pk)


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def membership_create(request: PartnershipRequest, person: int) -> HttpResponse:
    rows = Stakeholder.objects.select_related("partnership")
    stakeholder = get_object_or_404(rows, partnership=request.partnership, pk=person)
    day, words = request.partnership.day(timezone.now()), _("The membership has been added.")
    form = MembershipForm(request.POST or None, partnership=request.partnership, day=day)
    if save_form(request, form, services.create_membership, words, stakeholder=stakeholder):
        return redirect(stakeholder)
    return render(request, "partnerships/membership/create.html", {"form": form, "stakeholder": stakeholder})


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def membership_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    membership, partnership = _membership(request, pk), request.partnership
    day = partnership.day(timezone.now())
    form = MembershipForm(request.POST or None, partnership=partnership, day=day, membership=membership)
    if save_form(request, form, services.update_membership, _("Saved."), membership=membership):
        return redirect(membership.stakeholder)
    return render(request, "partnerships/membership/update.html", {"form": form, "membership": membership})


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: PartnershipRequest, pk: int) -> HttpResponse:
    membership, words = _membership(request, pk), _("The membership has been ended.")
    day = membership.ended_on or max(request.partnership.day(timezone.now()), membership.started_on)
    form = MembershipEndForm(request.POST or None, initial={"day": day})
    if save_form(request, form, services.end_membership, words, membership=membership):
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
