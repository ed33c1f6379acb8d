"""Pages on which somebody chooses a file of published scores, and the files themselves."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.exports.files import TYPES, Choice, scores_file
from assessments.exports.forms import ScoresFileForm
from assessments.exports.frames import Pair, pairs
from assessments.results.queries import closed_rounds
from partnerships.decorators import PartnershipRequest, partnership_view
from synergy.web.downloads import attachment


@partnership_view("results.export")
@require_safe
def result_download(request: PartnershipRequest, number: int) -> HttpResponse:
    found = pairs(closed_rounds(request.partnership))
    chosen = [(round, before) for round, before in found if round.number == number]
    if not chosen:
        raise Http404(_("This round has no results."))
    return _page_or_file(request, chosen, ("round", str(number)), number)


@partnership_view("results.export")
@require_safe
def result_download_all(request: PartnershipRequest) -> HttpResponse:
    found = pairs(closed_rounds(request.partnership))
    if not found:
        raise Http404(_("No round has been closed yet."))
    return _page_or_file(request, found, ("rounds",), None)


def _page_or_file(
    request: PartnershipRequest, chosen: Sequence[Pair], parts: Sequence[str], number: int | None
) -> HttpResponse:
    """The file once its kind has been chosen; until then, or after a choice that does not exist, the page."""
    form = ScoresFileForm(request.GET) if request.GET else ScoresFileForm()
    if form.is_bound and form.is_valid():
        choice = Choice(**form.cleaned_data)
        name = "-".join([request.partnership.slug, *parts, "scores", choice.shape, choice.language])
        return attachment(name, f".{choice.format}", TYPES[choice.format], scores_file(chosen, choice))
    rounds = [round for round, _before in chosen]
    context = {"form": form, "rounds": rounds, "number": number, "latest": rounds[-1]}
    return render(request, "assessments/result/download.html", context)
