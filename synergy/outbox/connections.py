"""A mail connection knows whether a mail may already have left, and what follows from its errors."""

import smtplib
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from synergy.outbox.scrubbing import scrub_all

TIMEOUT = 10
_DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Consequence(Enum):
    DEFER = "try this mail again later"
    RECONNECT = "try this mail again later, and the next ones over a new connection"
    STOP = "try this mail again later, and no other now"
    FAIL = "never try this mail again"
    UNKNOWN = "nobody can say whether it left"


class _Watch:
    """Remembers that the text of a mail was under way when the connection broke: the server may have taken the mail."""

    text_under_way = False

    def data(self, msg: Any) -> Any:
        self.text_under_way = True
        answer = super().data(msg)  # type: ignore[misc]
        self.text_under_way = False
        return answer


class _WatchedSMTP(_Watch, smtplib.SMTP):
    pass


class _WatchedSMTPS(_Watch, smtplib.SMTP_SSL):
    pass


class WatchedBackend(EmailBackend):
    """Sends by Django's SMTP over a watched connection, which tells whether a text was under way."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _WatchedSMTPS if self.use_ssl else _WatchedSMTP

    @property
    def text_under_way(self) -> bool:
        return bool(getattr(self.connection, "text_under_way", False))


def leaves_this_machine() -> bool:
    """Whether mail goes to a server, not to one of Django's stand-ins: a file, the console, the memory of a test."""
    return settings.EMAIL_BACKEND == _DJANGO_SMTP or not settings.EMAIL_BACKEND.startswith("django.core.mail.backends.")


def mail_connection() -> BaseEmailBackend:
    """The configured way out, with a time limit; not opened yet."""
    if settings.EMAIL_BACKEND == _DJANGO_SMTP:
        return WatchedBackend(timeout=TIMEOUT)
    return get_connection(timeout=TIMEOUT)


def consequence_of(error: Exception, *, opened: bool, text_under_way: bool) -> Consequence:
    """Say what follows from an error: `opened`: the connection stood; `text_under_way`: the mail may have left."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((reply[0] for reply in error.recipients.values()), 550)
        return _by_code(code)
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Consequence.FAIL if opened else Consequence.STOP
    if isinstance(error, smtplib.SMTPSenderRefused) and 400 <= error.smtp_code < 500:
        return Consequence.RECONNECT
    if isinstance(error, smtplib.SMTPResponseException):
        # The server refused our own address or password: every next mail would fail too, whoever its recipient is.
        return Consequence.STOP
    if isinstance(error, smtplib.SMTPException | OSError):
        if not opened:
            return Consequence.STOP
        return Consequence.UNKNOWN if text_under_way else Consequence.RECONNECT
    return Consequence.DEFER


def _by_code(code: int) -> Consequence:
    if code == 421:
        return Consequence.RECONNECT
    return Consequence.FAIL if code >= 500 else Consequence.DEFER


def reason_of(error: Exception) -> str:
    """What the server said, or the error, in words that may be stored."""
    return scrub_all(_words(error))


def _words(error: Exception) -> str:
    replies: list[tuple[int, bytes | str]] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies += error.recipients.values()
    if isinstance(error, smtplib.SMTPResponseException):
        replies = [(error.smtp_code, error.smtp_error)]
    if not replies:
        return f"{type(error).__name__}: {error}"
    code, text = replies[0]
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
