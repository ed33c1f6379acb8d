"""The overview of a partnership."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.comparing import may_compare
from assessments.results.overview.pages import overview_page, size_of
from assessments.results.wording.means import level_words
from partnerships.decorators import PartnershipRequest, partnership_view


@partnership_view("results.view")
@require_safe
def overview(request: PartnershipRequest) -> HttpResponse:
    partnership = request.partnership
    page = overview_page(partnership, everything=request.GET.get("rounds") == "all")
    context = {
        "page": page,
        "level": level_words(),
        "size": size_of(partnership, partnership.day(timezone.now())),
        "may_compare": may_compare(request.user, partnership.programme),
    }
    return render(request, "assessments/overview/index.html", context)
