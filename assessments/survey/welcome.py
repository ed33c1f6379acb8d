"""The first page of the survey, which says who asks and what is promised, and the page about confidentiality."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.disclosure.rules import Rules
from assessments.invitations.promises import promise_of
from assessments.survey.access import Visit, survey_view
from assessments.survey.coordinators import coordinators_of, count_invited, names_in_words
from assessments.survey.devices import new_key, remember
from assessments.survey.services import start


@survey_view("GET", "HEAD")
def welcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.sent:
        return visit.redirect_to("thanks")
    invited, resume = count_invited(visit.round), _resume(visit) if visit.started else None
    return visit.page(
        request,
        "welcome",
        here="welcome",
        invited=invited,
        minutes=visit.questionnaire.minutes_in(visit.invitation.language),
        names=names_in_words(coordinators_of(visit.round)),
        promise=promise_of(visit.round, visit.invitation.language, invited),
        since=visit.round.since_last_time(visit.invitation.language),
        resume=resume,
        button=resume[2] if resume else _("Start"),
    )


@survey_view("POST")
def start_answering(request: HttpRequest, visit: Visit) -> HttpResponse:
    begun = visit.started
    start(invitation=visit.invitation, at=visit.at)
    noun, args, _label = _resume(visit) if begun else ("section", (1,), "")
    response = visit.redirect_to(noun, *args)
    if not begun:
        remember(response, new_key())  # whoever planted a key in this browser before learns nothing
    return response


@survey_view("GET", "HEAD")
def privacy(request: HttpRequest, visit: Visit) -> HttpResponse:
    return visit.page(
        request,
        "privacy",
        here="privacy",
        promise=promise_of(visit.round, visit.invitation.language, count_invited(visit.round)),
        mode=visit.round.mode,
        spread_from=Rules(visit.round.k).distribution_from,
        coordinators=coordinators_of(visit.round),
    )


def _resume(visit: Visit) -> tuple[str, tuple[int, ...], str]:
    """The page on which the person goes on: noun of its URL, arguments, and words of the button that leads there."""
    done, total = visit.invitation.sections_done, len(visit.questionnaire.sections)
    if done < total:
        return "section", (done + 1,), _("Continue with section %(number)s") % {"number": done + 1}
    if visit.questionnaire.open_questions:
        return "open", (), _("Continue with the last questions")
    return "review", (), _("Check your answers and send them")
