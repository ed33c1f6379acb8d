"""Creating, changing, ending and reopening partnerships."""

from datetime import date, datetime
from typing import Any, TypedDict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.histories import record
from partnerships.models import Goal, Grant, Partnership, Programme
from partnerships.slugs import name_taken, refuse_taken, save_with_slug
from synergy.accounts.models import User
from synergy.accounts.names import clean_name
from synergy.audit.changes import on_conflict


class Charter(TypedDict):
    """What a partnership says about itself: the fields a person may set."""

    programme: Programme
    name: str
    mission: str
    region: str
    context: str
    mandate: str
    default_language: str
    time_zone: str
    cadence_months: int
    k: int
    started_on: date


@transaction.atomic
def create_partnership(*, by: User, charter: Charter, goals: list[str], at: datetime) -> Partnership:
    """A coordinator becomes the coordinator of the new partnership; an administrator gets no role in it.

    Raises PermissionDenied, and ValidationError at `name` when the programme has a partnership of that name.
    """
    _require_creator(by, charter["programme"])
    partnership = Partnership(**(charter | {"name": clean_name(charter["name"])}))
    save_with_slug(partnership, "partnership", _of_this_name(partnership))
    _set_goals(partnership, goals)
    if not by.is_administrator:
        Grant.objects.create(user=by, partnership=partnership, role=Grant.Role.COORDINATOR)
    record(by, "partnership.create", partnership, at)
    return partnership


@transaction.atomic
def update_partnership(
    *, by: User, partnership: Partnership, charter: Charter, goals: list[str], at: datetime
) -> Partnership:
    """Changes the fields that differ; only an administrator moves a partnership to another programme.

    A new K or cadence holds for rounds opened later: a round keeps its own. The address stays, since links point there.
    Raises ValidationError at `name` or `started_on`.
    """
    access.require(by, "partnership.edit", partnership)
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    wanted: dict[str, Any] = {**charter, "name": clean_name(charter["name"])}
    new = {field: value for field, value in wanted.items() if getattr(row, field) != value}
    if "programme" in new and not by.is_administrator:
        raise PermissionDenied(_("Only an administrator moves a partnership to another programme."))
    if row.ended_on and charter["started_on"] > row.ended_on:
        raise ValidationError({"started_on": _("The partnership ended before this day.")})
    for field, value in new.items():
        setattr(row, field, value)
    if new:
        refuse_taken(row, _of_this_name(row))
        with on_conflict(name_taken()):
            row.save(update_fields=list(new))
    changed = [*new, *(["goals"] if _set_goals(row, goals) else [])]
    if changed:
        record(by, "partnership.update", row, at, fields=changed)
    return row


@transaction.atomic
def end_partnership(*, by: User, partnership: Partnership, on: date, at: datetime) -> Partnership:
    """Ends the partnership after the day `on`; nothing is deleted.

    Raises ValidationError at `on` for a day before the start.
    """
    access.require(by, "partnership.end", partnership)
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if on < row.started_on:
        raise ValidationError({"on": _("A partnership cannot end before it started.")})
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    record(by, "partnership.end", row, at, on=on)
    return row


@transaction.atomic
def reopen_partnership(*, by: User, partnership: Partnership, at: datetime) -> Partnership:
    """Takes the end away; a partnership without an end stays as it is."""
    access.require(by, "partnership.end", partnership)
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if row.ended_on is not None:
        row.ended_on = None
        row.save(update_fields=["ended_on"])
        record(by, "partnership.reopen", row, at)
    return row


def _require_creator(by: User, programme: Programme) -> None:
    access.refuse_denied(access.may_create_partnership(by))
    if not Programme.objects.open_to(by).filter(pk=programme.pk).exists():
        raise PermissionDenied(_("You may create partnerships in programmes in which you coordinate one already."))


def _set_goals(partnership: Partnership, goals: list[str]) -> bool:
    """Replaces the goals where they differ, and says whether they did."""
    if list(partnership.goals.values_list("text", flat=True)) == goals:
        return False
    partnership.goals.all().delete()
    Goal.objects.bulk_create(
        Goal(partnership=partnership, text=text, position=number) for number, text in enumerate(goals, start=1)
    )
    return True


def _of_this_name(partnership: Partnership) -> "QuerySet[Partnership]":
    return Partnership.objects.filter(programme=partnership.programme_id, name__iexact=partnership.name)
