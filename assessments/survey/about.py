"""The page about the person: it shows what the membership says, and the person may correct it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.groupings import TENURES
from assessments.survey.access import Visit, survey_view_for
from assessments.survey.fields import FieldChoice
from assessments.survey.services import draft_of, save_about
from partnerships.models import Sector, StakeholderKind

FIELDS = ("kind", "sector", "tenure")


def show_about(request: HttpRequest, visit: Visit) -> HttpResponse:
    if not visit.started:
        return visit.redirect_to("welcome")
    stored = draft_of(visit.invitation, visit.browser).about
    total = len(visit.questionnaire.sections)
    return visit.page(
        request,
        "about",
        here="about",
        saves=True,
        kinds=_terms(StakeholderKind.objects.all(), stored.get("kind", "")),
        sectors=_terms(
            Sector.objects.all(), stored.get("sector", ""), none=_("No organisation, or I would rather not say")
        ),
        tenures=_choices(TENURES.items(), stored.get("tenure", "")),
        action=visit.url("about"),
        total=total,
        progress=total + 1,
    )


def submit_about(request: HttpRequest, visit: Visit) -> HttpResponse:
    store_about(request, visit)
    if request.POST.get("go") == "back":
        last = len(visit.questionnaire.sections)
        return visit.redirect_to("open") if visit.questionnaire.open_questions else visit.redirect_to("section", last)
    return visit.redirect_to("review")


def store_about(request: HttpRequest, visit: Visit) -> None:
    """Only what the person changed counts, so that a page that shows less than is stored undoes nothing."""
    shown = draft_of(visit.invitation, visit.browser).about
    asked = {name: request.POST[name] for name in FIELDS if name in request.POST}
    about = {name: value for name, value in asked.items() if value != shown.get(name, "")}
    save_about(invitation=visit.invitation, about=about, at=visit.at, browser=visit.browser)


def _terms(terms: Iterable[Any], chosen: str, none: str = "") -> list[FieldChoice]:
    offered = [term for term in terms if term.active or term.code == chosen]
    return _choices(((term.code, term.name) for term in offered), chosen, none)


def _choices(pairs: Iterable[tuple[str, Any]], chosen: str, none: str = "") -> list[FieldChoice]:
    choices = [FieldChoice(code, _capital(str(label)), code == chosen) for code, label in pairs]
    return [*choices, FieldChoice("", none or _("I would rather not say"), not chosen)]


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


about = survey_view_for(get=show_about, post=submit_about)
