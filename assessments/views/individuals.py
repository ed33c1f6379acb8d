"""Answers with names: one page and one file, of closed rounds in identified mode alone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.queries import individuals as queries
from assessments.services.individuals import export_individuals
from assessments.views.rounds import find_round
from partnerships.access import partnership_view
from partnerships.requests import PartnershipRequest
from synergy.web.downloads import xlsx_response
from synergy.web.pages import paginate


@partnership_view("results.individual")
@never_cache
@require_safe
def result_individual(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    try:
        found = queries.individuals(round)
    except queries.NotNamed as reason:
        raise PermissionDenied(str(reason)) from reason
    page = paginate(found, request.GET)
    people = [(one, queries.in_words(round, one)) for one in page.object_list]
    context = {"round": round, "page": page, "people": people}
    return render(request, "assessments/result/individual.html", context)


@partnership_view("results.individual")
@require_POST
def result_individual_export(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    tables = export_individuals(by=request.user, round=round, at=timezone.now())
    return xlsx_response(_("answers-round-%(number)s") % {"number": number}, *tables)
