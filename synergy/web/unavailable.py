"""What to show while the database is away: a page that needs no database, session or context processor."""

import errno
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import get_template
from django.utils import translation

RETRY_SECONDS = 30
_SQLITE_SAYS_AWAY = ("locked", "busy", "full", "readonly", "read-only", "disk i/o", "unable to open", "interrupted")
_LAST_RESORT = (
    "<!doctype html><title>503</title><p>Synergy is not available for a moment. Nothing you already saved is lost. "
    "<p lang=fr>Synergy n’est pas disponible pour un moment. Rien de ce que vous avez enregistré n’est perdu."
)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the error says that the database (or the disk) is away, not that our code is wrong."""
    while error is not None:
        if isinstance(error, InterfaceError):
            return True
        if isinstance(error, OperationalError):
            return not _is_sqlite() or _says(error, _SQLITE_SAYS_AWAY)
        if isinstance(error, DatabaseError):
            return _says(error, ("read-only", "readonly", "locked", "is full"))
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            return True
        error = error.__cause__
    return False


def _is_sqlite() -> bool:
    # SQLite reports a missing table or bad SQL as OperationalError too: those stay errors of ours.
    return connections.settings["default"]["ENGINE"].endswith("sqlite3")


def _says(error: BaseException, words: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return any(word in text for word in words)


def unavailable_page(request: HttpRequest) -> HttpResponse:
    """The 503 page in the reader's language; a form that was being sent can be sent again from it."""
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    context = {"fields": _sent_fields(request), "is_post": request.method == "POST"}
    with translation.override(language):
        try:
            body = get_template("503.html").render(context)
        except Exception:  # whatever is broken now, the reader still gets the sentence
            body = _LAST_RESORT
    response = HttpResponse(body, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _sent_fields(request: HttpRequest) -> list[tuple[str, Any]]:
    """What was typed, to be sent again; nothing of a form with a password or a file."""
    if request.method != "POST":
        return []
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        if request.FILES or any("password" in name for name, _ in pairs):
            return []
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return []
    return pairs
