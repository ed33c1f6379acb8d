"""The kinds of mail there are, and who writes each one at the moment it leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Kind:
    code: str
    render: Render
    label: str | Promise


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """A kind of mail that no room has registered."""


def register(code: str, render: Render, label: str | Promise = "") -> None:
    """`render(message)` writes the mail just before it leaves, or returns None when it is no longer wanted."""
    _kinds[code] = Kind(code, render, label or code)


def require(code: str) -> Kind:
    """Raises UnknownKind when nobody registered the kind."""
    if code not in _kinds:
        raise UnknownKind(f"The kind of mail {code!r} is not registered: add it with outbox.kinds.register")
    return _kinds[code]


def label(code: str) -> str:
    return str(_kinds[code].label) if code in _kinds else code
