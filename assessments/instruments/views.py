"""What the instruments ask, for staff to read in both languages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.instruments.queries import constructs_by_kind, items_by_scale, sections_with_feeds
from assessments.models import InstrumentVersion
from assessments.questionnaire import questionnaire
from partnerships.access import anyone_signed_in
from partnerships.decorators import site_view


@site_view(anyone_signed_in)
@require_safe
def instrument_list(request: HttpRequest) -> HttpResponse:
    versions = InstrumentVersion.objects.all()
    lines = [{"version": version, "asked": questionnaire(version)} for version in versions]
    return render(request, "assessments/instrument/list.html", {"lines": lines})


@site_view(anyone_signed_in)
@require_safe
def instrument_detail(request: HttpRequest, code: str) -> HttpResponse:
    version = get_object_or_404(InstrumentVersion, code=code)
    asked = questionnaire(version)
    context = {
        "version": version,
        "asked": asked,
        "sections": sections_with_feeds(asked),
        "scales": items_by_scale(asked),
        "kinds": constructs_by_kind(asked),
    }
    return render(request, "assessments/instrument/detail.html", context)
