"""About the person: what the membership says, to be corrected."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.survey.access import Visit, survey_view_for
from assessments.survey.pages import Choice
from assessments.survey.services import draft_of, save_about
from assessments.tenures import TENURES
from partnerships.models import Sector, StakeholderKind

FIELDS = ("kind", "sector", "tenure")


def show_about(request: HttpRequest, visit: Visit) -> HttpResponse:
    if not visit.started:
        return visit.redirect_to("welcome")
    said = draft_of(visit.invitation).about
    total = len(visit.questionnaire.sections)
    return visit.page(
        request,
        "about",
        here="about",
        saves=True,
        kinds=_terms(StakeholderKind.objects.all(), said.get("kind", "")),
        sectors=_terms(
            Sector.objects.all(), said.get("sector", ""), none=_("No organisation, or I would rather not say")
        ),
        tenures=_choices(TENURES.items(), said.get("tenure", "")),
        action=visit.url("about"),
        total=total,
        progress=total + 1,
    )


def keep_about(request: HttpRequest, visit: Visit) -> HttpResponse:
    store_about(request, visit)
    if request.POST.get("go") == "back":
        last = len(visit.questionnaire.sections)
        return visit.redirect_to("open") if visit.questionnaire.open_questions else visit.redirect_to("section", last)
    return visit.redirect_to("review")


def store_about(request: HttpRequest, visit: Visit) -> None:
    given = {name: request.POST[name] for name in FIELDS if name in request.POST}
    save_about(invitation=visit.invitation, about=given, at=visit.at)


def _terms(terms: Iterable[Any], said: str, none: str = "") -> list[Choice]:
    offered = [term for term in terms if term.active or term.code == said]
    return _choices(((term.code, term.name) for term in offered), said, none)


def _choices(pairs: Iterable[tuple[str, Any]], said: str, none: str = "") -> list[Choice]:
    choices = [Choice(code, _capital(str(label)), code == said) for code, label in pairs]
    return [*choices, Choice("", none or _("I would rather not say"), not said)]


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


about = survey_view_for(get=show_about, post=keep_about)
