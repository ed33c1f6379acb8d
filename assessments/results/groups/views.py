"""One closed round by group."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.results.groups.pages import group_sections
from assessments.results.headers import find_header
from partnerships.decorators import PartnershipRequest, partnership_view


@partnership_view("results.view")
@require_safe
def result_groups(request: PartnershipRequest, number: int) -> HttpResponse:
    header = find_header(request.partnership, number, "result-groups")
    context = {"sections": group_sections(header), "header": header}
    return render(request, "assessments/result/groups.html", context)
