"""Pages of the organisations of a partnership."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.models import Membership, Organisation
from partnerships.navigation import ORGANISATIONS, people_tabs
from partnerships.organisations import queries, services
from partnerships.organisations.forms import OrganisationEndForm, OrganisationFilterForm, OrganisationForm
from synergy.web.forms import save_form
from synergy.web.pager import clear_url, paginate


def _organisation(request: PartnershipRequest, pk: int) -> Organisation:
    rows = Organisation.objects.select_related("sector", "partnership")
    return get_object_or_404(rows, partnership=request.partnership, pk=pk)


@partnership_view("people.view")
@require_safe
def organisation_list(request: PartnershipRequest) -> HttpResponse:
    partnership, day = request.partnership, request.partnership.day(timezone.now())
    form = OrganisationFilterForm(request.GET)
    wanted = form.wanted()
    counts = partnership.organisations.counts_on(day)
    context = {
        "filters": form,
        "clear_url": clear_url(request, "q", "sector"),
        "all_url": request.path,
        "page": paginate(queries.organisation_rows(partnership, day, **wanted), request.GET),
        "wanted": wanted,
        "counts": counts,
        "people_tabs": people_tabs(partnership, partnership.stakeholders.counts_on(day), counts, ORGANISATIONS),
    }
    return render(request, "partnerships/organisation/list.html", context)


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_create(request: PartnershipRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if organisation := save_form(request, form, services.create_organisation, partnership=request.partnership):
        messages.success(request, _("%(name)s has been added.") % {"name": organisation.name})
        return redirect("organisation-list", request.partnership.slug)
    return render(request, "partnerships/organisation/create.html", {"form": form})


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    organisation = _organisation(request, pk)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    if save_form(request, form, services.update_organisation, _("Saved."), organisation=organisation):
        return redirect("organisation-list", request.partnership.slug)
    return render(request, "partnerships/organisation/update.html", {"form": form, "organisation": organisation})


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_end(request: PartnershipRequest, pk: int) -> HttpResponse:
    organisation, day = _organisation(request, pk), request.partnership.day(timezone.now())
    form = OrganisationEndForm(request.POST or None, initial={"day": organisation.ended_on or day})
    words = _("%(name)s no longer takes part.") % {"name": organisation.name}
    if save_form(request, form, services.end_organisation, words, organisation=organisation):
        return redirect("organisation-list", request.partnership.slug)
    members = queries.members_of(organisation, day)
    if not members:
        del form.fields["with_memberships"]
    context = {"form": form, "organisation": organisation} | _what_ends(organisation, members)
    return render(request, "partnerships/organisation/end.html", context)


def _what_ends(organisation: Organisation, members: list[Membership]) -> dict[str, list[str]]:
    goes = [_("From that day %(name)s is no longer offered for memberships.") % {"name": organisation.name}]
    stays = [_("Everything written down until now stays, and results do not change.")]
    if members:
        names = ", ".join(membership.stakeholder.name for membership in members[:8])
        words = {"number": len(members), "names": names if len(members) <= 8 else f"{names} …"}
        stays.append(
            ngettext(
                "%(number)s person stays a member, unless you tick the box below: %(names)s.",
                "%(number)s people stay members, unless you tick the box below: %(names)s.",
                len(members),
            )
            % words
        )
    return {"goes": goes, "stays": stays}
