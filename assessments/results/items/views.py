"""One closed round, question by question."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.results.headers import find_header
from assessments.results.items.pages import items_page
from partnerships.decorators import PartnershipRequest, partnership_view


@partnership_view("results.view")
@require_safe
def result_items(request: PartnershipRequest, number: int) -> HttpResponse:
    header = find_header(request.partnership, number, "result-items")
    page = None if header.nothing else items_page(header.results, request.GET.get("order", ""))
    return render(request, "assessments/result/items.html", {"page": page, "header": header})
