"""What every request passes: an id, headers that keep pages private, a limit of waiting, a kind page in an outage."""

import logging
import re
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from synergy import audit
from synergy.ops import limits
from synergy.web.unavailable import is_unavailable, unavailable_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)

# Pages under this prefix are opened by a personal link: the path itself is a key.
PERSONAL = "/r/"
# Under this prefix machines ask how we are: answered whatever hangs, so never by way of the database.
PROBES = "/health/"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class RequestIdMiddleware:
    """Gives each request an id, or keeps the one of the proxy, and returns it as X-Request-ID."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        token = audit.request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            audit.request_id.reset(token)
        response["X-Request-ID"] = request_id
        return response


class UnavailableMiddleware:
    """Turns a database that is away, silent, locked, full or read-only into the 503 page instead of an error.

    Each request has seconds in which it may wait for the database; none while the database is known to be silent.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PROBES):
            request.META.pop("HTTP_COOKIE", None)  # whoever is signed in is not looked up
            return self.get_response(request)
        seconds = limits.database.seconds_for_request()
        if not seconds:
            return unavailable_page(request)
        with limits.budget(seconds):
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        except Exception as error:
            # Reached only where errors propagate; errors inside other middleware come through handler500.
            if not is_unavailable(error):
                raise
            return self._unavailable(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        return self._unavailable(request, error) if is_unavailable(error) else None

    def _unavailable(self, request: HttpRequest, error: Exception) -> HttpResponseBase:
        # Its words may quote a row; its kind may not.
        cause = error.__cause__
        kind = getattr(cause, "pgcode", "") or getattr(cause, "sqlite_errorname", "")
        logger.error("Database away: %s %s", type(error).__name__, kind)
        return unavailable_page(request)


class SecurityHeadersMiddleware:
    """Keeps pages out of referrers, search engines and caches; the pages of a personal link most of all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        personal = request.path_info.startswith(PERSONAL)
        response["Referrer-Policy"] = "no-referrer" if personal else "same-origin"
        response["Permissions-Policy"] = _PERMISSIONS
        if personal or not getattr(request, "is_public_page", False):
            response["X-Robots-Tag"] = "noindex, nofollow"
        if personal or self._knows_reader(request):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        # The mark that login_not_required leaves on a view: such a page is public, all others are for staff.
        request.is_public_page = not getattr(view, "login_required", True)  # type: ignore[attr-defined]

    def _knows_reader(self, request: HttpRequest) -> bool:
        session = getattr(request, "session", None)
        return not getattr(request, "is_public_page", False) or bool(session is not None and session.accessed)
