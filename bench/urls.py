"""Every address of the site, and a bare page for somebody signed in: the floor under the pages of results."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<!doctype html><title>Bare</title><p>{request.user}")  # asks who it is, as every page does


urlpatterns = [path("bare/", bare), path("", include("synergy.urls"))]
