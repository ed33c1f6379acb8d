"""Downloads of published scores: the numbers of each chart, and all of a round."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.comparing import may_compare, partnerships_with_results
from assessments.exports import details as findings
from assessments.exports import programmes, scores
from assessments.models import Round
from assessments.results.programmes.differences import differences
from assessments.results.programmes.matrix import rated
from assessments.results.programmes.queries import Programme, programme_of
from assessments.results.queries import breakdown_of, closed_rounds, neighbours, results_of, tallies_of
from assessments.results.trends import theme_trends
from partnerships.decorators import PartnershipRequest, ProgrammeRequest, partnership_view, programme_view
from synergy.web.downloads import csv_response

Content = tuple[Sequence[str], list[scores.Row]]
Numbers = Callable[[Round, Round | None], Content]


def _scores(*kinds: str) -> Numbers:
    return lambda round, before: (scores.SCORE_COLUMNS, scores.everybody(results_of(round, before), kinds))


def _groups(breakdown: str) -> Numbers:
    def content(round: Round, before: Round | None) -> Content:
        table = breakdown_of(round, breakdown)
        if table is None:
            raise Http404
        return scores.SCORE_COLUMNS, scores.groups(results_of(round), table)

    return content


def _found(columns: Sequence[str], rows: Callable[[Round], list[scores.Row]]) -> Numbers:
    def content(round: Round, before: Round | None) -> Content:
        return columns, rows(round)

    return content


def _gaps(breakdown: str) -> Numbers:
    def content(round: Round, before: Round | None) -> Content:
        if breakdown not in round.breakdowns:
            raise Http404
        return findings.GAP_COLUMNS, findings.gaps(round, breakdown)

    return content


def _items(round: Round, before: Round | None) -> Content:
    return scores.item_columns(round), scores.items(round, tallies_of(round))


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
    "changes": _found(findings.CHANGE_COLUMNS, findings.changes),
    "agreement": _found(findings.AGREEMENT_COLUMNS, findings.agreement),
    "goes-with": _found(findings.CORRELATE_COLUMNS, findings.correlates),
    "gaps-kind": _gaps("kind"),
    "gaps-sector": _gaps("sector"),
    "gaps-tenure": _gaps("tenure"),
}


def _name(request: PartnershipRequest, *parts: object) -> str:
    return "-".join([request.partnership.slug, *map(str, parts)])


@partnership_view("results.export")
@require_safe
def scores_download(request: PartnershipRequest, number: int) -> HttpResponse:
    round, before, _after = neighbours(closed_rounds(request.partnership), number)
    if round is None:
        raise Http404(_("This round has no results."))
    rows = scores.scores_of_round(round, before)
    return csv_response(_name(request, "round", number, "scores"), scores.score_columns(round), rows)


@partnership_view("results.export")
@require_safe
def chart_download(request: PartnershipRequest, number: int, what: str) -> HttpResponse:
    round, before, _after = neighbours(closed_rounds(request.partnership), number)
    if round is None or what not in CHARTS:
        raise Http404(_("This round has no results."))
    columns, rows = CHARTS[what](round, before)
    return csv_response(_name(request, "round", number, what), columns, rows)


@partnership_view("results.export")
@require_safe
def trend_download(request: PartnershipRequest) -> HttpResponse:
    rounds = closed_rounds(request.partnership)
    if not rounds:
        raise Http404(_("No round has been closed yet."))
    trends = theme_trends(rounds, everything=True)
    rows = scores.over_rounds(trends.rounds, trends.values, trends.constructs)
    return csv_response(_name(request, "trends"), scores.SCORE_COLUMNS, rows)


@partnership_view("results.export")
@require_safe
def response_download(request: PartnershipRequest) -> HttpResponse:
    rounds = closed_rounds(request.partnership)
    return csv_response(_name(request, "response"), scores.RESPONSE_COLUMNS, scores.turnouts(rounds))


@programme_view(may_compare)
@require_safe
def programme_scores_download(request: ProgrammeRequest) -> HttpResponse:
    found = _programme(request)
    constructs = rated(found, "theme", "element", "synergy", "level", "process", "indicator")
    rows = programmes.matrix_rows(found.columns, constructs)
    return csv_response(_programme_name(request, "scores"), programmes.COLUMNS, rows)


@programme_view(may_compare)
@require_safe
def programme_trend_download(request: ProgrammeRequest) -> HttpResponse:
    found = _programme(request)
    rows = programmes.trend_rows(found.columns, found.of_kind("theme"))
    return csv_response(_programme_name(request, "trends"), programmes.COLUMNS, rows)


@programme_view(may_compare)
@require_safe
def programme_icc_download(request: ProgrammeRequest) -> HttpResponse:
    found = _programme(request)
    pairs = [(one.construct, one.icc) for one in differences(found, found.of_kind("theme", "synergy"))]
    return csv_response(_programme_name(request, "icc"), programmes.ICC_COLUMNS, programmes.icc_rows(pairs))


def _programme(request: ProgrammeRequest) -> Programme:
    return programme_of(partnerships_with_results(request.user, request.programme))


def _programme_name(request: ProgrammeRequest, what: str) -> str:
    return f"{request.programme.slug}-{what}"
