"""One closed round in full: the newest, or that of a number."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.results.headers import RoundHeader, find_header, header_of
from assessments.results.round.pages import round_page
from assessments.results.wording.means import level_words
from assessments.rounds.upcoming import upcoming
from partnerships.decorators import PartnershipRequest, partnership_view


@partnership_view("results.view")
@require_safe
def result_latest(request: PartnershipRequest) -> HttpResponse:
    header = header_of(request.partnership, None, "result-detail")
    if header is None:
        return render(request, "assessments/result/empty.html", {"upcoming": upcoming(request.partnership)})
    return _round(request, header)


@partnership_view("results.view")
@require_safe
def result_detail(request: PartnershipRequest, number: int) -> HttpResponse:
    return _round(request, find_header(request.partnership, number, "result-detail"))


def _round(request: PartnershipRequest, header: RoundHeader) -> HttpResponse:
    context = {"page": round_page(header), "header": header, "level": level_words()}
    return render(request, "assessments/result/detail.html", context)
