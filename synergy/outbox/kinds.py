"""The kinds of mail there are, and who writes each one at the moment it leaves."""

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
    """`render(message)` writes the mail just before it leaves, or returns None when it is no longer wanted.

    In the scopes that `discreet_in()` names, no page says to whom mail of this kind goes: that would betray something.
    """
    _kinds[code] = MailKind(code, render, label or code, discreet_in)


def discreet() -> Q:
    """Which messages are discreet; asks every kind that knows discreet scopes."""
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
