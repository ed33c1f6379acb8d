"""Stopping mail by the link in a mail: one POST (RFC 8058); a GET changes nothing, because mail scanners send it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.invitations.links import find_stakeholder
from assessments.survey.access import unknown_page
from partnerships.models import Stakeholder
from partnerships.people.services import opt_out as stop_mail


@login_not_required
@csrf_exempt  # mail programs post without having seen the page; the address is the key
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    person = find_stakeholder(token)
    if person is None:
        return unknown_page(request)
    if request.method == "POST":
        person = stop_mail(stakeholder=person, at=timezone.now())
    return _page(request, person)


def _page(request: HttpRequest, person: Stakeholder) -> HttpResponse:
    with translation.override(person.language):
        name = "opted_out" if person.opted_out else "opt_out"
        context = {"partnership_name": person.partnership.name}
        response = render(request, f"assessments/survey/{name}.html", context)
    response["Content-Language"] = person.language
    return response
