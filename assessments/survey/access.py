"""Who may see a survey page: whoever holds a link that opens; any other link leads to a page that kindly says why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.invitations.links import find_invitation
from assessments.invitations.standings import Standing, looks_unknown, standing_of
from assessments.models import Invitation, Round
from assessments.questionnaire import Questionnaire, questionnaire
from assessments.survey.coordinators import coordinators_of, names_in_words
from assessments.survey.csrf import Forged, check_csrf, posted_fields
from assessments.survey.devices import COOKIE, key_of, mark_of, remember
from assessments.survey.services import NotAllowed, NotAnswerable, NotStarted
from synergy.web.formats import moment_in_words

# One status for every link that does not open, so that it tells nothing about which links exist.
CLOSED_LINK_STATUS = 404


@dataclass(frozen=True)
class Visit:
    """One request of a respondent: the invitation, where the invitation stands, and the addresses behind its link."""

    invitation: Invitation
    token: str
    at: datetime
    standing: Standing
    browser: str  # mark of the browser, as it stands beside what is typed there

    @property
    def round(self) -> Round:
        return self.invitation.round

    @property
    def questionnaire(self) -> Questionnaire:
        return questionnaire(self.round.version)

    @property
    def started(self) -> bool:
        return self.invitation.started_on is not None

    @property
    def sent(self) -> bool:
        return self.invitation.submitted_on is not None

    @property
    def partnership_name(self) -> str:
        return self.round.partnership.name

    @property
    def closes(self) -> str:
        return moment_in_words(self.round.closes_at, self.round.partnership.zone)

    @property
    def in_grace(self) -> bool:
        return self.standing == Standing.GRACE

    @property
    def language_url(self) -> str:
        return self.url("language")

    @property
    def other_language(self) -> str:
        return "en" if self.invitation.language == "fr" else "fr"

    def url(self, noun: str, *args: object) -> str:
        return reverse(f"survey-{noun}", args=[self.token, *args])

    def redirect_to(self, noun: str, *args: object, anchor: str = "") -> HttpResponseRedirect:
        target = self.url(noun, *args)
        return HttpResponseRedirect(f"{target}#{anchor}" if anchor else target)

    def page(self, request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page of the survey, with what the frame around every page shows."""
        frame = {"visit": self, "partnership_name": self.partnership_name}
        return render(request, f"assessments/survey/{name}.html", frame | context, status=status)


View = Callable[..., HttpResponse]
_ENDINGS = {
    Standing.PLANNED: "ending_planned",
    Standing.CLOSED: "ending_closed",
    Standing.CANCELLED: "ending_cancelled",
}


def survey_view(*methods: str, allow_closed: bool = False) -> Callable[[View], View]:
    """Make a view of `(request, visit, …)` public under a personal link, in the language of the invited person."""

    def decorate(view: View) -> View:
        @login_not_required
        @csrf_exempt  # checked by check_csrf instead
        @require_http_methods(methods)
        @wraps(view)
        def checked(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            invitation, at = find_invitation(token), timezone.now()
            if invitation is None or looks_unknown(invitation, at):
                return unknown_page(request)
            key = key_of(request)
            visit = Visit(invitation, token, at, standing_of(invitation, at), mark_of(key, invitation))
            try:
                with translation.override(invitation.language):
                    response = _respond(request, visit, view, kwargs, allow_closed)
            except NotAnswerable:  # withdrawn while the page was on its way
                return unknown_page(request)
            response["Content-Language"] = invitation.language
            if request.method == "POST" and COOKIE not in response.cookies:
                remember(response, key)
            return response

        return checked

    return decorate


def _respond(request: HttpRequest, visit: Visit, view: View, kwargs: Any, allow_closed: bool) -> HttpResponse:
    try:
        check_csrf(request)
        if not (allow_closed or visit.standing.answerable):
            raise NotAnswerable(visit.standing)
        return view(request, visit, **kwargs)
    except NotAnswerable as refusal:
        if refusal.standing == Standing.REVOKED:
            raise
        return ending_page(request, visit, refusal.standing)
    except NotStarted:
        return visit.redirect_to("welcome")
    except NotAllowed:
        return visit.page(request, "ending_not_allowed", status=400)
    except Forged:
        return forged_page(request, visit)


def survey_view_for(*, get: View, post: View, allow_closed: bool = False) -> View:
    """The view of an address that is read and posted to: each verb has its own function."""

    @wraps(get)
    def dispatched(request: HttpRequest, visit: Visit, **kwargs: Any) -> HttpResponse:
        return post(request, visit, **kwargs) if request.method == "POST" else get(request, visit, **kwargs)

    return survey_view("GET", "HEAD", "POST", allow_closed=allow_closed)(dispatched)


def ending_page(request: HttpRequest, visit: Visit, standing: Standing) -> HttpResponse:
    """Why this link does not open, and what to do, in the person's own language."""
    zone = visit.round.partnership.zone
    coordinators = coordinators_of(visit.round)
    with translation.override(visit.invitation.language):
        return visit.page(
            request,
            _ENDINGS[standing],
            status=CLOSED_LINK_STATUS,
            coordinators=coordinators,
            names=names_in_words(coordinators),
            closed=moment_in_words(visit.round.closed_at or visit.round.closes_at, zone),
            opens=moment_in_words(visit.round.opens_at, zone) if visit.round.opens_at > visit.at else "",
            interrupted=request.method == "POST" and visit.started,
        )


def forged_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page after a post without its token (cookies are off or gone): the person can send the kept fields again."""
    if request.headers.get("HX-Request"):
        words = _("Not saved: load this page again. Cookies must be allowed for this site.")
        return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
    return visit.page(request, "forged", status=403, fields=posted_fields(request))


def missing_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    return visit.page(request, "ending_no_page", status=404)


def unknown_page(request: HttpRequest) -> HttpResponse:
    """The page of a link that leads nowhere, or no longer: it tells nothing of the link, in both languages."""
    first = get_language_from_request(request)[:2]
    second = "en" if first == "fr" else "fr"
    with translation.override(first):
        context = {"languages": [first, second]}
        return render(request, "assessments/survey/unknown.html", context, status=CLOSED_LINK_STATUS)
