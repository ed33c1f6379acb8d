"""After sending: thanks and what happens next, changing one's mind, and taking answers back."""

from django.http import HttpRequest, HttpResponse

from assessments.survey.doors import Visit, by_link, verbs
from assessments.survey.hosts import hosts_of, names_in_words
from assessments.survey.services import delete_answers, reopen


@by_link("GET", "HEAD")
def thanks(request: HttpRequest, visit: Visit) -> HttpResponse:
    if not visit.sent:
        return visit.go("review" if visit.started else "welcome")
    hosts = hosts_of(visit.round)
    return visit.page(request, "thanks", here="thanks", hosts=hosts, names=names_in_words(hosts))


@by_link("POST")
def reopen_answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    reopen(invitation=visit.invitation, at=visit.at)
    return visit.go("review")


def ask_to_delete(request: HttpRequest, visit: Visit) -> HttpResponse:
    return visit.page(request, "delete", here="delete")


def do_delete(request: HttpRequest, visit: Visit) -> HttpResponse:
    delete_answers(invitation=visit.invitation, at=visit.at)
    return visit.go("delete")


delete = verbs(get=ask_to_delete, post=do_delete)
