"""After sending: the page of thanks, and the ways to change or delete answers, and to leave a shared device."""

from django.http import HttpRequest, HttpResponse

from assessments.survey.access import Visit, survey_view, survey_view_for
from assessments.survey.coordinators import coordinators_of, names_in_words
from assessments.survey.devices import forget
from assessments.survey.services import NotAnswerable, clear_device, delete_answers, reopen


@survey_view("GET", "HEAD")
def thanks(request: HttpRequest, visit: Visit) -> HttpResponse:
    if not visit.sent:
        return visit.redirect_to("review" if visit.started else "welcome")
    coordinators = coordinators_of(visit.round)
    return visit.page(request, "thanks", here="thanks", coordinators=coordinators, names=names_in_words(coordinators))


@survey_view("POST")
def reopen_answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    reopen(invitation=visit.invitation, at=visit.at)
    return visit.redirect_to("review")


def ask_to_clear(request: HttpRequest, visit: Visit) -> HttpResponse:
    if not visit.standing.answerable:
        raise NotAnswerable(visit.standing)
    return visit.page(request, "clear", here="clear") if visit.started else visit.redirect_to("welcome")


def do_clear(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whatever became of the round, the browser forgets."""
    if visit.standing.answerable and visit.started:
        clear_device(invitation=visit.invitation, at=visit.at)
    response = visit.page(request, "cleared", here="cleared")
    forget(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


def ask_to_delete(request: HttpRequest, visit: Visit) -> HttpResponse:
    return visit.page(request, "delete" if visit.started else "deleted", here="delete")


def do_delete(request: HttpRequest, visit: Visit) -> HttpResponse:
    delete_answers(invitation=visit.invitation, at=visit.at)
    return visit.redirect_to("delete")


clear = survey_view_for(get=ask_to_clear, post=do_clear, allow_closed=True)
delete = survey_view_for(get=ask_to_delete, post=do_delete)
