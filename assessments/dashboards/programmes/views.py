"""The page of results of a programme, and its numbers as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.dashboards.programmes.differences import differences
from assessments.dashboards.programmes.matrix import rated
from assessments.dashboards.programmes.pages import programme_page
from assessments.dashboards.words import level_words
from assessments.exports import programmes
from assessments.queries.programmes import Programme, programme_of
from partnerships.access import may_compare, partnerships_with_results, programme_view
from partnerships.requests import ProgrammeRequest
from synergy.web.downloads import csv_response


@programme_view(may_compare)
@require_safe
def programme_results(request: ProgrammeRequest) -> HttpResponse:
    rows = partnerships_with_results(request.user, request.programme)
    page = programme_page(rows, request.programme.slug)
    context = {"programme": request.programme, "page": page, "level": level_words()}
    return render(request, "assessments/programme/results.html", context)


@programme_view(may_compare)
@require_safe
def programme_scores_download(request: ProgrammeRequest) -> HttpResponse:
    found = _found(request)
    constructs = rated(found, "theme", "element", "synergy", "level", "process", "indicator")
    rows = programmes.matrix_rows(found.columns, constructs)
    return csv_response(_name(request, "scores"), programmes.COLUMNS, rows)


@programme_view(may_compare)
@require_safe
def programme_trend_download(request: ProgrammeRequest) -> HttpResponse:
    found = _found(request)
    rows = programmes.trend_rows(found.columns, found.of_kind("theme"))
    return csv_response(_name(request, "trends"), programmes.COLUMNS, rows)


@programme_view(may_compare)
@require_safe
def programme_icc_download(request: ProgrammeRequest) -> HttpResponse:
    found = _found(request)
    pairs = [(one.construct, one.icc) for one in differences(found, found.of_kind("theme", "synergy"))]
    return csv_response(_name(request, "icc"), programmes.ICC_COLUMNS, programmes.icc_rows(pairs))


def _found(request: ProgrammeRequest) -> Programme:
    return programme_of(partnerships_with_results(request.user, request.programme))


def _name(request: ProgrammeRequest, what: str) -> str:
    return f"{request.programme.slug}-{what}"
