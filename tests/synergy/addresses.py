"""Small pages for the tests of the frame, under the real middleware and beside the real addresses."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from synergy import urls
from synergy.accounts.models import User
from synergy.outbox.models import Heartbeat
from tests.synergy.conftest import AT

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@login_not_required
def reads(request: HttpRequest, token: str = "") -> HttpResponse:
    return HttpResponse(str(User.objects.count()))


@login_not_required
def writes(request: HttpRequest) -> HttpResponse:
    Heartbeat.objects.update_or_create(name=request.POST.get("name", "test"), defaults={"last_at": AT})
    return HttpResponse("saved")


@login_not_required
def waits(request: HttpRequest, seconds: int) -> HttpResponse:
    """Only on PostgreSQL: from here, a statement that takes long looks like a server that hangs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])
    return HttpResponse("waited")


@login_not_required
@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("posted")


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


def staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse("staff")


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    raise PermissionDenied(reason) if reason else PermissionDenied


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("inner words")


def broken(request: HttpRequest) -> HttpResponse:
    raise LookupError("inner words")


urlpatterns = [
    path("r/<str:token>/", reads),
    path("test/reads/", reads),
    path("test/writes/", writes),
    path("test/waits/<int:seconds>/", waits),
    path("test/only-post/", only_post),
    path("test/public/", public),
    path("test/staff/", staff),
    path("test/refused/", refused),
    path("test/refused/<str:reason>/", refused),
    path("test/suspicious/", suspicious),
    path("test/broken/", broken),
    *urls.urlpatterns,
]
