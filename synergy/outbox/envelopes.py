"""A rendered mail made into one that may leave: safe headers, our own Message-ID, the partnership's name as sender."""

from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from synergy.outbox.kinds import Rendered
from synergy.outbox.models import Message

_NAME_LIMIT = 120
_SUBJECT_LIMIT = 200
_RESERVED = {"from", "to", "cc", "bcc", "sender", "subject", "reply-to", "message-id", "return-path"}


def envelope(message: Message, rendered: Rendered, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The mail for one recipient. A line break in a name or subject becomes a space, never a header."""
    sender_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    name = one_line(rendered.from_name, _NAME_LIMIT) or sender_name
    mail = EmailMultiAlternatives(
        subject=one_line(rendered.subject, _SUBJECT_LIMIT),
        body=rendered.text,
        from_email=str(Address(display_name=name, addr_spec=sender)),
        to=[message.recipient],
        reply_to=_reply_to(rendered.reply_to),
        headers=_headers(message, rendered, sender),
        connection=connection,
    )
    if rendered.html:
        mail.attach_alternative(rendered.html, "text/html")
    return mail


def one_line(text: str, limit: int) -> str:
    """The text without line breaks or other control characters, at most `limit` characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:limit]


def _reply_to(text: str) -> list[str]:
    name, address = parseaddr(one_line(text, 400))
    try:
        validate_email(address)
    except ValidationError:
        return []
    return [str(Address(display_name=name, addr_spec=address))] if name else [address]


def _headers(message: Message, rendered: Rendered, sender: str) -> dict[str, str]:
    extra = {name: one_line(value, 900) for name, value in rendered.headers.items() if name.lower() not in _RESERVED}
    # The id of the row: should the same message leave twice, receivers can tell.
    return {"Auto-Submitted": "auto-generated", **extra, "Message-ID": f"<{message.pk}@{sender.partition('@')[2]}>"}
