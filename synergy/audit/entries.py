"""Writing entries, and reading them back as sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from synergy.audit import codes, request_id
from synergy.audit.models import Entry
from synergy.web.formats import day

_LONGEST = 200
_DAY = re.compile(r"[12]\d{3}-[01]\d-[0-3]\d")


@dataclass(frozen=True)
class HistoryLine:
    """One line of a history page."""

    at: datetime
    actor: str
    action: str
    sentence: str
    object_type: str
    object_id: str
    object_label: str


def record(
    *,
    by: AbstractBaseUser | AnonymousUser | None,
    action: str,
    obj: models.Model | None,
    scope: str = "",
    at: datetime | None = None,
    **details: object,
) -> Entry:
    """Appends an entry; `by=None` is Synergy itself (the tick) or a stakeholder who has no account.

    Details are small plain facts: numbers, dates, short texts and lists of them, never what somebody answered.
    Raises codes.UnknownAction for an unregistered action and TypeError for a detail that is not plain.
    """
    person: Any = by if isinstance(by, AbstractBaseUser) and by.pk is not None else None
    return Entry.objects.create(
        at=at or timezone.now(),
        actor=person,
        actor_label=str(person)[:_LONGEST] if person else "",
        action=codes.require(action),
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=str(obj)[:_LONGEST] if obj is not None else "",
        scope=scope,
        request_id=request_id.get(),
        details={name: _plain(name, value) for name, value in details.items()},
    )


def _plain(name: str, value: object) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date | UUID):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, str | Promise):
        # PostgreSQL cannot store NUL in JSON.
        return str(value).replace("\x00", "")[:_LONGEST]
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(name, part) for part in list(value)[:_LONGEST]]
    raise TypeError(f"The detail {name!r} must be plain, not {type(value).__name__}")


def lines(entries: Iterable[Entry]) -> list[HistoryLine]:
    """The entries as sentences in the active language; runs no query of its own."""
    return [_line(entry) for entry in entries]


def _line(entry: Entry) -> HistoryLine:
    actor = entry.actor_label or _("Synergy")
    label = codes.translated(entry.object_type, entry.object_label)
    words = {name: _words(name, value) for name, value in entry.details.items()}
    words |= {"actor": actor, "object": label}
    return HistoryLine(
        at=entry.at,
        actor=actor,
        action=entry.action,
        sentence=codes.sentence(entry.action, words),
        object_type=entry.object_type,
        object_id=entry.object_id,
        object_label=label,
    )


def _words(name: str, value: object) -> object:
    """A detail as people read it: lists with commas, days written out, words in their own language."""
    if isinstance(value, list):
        return ", ".join(codes.translated(name, str(part)) for part in value)
    if not isinstance(value, str):
        return value
    return day(date.fromisoformat(value)) if _DAY.fullmatch(value) else codes.translated(name, value)


def history(scope: str, limit: int = 50, *, obj: models.Model | None = None) -> list[HistoryLine]:
    """The newest `limit` lines of a scope, or of one object in it; one query."""
    entries = Entry.objects.in_scope(scope).newest_first()
    return lines((entries.about(obj) if obj is not None else entries)[:limit])
