"""Pages on which somebody chooses a file of published scores, these files, and the numbers of each chart."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.comparing import may_compare, partnerships_with_results
from assessments.exports import analyses, programmes, scores
from assessments.exports.files import TYPES, Choice, scores_file
from assessments.exports.forms import ScoresFileForm
from assessments.exports.frames import Pair, pairs
from assessments.models import Round
from assessments.results.programmes.differences import differences
from assessments.results.programmes.queries import ProgrammeResults, programme_of
from assessments.results.queries import breakdown_of, closed_rounds, neighbours, results_of, tallies_of
from assessments.results.trends import theme_trends
from partnerships.decorators import PartnershipRequest, ProgrammeRequest, partnership_view, programme_view
from synergy.web.downloads import attachment, csv_response

Content = tuple[Sequence[str], list[scores.CellRow]]
Numbers = Callable[[Round, Round | None], Content]


def _scores(*kinds: str) -> Numbers:
    return lambda round, before: (scores.SCORE_COLUMNS, scores.score_rows(results_of(round, before), kinds))


def _groups(breakdown: str) -> Numbers:
    def content(round: Round, before: Round | None) -> Content:
        values = breakdown_of(round, breakdown)
        if values is None:
            raise Http404
        return scores.SCORE_COLUMNS, scores.group_rows(results_of(round), values)

    return content


def _analysis(columns: Sequence[str], rows: Callable[[Round], list[scores.CellRow]]) -> Numbers:
    return lambda round, _before: (columns, rows(round))


def _gaps(breakdown: str) -> Numbers:
    def content(round: Round, before: Round | None) -> Content:
        if breakdown not in round.breakdowns:
            raise Http404
        return analyses.GAP_COLUMNS, analyses.gap_rows(round, breakdown)

    return content


def _items(round: Round, before: Round | None) -> Content:
    return scores.item_columns(round), scores.item_rows(round, tallies_of(round))


# What stands in the address, and the numbers it gives.
CHARTS: dict[str, Numbers] = {
    "themes": _scores("theme"),
    "elements": _scores("element"),
    "levels": _scores("synergy", "level"),
    "processes": _scores("process"),
    "indicators": _scores("indicator"),
    "kinds": _groups("kind"),
    "sectors": _groups("sector"),
    "tenures": _groups("tenure"),
    "items": _items,
    "changes": _analysis(analyses.CHANGE_COLUMNS, analyses.change_rows),
    "agreement": _analysis(analyses.AGREEMENT_COLUMNS, analyses.agreement_rows),
    "goes-with": _analysis(analyses.CORRELATE_COLUMNS, analyses.correlate_rows),
    "gaps-kind": _gaps("kind"),
    "gaps-sector": _gaps("sector"),
    "gaps-tenure": _gaps("tenure"),
}


@partnership_view("results.export")
@require_safe
def result_download(request: PartnershipRequest, number: int) -> HttpResponse:
    rounds_with_before = pairs(closed_rounds(request.partnership))
    chosen = [(round, before) for round, before in rounds_with_before if round.number == number]
    if not chosen:
        raise Http404(_("This round has no results."))
    return _page_or_file(request, chosen, ("round", str(number)), number)


@partnership_view("results.export")
@require_safe
def result_download_all(request: PartnershipRequest) -> HttpResponse:
    rounds_with_before = pairs(closed_rounds(request.partnership))
    if not rounds_with_before:
        raise Http404(_("No round has been closed yet."))
    return _page_or_file(request, rounds_with_before, ("rounds",), None)


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


def _csv(owner: str, parts: Sequence[object], content: Content) -> HttpResponse:
    return csv_response("-".join([owner, *map(str, parts)]), *content)


def _closed_round(request: PartnershipRequest, number: int) -> tuple[Round, Round | None]:
    """The closed round of this number and the one before it; 404 when there is none."""
    round, before, _after = neighbours(closed_rounds(request.partnership), number)
    if round is None:
        raise Http404(_("This round has no results."))
    return round, before


@partnership_view("results.export")
@require_safe
def scores_download(request: PartnershipRequest, number: int) -> HttpResponse:
    round, before = _closed_round(request, number)
    content = (scores.score_columns(round), scores.round_rows(round, before))
    return _csv(request.partnership.slug, ("round", number, "scores"), content)


@partnership_view("results.export")
@require_safe
def chart_download(request: PartnershipRequest, number: int, what: str) -> HttpResponse:
    round, before = _closed_round(request, number)
    if what not in CHARTS:
        raise Http404(_("This round has no results."))
    return _csv(request.partnership.slug, ("round", number, what), CHARTS[what](round, before))


@partnership_view("results.export")
@require_safe
def trend_download(request: PartnershipRequest) -> HttpResponse:
    rounds = closed_rounds(request.partnership)
    if not rounds:
        raise Http404(_("No round has been closed yet."))
    content = (scores.SCORE_COLUMNS, scores.trend_rows(theme_trends(rounds, everything=True)))
    return _csv(request.partnership.slug, ("trends",), content)


@partnership_view("results.export")
@require_safe
def response_download(request: PartnershipRequest) -> HttpResponse:
    rows = scores.turnout_rows(closed_rounds(request.partnership))
    return _csv(request.partnership.slug, ("response",), (scores.RESPONSE_COLUMNS, rows))


@programme_view(may_compare)
@require_safe
def programme_scores_download(request: ProgrammeRequest) -> HttpResponse:
    results = _programme(request)
    constructs = results.rated("theme", "element", "synergy", "level", "process", "indicator")
    rows = programmes.matrix_rows(results.columns, constructs)
    return _csv(request.programme.slug, ("scores",), (programmes.COLUMNS, rows))


@programme_view(may_compare)
@require_safe
def programme_trend_download(request: ProgrammeRequest) -> HttpResponse:
    results = _programme(request)
    rows = programmes.trend_rows(results.columns, results.of_kind("theme"))
    return _csv(request.programme.slug, ("trends",), (programmes.COLUMNS, rows))


@programme_view(may_compare)
@require_safe
def programme_icc_download(request: ProgrammeRequest) -> HttpResponse:
    results = _programme(request)
    rows = programmes.icc_rows(differences(results, results.of_kind("theme", "synergy")))
    return _csv(request.programme.slug, ("icc",), (programmes.ICC_COLUMNS, rows))


def _programme(request: ProgrammeRequest) -> ProgrammeResults:
    return programme_of(partnerships_with_results(request.user, request.programme))
