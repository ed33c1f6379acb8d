"""Adding, changing and deleting what happened around the partnership."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from partnerships import access
from partnerships.dates import require_near
from partnerships.histories import record
from partnerships.models import ContextEvent, Partnership
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes

YEARS_AHEAD = 1


@transaction.atomic
def create_context_event(
    *,
    by: User,
    partnership: Partnership,
    happened_on: date,
    category: str,
    title: str,
    description: str = "",
    at: datetime,
) -> ContextEvent:
    """An announced event may lie up to a year ahead. Raises ValidationError, by field, when a value does not fit."""
    access.require(by, "context.edit", partnership)
    event = ContextEvent(
        partnership=partnership, happened_on=happened_on, category=category, title=title, description=description
    )
    _check(event, at)
    event.save()
    record(by, "context_event.created", event, at)
    return event


@transaction.atomic
def update_context_event(*, by: User, event: ContextEvent, at: datetime, **values: Any) -> ContextEvent:
    """Changes happened_on, category, title or description.

    Raises ValidationError, by field, when a value does not fit.
    """
    access.require(by, "context.edit", event.partnership)
    row = _locking().get(pk=event.pk)
    changed = apply_changes(row, values, allowed=("happened_on", "category", "title", "description"))
    if changed:
        _check(row, at)
        row.save()
        record(by, "context_event.updated", row, at, fields=changed)
    return row


@transaction.atomic
def delete_context_event(*, by: User, event: ContextEvent, at: datetime) -> None:
    """Deletes the event, unless somebody else has just done so."""
    access.require(by, "context.edit", event.partnership)
    row = _locking().filter(pk=event.pk).first()
    if row is not None:
        record(by, "context_event.deleted", row, at, happened_on=row.happened_on)
        row.delete()


def _locking() -> "QuerySet[ContextEvent]":
    return ContextEvent.objects.select_for_update(of=("self",)).select_related("partnership")


def _check(event: ContextEvent, at: datetime) -> None:
    event.full_clean()
    require_near("happened_on", event.happened_on, partnership=event.partnership, at=at, years_ahead=YEARS_AHEAD)
