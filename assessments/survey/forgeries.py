"""Forged posts are refused by their token alone, because survey pages send no referrer.

Under `Referrer-Policy: no-referrer` browsers post forms with `Origin: null` and without Referer, which Django's check
takes for another site. Here the token (cookie and field) decides; besides, others cannot post to a secret address.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class Forged(Exception):
    """The post carries no token, or not the one of the cookie."""


class LinkCsrf(CsrfViewMiddleware):
    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        return None

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise Forged


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_check = LinkCsrf(_nothing)


def refuse_forged(request: HttpRequest) -> None:
    """Raises Forged. Marks the request as checked otherwise."""
    _check.process_view(request, _nothing, (), {})


def sent_fields(request: HttpRequest) -> list[tuple[str, Any]]:
    """What was posted, to be offered for sending again."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in pairs if name != "csrfmiddlewaretoken"]
