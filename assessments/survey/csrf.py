"""Survey pages are protected against forged posts by their token alone, because survey pages send no referrer.

Under `Referrer-Policy: no-referrer` browsers post forms with `Origin: null` and without Referer, and Django's check
takes such a post for one from another site. Here the token (cookie and field) decides alone; besides, another site
cannot post to an address that the site does not know.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class Forged(Exception):
    """The post carries no token, or a token that differs from the cookie's."""


class SurveyCsrf(CsrfViewMiddleware):
    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        return None

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise Forged


def _no_response(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_middleware = SurveyCsrf(_no_response)


def check_csrf(request: HttpRequest) -> None:
    """Raise Forged, or mark the request as checked."""
    _middleware.process_view(request, _no_response, (), {})


def posted_fields(request: HttpRequest) -> list[tuple[str, Any]]:
    """Name and value of every posted field but the token, so that the person can send them again."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in pairs if name != "csrfmiddlewaretoken"]
