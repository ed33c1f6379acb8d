"""The switch of language stores what the page holds, and shows the page again in the other language."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from assessments.survey.about import store_about
from assessments.survey.access import Visit, survey_view_for
from assessments.survey.sections import find_section, store_open_questions, store_section
from assessments.survey.services import set_language

_SECTION = re.compile(r"s([1-9][0-9]?)")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,40}")
_PAGES = frozenset({"open", "about", "review", "thanks", "delete", "clear", "privacy"})


def show_survey(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who loads an error page of the switch again asks for the address of the switch, and is led back to the survey."""
    return visit.redirect_to("welcome")


def switch_language(request: HttpRequest, visit: Visit) -> HttpResponse:
    set_language(invitation=visit.invitation, language=request.POST.get("language", ""))
    page = request.POST.get("page", "")
    if not visit.standing.answerable:
        return visit.redirect_to("welcome")
    with translation.override(visit.invitation.language):
        return _store_page(request, visit, page) or _redirect_back(request, visit, page)


def _store_page(request: HttpRequest, visit: Visit, page: str) -> HttpResponse | None:
    if not visit.started:
        return None
    if page == "open":
        return store_open_questions(request, visit)
    if page == "about":
        store_about(request, visit)
        return None
    section = find_section(visit, _section_number(page))
    return store_section(request, visit, section, passed=False) if section else None


def _redirect_back(request: HttpRequest, visit: Visit, page: str) -> HttpResponseRedirect:
    anchor = request.POST.get("anchor", "")
    anchor = anchor if _ANCHOR.fullmatch(anchor) else ""
    if page in _PAGES:
        return visit.redirect_to(page, anchor=anchor)
    if find_section(visit, _section_number(page)):
        return visit.redirect_to("section", _section_number(page), anchor=anchor)
    return visit.redirect_to("welcome")


def _section_number(page: str) -> int:
    match = _SECTION.fullmatch(page)
    return int(match[1]) if match else 0


language = survey_view_for(get=show_survey, post=switch_language, allow_closed=True)
