"""Pages of published results: the overview, one closed round, its questions and its groups, and a programme."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.comparing import may_compare, partnerships_with_results
from assessments.results.groups.pages import group_sections
from assessments.results.headers import RoundHeader, find_header, header_of
from assessments.results.items.pages import items_page
from assessments.results.overview.pages import overview_page, size_of
from assessments.results.programmes.pages import programme_page
from assessments.results.round.pages import round_context
from assessments.results.wording.means import level_words
from assessments.rounds.queries import upcoming
from partnerships.decorators import PartnershipRequest, ProgrammeRequest, partnership_view, programme_view


@partnership_view("results.view")
@require_safe
def overview(request: PartnershipRequest) -> HttpResponse:
    partnership = request.partnership
    page = overview_page(partnership, everything=request.GET.get("rounds") == "all")
    plans_next = page.round and not page.upcoming and request.can.round_plan
    context = {
        "page": page,
        "plan_url": reverse("round-create", args=[partnership.slug]) if plans_next else "",
        "level": level_words(),
        "size": size_of(partnership, partnership.day(timezone.now())),
        "may_compare": may_compare(request.user, partnership.programme),
    }
    return render(request, "assessments/overview/index.html", context)


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
    context = {"page": round_context(header), "header": header, "level": level_words()}
    return render(request, "assessments/result/detail.html", context)


@partnership_view("results.view")
@require_safe
def result_items(request: PartnershipRequest, number: int) -> HttpResponse:
    header = find_header(request.partnership, number, "result-items")
    page = None if header.nothing else items_page(header.results, request.GET.get("order", ""))
    return render(request, "assessments/result/items.html", {"page": page, "header": header})


@partnership_view("results.view")
@require_safe
def result_groups(request: PartnershipRequest, number: int) -> HttpResponse:
    header = find_header(request.partnership, number, "result-groups")
    context = {"sections": group_sections(header), "header": header}
    return render(request, "assessments/result/groups.html", context)


@programme_view(may_compare)
@require_safe
def programme_results(request: ProgrammeRequest) -> HttpResponse:
    rows = partnerships_with_results(request.user, request.programme)
    page = programme_page(rows, request.programme.slug)
    context = {"programme": request.programme, "page": page, "level": level_words()}
    return render(request, "assessments/programme/results.html", context)
