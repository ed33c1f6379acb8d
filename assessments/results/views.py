"""Pages of results: the overview of a partnership, and one round."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.comparing import may_compare
from assessments.results.items.pages import legend
from assessments.results.overview.pages import overview_page
from assessments.results.overview.sizes import size_of
from assessments.results.round.pages import findings_page, groups_page, items_page
from assessments.results.wording.words import level_words
from assessments.rounds.upcoming import upcoming
from partnerships.decorators import PartnershipRequest, partnership_view


@partnership_view("results.view")
@require_safe
def overview(request: PartnershipRequest) -> HttpResponse:
    at = timezone.now()
    page = overview_page(request.partnership, everything=request.GET.get("rounds") == "all")
    context = {
        "page": page,
        "level": level_words(),
        "size": size_of(request.partnership, request.partnership.day(at)),
        "may_compare": may_compare(request.user, request.partnership.programme),
    }
    return render(request, "assessments/overview/index.html", context)


@partnership_view("results.view")
@require_safe
def result_latest(request: PartnershipRequest) -> HttpResponse:
    return _result(request, None)


@partnership_view("results.view")
@require_safe
def result_detail(request: PartnershipRequest, number: int) -> HttpResponse:
    return _result(request, number)


def _result(request: PartnershipRequest, number: int | None) -> HttpResponse:
    """One closed round; without any, the newest page says so and an address with a number leads nowhere."""
    page = findings_page(request.partnership, number)
    if page is None:
        if number is not None:
            raise Http404(_("This round has no results."))
        return render(request, "assessments/result/empty.html", {"upcoming": upcoming(request.partnership)})
    context = {"page": page, "place": page.place, "level": level_words()}
    return render(request, "assessments/result/detail.html", context)


@partnership_view("results.view")
@require_safe
def result_items(request: PartnershipRequest, number: int) -> HttpResponse:
    page = items_page(request.partnership, number, request.GET.get("order", ""))
    if page is None:
        raise Http404(_("This round has no results."))
    context = {"page": page, "place": page.place, "legend": legend(page.place.found)}
    return render(request, "assessments/result/items.html", context)


@partnership_view("results.view")
@require_safe
def result_groups(request: PartnershipRequest, number: int) -> HttpResponse:
    page = groups_page(request.partnership, number)
    if page is None:
        raise Http404(_("This round has no results."))
    return render(request, "assessments/result/groups.html", {"page": page, "place": page.place})
