"""A link that others may hold shows each browser what was typed in that browser, and nothing else.

The browser keeps a random key until it is closed; beside each sealed answer stands a mark made of the key and the
invitation. Without the key a mark leads nowhere, and it goes with the sealed answers at the close.
"""

import hmac
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from assessments.models import Invitation

COOKIE = "__Host-synergy-survey" if settings.SESSION_COOKIE_SECURE else "synergy-survey"
_LENGTH = 22


def key_of(request: HttpRequest) -> str:
    """The key of this browser: the one that it sent, or a new one for `remember`."""
    key = request.COOKIES.get(COOKIE, "")
    return key if len(key) == _LENGTH and key.isascii() else new_key()


def new_key() -> str:
    return token_urlsafe(16)


def mark_of(key: str, invitation: Invitation) -> str:
    return hmac.new(key.encode(), invitation.pk.bytes, "sha256").hexdigest()[:16]


def remember(response: HttpResponse, key: str) -> None:
    response.set_cookie(COOKIE, key, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


def forget(response: HttpResponse) -> None:
    for name in (COOKIE, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
