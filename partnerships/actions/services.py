"""Adding, changing, finishing and deleting action items."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.dates import require_near
from partnerships.histories import record
from partnerships.models import ActionItem, Meeting, Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes

YEARS_AHEAD = 3


@transaction.atomic
def create_action_item(
    *,
    by: User,
    partnership: Partnership,
    text: str,
    owner: Stakeholder | None = None,
    due_on: date | None = None,
    meeting: Meeting | None = None,
    at: datetime,
) -> ActionItem:
    """Raises ValidationError, by field, when a value does not fit or the owner is not a member today."""
    access.require(by, "meeting.edit", partnership)
    item = ActionItem(partnership=partnership, meeting=meeting, text=text, owner=owner, due_on=due_on)
    _check(item, {"owner", "due_on", "meeting"}, at)
    item.save()
    record(by, "action_item.created", item, at)
    return item


@transaction.atomic
def update_action_item(*, by: User, item: ActionItem, at: datetime, **values: Any) -> ActionItem:
    """Changes text, owner, due_on or meeting; an owner who has left since may stay.

    Raises ValidationError, by field, when a value does not fit or a new owner is not a member today.
    """
    access.require(by, "meeting.edit", item.partnership)
    row = _locked(item)
    changed = apply_changes(row, values, allowed=("text", "owner", "due_on", "meeting"))
    if changed:
        _check(row, set(changed), at)
        row.save()
        record(by, "action_item.updated", row, at, fields=changed)
    return row


@transaction.atomic
def complete_action_item(*, by: User, item: ActionItem, at: datetime) -> ActionItem:
    """Marks the item as done today; an item that is done already keeps its day."""
    return _finish(by, item, item.partnership.day(at), "action_item.done", at)


@transaction.atomic
def reopen_action_item(*, by: User, item: ActionItem, at: datetime) -> ActionItem:
    return _finish(by, item, None, "action_item.reopened", at)


@transaction.atomic
def delete_action_item(*, by: User, item: ActionItem, at: datetime) -> None:
    """Deletes the item, unless somebody else has just done so."""
    access.require(by, "meeting.edit", item.partnership)
    row = ActionItem.objects.select_for_update(of=("self",)).select_related("partnership").filter(pk=item.pk).first()
    if row is not None:
        record(by, "action_item.deleted", row, at)
        row.delete()


def _finish(by: User, item: ActionItem, day: date | None, action: str, at: datetime) -> ActionItem:
    access.require(by, "meeting.edit", item.partnership)
    row = _locked(item)
    if (row.done_on is None) != (day is None):
        row.done_on = day
        row.save(update_fields=["done_on"])
        record(by, action, row, at)
    return row


def _locked(item: ActionItem) -> ActionItem:
    rows = ActionItem.objects.select_for_update(of=("self",)).select_related("partnership", "owner", "meeting")
    return rows.get(pk=item.pk)


def _check(item: ActionItem, changed: set[str], at: datetime) -> None:
    item.full_clean()
    partnership = item.partnership
    if item.meeting is not None and item.meeting.partnership_id != partnership.pk:
        raise ValidationError({"meeting": _("This meeting is not in the partnership.")})
    if item.owner is not None and "owner" in changed:
        members = Stakeholder.objects.filter(partnership=partnership).members_on(partnership.day(at))
        if not members.filter(pk=item.owner.pk).exists():
            raise ValidationError({"owner": _("The owner must be a member today.")})
    if item.due_on is not None and "due_on" in changed:
        require_near("due_on", item.due_on, partnership=partnership, at=at, years_ahead=YEARS_AHEAD)
