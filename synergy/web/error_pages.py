"""The pages people see when something is refused, missing or broken."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils import translation
from django.utils.log import log_response
from django.utils.translation import gettext as _

from synergy.web.unavailable import is_unavailable, unavailable_page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return too_large(request) if isinstance(exception, RequestDataTooBig) else _page(request, "400.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """A form beyond DATA_UPLOAD_MAX_MEMORY_SIZE: no error of ours, so one line in the log and no traceback."""
    words = _(
        "More text was sent at once than a page can take, so nothing of it was saved. Go back, shorten it and send "
        "it once more."
    )
    page = _page(request, "400.html", 413, reason=words)
    log_response("Form too large: %s", request.path, response=page, request=request)  # Django then logs no error
    return page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", 403, reason=_reason(exception))


def _reason(exception: Exception | None) -> str:
    """The sentence given with the refusal; a single word would be a code of some library, not a sentence."""
    words = str(exception.args[0]) if isinstance(exception, PermissionDenied) and exception.args else ""
    return words if " " in words else ""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open in another session, or cookies are off; Django's own reason is not for readers."""
    words = _(
        "This page was open for too long, or cookies are refused. Nothing was changed. "
        "Go back, load the page again and send it once more."
    )
    return _page(request, "403.html", 403, reason=words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last page: without request and context processors, which may be what broke."""
    if is_unavailable(sys.exc_info()[1]):
        return unavailable_page(request)
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    request_id = getattr(request, "request_id", "")
    with translation.override(language):
        return HttpResponse(get_template("500.html").render({"request_id": request_id}), status=500)


def _page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    # Base templates name the signed-in person: load them now, so that no query runs while the page renders.
    user = getattr(request, "user", None)
    if user is not None:
        bool(user.is_authenticated)
    return HttpResponse(get_template(template).render({"code": status} | context, request), status=status)


class ErrorPagesMiddleware:
    """Gives answers that Django leaves empty (a wrong verb, 405) the same page as other bad requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            response.status_code != 405
            or response.streaming
            or (isinstance(response, HttpResponse) and response.content)
        ):
            return response
        page = _page(request, "400.html", 405, reason=_("This address cannot be used in that way."))
        page["Allow"] = response.get("Allow", "")
        return page
