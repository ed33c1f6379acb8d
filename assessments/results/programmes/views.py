"""The page of results of a programme."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.comparing import may_compare, partnerships_with_results
from assessments.results.programmes.pages import programme_page
from assessments.results.wording.means import level_words
from partnerships.decorators import ProgrammeRequest, programme_view


@programme_view(may_compare)
@require_safe
def programme_results(request: ProgrammeRequest) -> HttpResponse:
    rows = partnerships_with_results(request.user, request.programme)
    page = programme_page(rows, request.programme.slug)
    context = {"programme": request.programme, "page": page, "level": level_words()}
    return render(request, "assessments/programme/results.html", context)
