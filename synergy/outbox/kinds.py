"""Rooms register kinds of mail, each with the function that writes a mail of it at the moment the mail leaves."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.functional import Promise

if TYPE_CHECKING:
    from synergy.outbox.models import Message


@dataclass(frozen=True)
class Rendered:
    """One mail as it leaves; `from_name` and `reply_to` may be whatever people typed."""

    subject: str
    text: str
    html: str = ""
    from_name: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Render = Callable[["Message"], Rendered | None]
Scopes = Callable[[], Collection[str]]


@dataclass(frozen=True)
class MailKind:
    code: str
    render: Render
    label: str | Promise
    discreet_in: Scopes | None = None


_kinds: dict[str, MailKind] = {}


class UnknownMailKind(LookupError):
    """A kind of mail that no room has registered."""


def register(code: str, render: Render, label: str | Promise = "", discreet_in: Scopes | None = None) -> None:
    """Register a kind: `render(message)` writes the mail just before it leaves, or returns None if nobody wants it now.

    In the scopes that `discreet_in()` names, no page says to whom mail of this kind goes: that would betray something.
    """
    _kinds[code] = MailKind(code, render, label or code, discreet_in)


def discreet() -> Q:
    """The condition that holds for discreet messages; every kind that knows discreet scopes is asked for them."""
    condition = Q(pk__in=[])
    for kind in _kinds.values():
        if kind.discreet_in is not None:
            condition |= Q(kind=kind.code, scope__in=list(kind.discreet_in()))
    return condition


def require(code: str) -> MailKind:
    """Raises UnknownMailKind when nobody registered the kind."""
    if code not in _kinds:
        raise UnknownMailKind(f"The kind of mail {code!r} is not registered: add it with outbox.kinds.register")
    return _kinds[code]


def label(code: str) -> str:
    return str(_kinds[code].label) if code in _kinds else code
