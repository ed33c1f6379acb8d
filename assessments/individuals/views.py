"""Answers with names: one page and one file, of closed rounds in identified mode alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.exports.files import TYPES
from assessments.exports.forms import AnswersFileForm
from assessments.individuals import queries
from assessments.individuals.files import individuals_file
from assessments.individuals.services import export_individuals
from assessments.loading import find_round
from partnerships.decorators import PartnershipRequest, partnership_view
from synergy.web.downloads import attachment
from synergy.web.pager import paginate


@partnership_view("results.individual")
@never_cache
@require_safe
def result_individual(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    try:
        individuals = queries.individuals(round)
    except queries.NotNamed as reason:
        raise PermissionDenied(str(reason)) from reason
    page = paginate(individuals, request.GET)
    people = [(person, queries.in_words(round, person)) for person in page.object_list]
    context = {"round": round, "page": page, "people": people, "file_form": AnswersFileForm()}
    return render(request, "assessments/result/individual.html", context)


@partnership_view("results.individual")
@require_POST
def result_individual_export(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    form = AnswersFileForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the formats and languages offered."))
        return redirect("result-individual", request.partnership.slug, number)
    format, language = form.cleaned_data["format"], form.cleaned_data["language"]
    with translation.override(language):
        people = export_individuals(by=request.user, round=round, at=timezone.now())
        name = _("answers-round-%(number)s") % {"number": number}
    return attachment(name, f".{format}", TYPES[format], individuals_file(round, people, format, language))
