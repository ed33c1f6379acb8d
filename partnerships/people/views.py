"""Pages of the people of a partnership."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.models import Stakeholder
from partnerships.organisations.queries import organisation_counts
from partnerships.people import queries, services
from partnerships.people.forms import NewStakeholderForm, StakeholderFilterForm, StakeholderForm, SwitchForm
from partnerships.people.tabs import people_tabs
from synergy.web.forms import errors_on
from synergy.web.pages import clear_url, paginate


def _stakeholder(request: PartnershipRequest, pk: int) -> Stakeholder:
    rows = Stakeholder.objects.select_related("kind", "partnership")
    return get_object_or_404(rows, partnership=request.partnership, pk=pk)


@partnership_view("people.view")
@require_safe
def stakeholder_list(request: PartnershipRequest) -> HttpResponse:
    partnership, day = request.partnership, request.partnership.day(timezone.now())
    form = StakeholderFilterForm(request.GET, partnership=partnership)
    wanted = form.wanted()
    counts = queries.stakeholder_counts(partnership, day)
    kinds, sectors = queries.breakdowns(partnership, day)
    others = organisation_counts(partnership, day)
    context = {
        "filters": form,
        "clear_url": clear_url(request, "q", "kind", "organisation"),
        "page": paginate(queries.stakeholder_rows(partnership, wanted, day), request.GET),
        "wanted": wanted,
        "counts": counts,
        "kinds": kinds,
        "sectors": sectors,
        "people_tabs": people_tabs(partnership, counts, others, wanted.show),
    }
    return render(request, "partnerships/stakeholder/list.html", context)


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_create(request: PartnershipRequest) -> HttpResponse:
    partnership, now = request.partnership, timezone.now()
    form = NewStakeholderForm(request.POST or None, partnership=partnership, day=partnership.day(now))
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            person = services.create_stakeholder(by=request.user, partnership=partnership, at=now, **form.cleaned_data)
            messages.success(request, _("%(name)s has been added.") % {"name": person.name})
            return redirect(person)
    return render(request, "partnerships/stakeholder/create.html", {"form": form})


@partnership_view("people.view")
@require_safe
def stakeholder_detail(request: PartnershipRequest, pk: int) -> HttpResponse:
    stakeholder, day = _stakeholder(request, pk), request.partnership.day(timezone.now())
    stays = queries.stays_of(stakeholder, day)
    context = {
        "stakeholder": stakeholder,
        "stays": stays,
        "current": next((stay.membership for stay in stays if stay.state == "now"), None),
        "presence": queries.presence_of(stakeholder),
    }
    return render(request, "partnerships/stakeholder/detail.html", context)


@partnership_view("people.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    stakeholder = _stakeholder(request, pk)
    form = StakeholderForm(request.POST or None, stakeholder=stakeholder)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            services.update_stakeholder(
                by=request.user, stakeholder=stakeholder, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Saved."))
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
