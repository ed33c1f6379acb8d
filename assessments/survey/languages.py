"""The language toggle: keeps what the page holds, then shows the same page and place in the other language."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from assessments.survey.about import store_about
from assessments.survey.access import Visit, survey_view_for
from assessments.survey.sections import keep_open, keep_section, section_of
from assessments.survey.services import set_language

_SECTION = re.compile(r"s([1-9][0-9]?)")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,40}")
_PLAIN = frozenset({"open", "about", "review", "thanks", "delete", "privacy"})


def show_survey(request: HttpRequest, visit: Visit) -> HttpResponse:
    """An error page of the switch stands at its address: loading it again leads back to the survey."""
    return visit.redirect_to("welcome")


def switch_language(request: HttpRequest, visit: Visit) -> HttpResponse:
    set_language(invitation=visit.invitation, language=request.POST.get("language", ""))
    here = request.POST.get("page", "")
    if not visit.standing.answerable:
        return visit.redirect_to("welcome")
    with translation.override(visit.invitation.language):
        return _keep(request, visit, here) or _back(request, visit, here)


def _keep(request: HttpRequest, visit: Visit, here: str) -> HttpResponse | None:
    if not visit.started:
        return None
    if here == "open":
        return keep_open(request, visit)
    if here == "about":
        store_about(request, visit)
        return None
    section = section_of(visit, _number(here))
    return keep_section(request, visit, section, passed=False) if section else None


def _back(request: HttpRequest, visit: Visit, here: str) -> HttpResponseRedirect:
    anchor = request.POST.get("anchor", "")
    anchor = anchor if _ANCHOR.fullmatch(anchor) else ""
    if here in _PLAIN:
        return visit.redirect_to(here, anchor=anchor)
    if section_of(visit, _number(here)):
        return visit.redirect_to("section", _number(here), anchor=anchor)
    return visit.redirect_to("welcome")


def _number(here: str) -> int:
    match = _SECTION.fullmatch(here)
    return int(match[1]) if match else 0


language = survey_view_for(get=show_survey, post=switch_language, allow_closed=True)
