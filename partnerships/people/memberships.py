"""Starting, correcting and ending the time a person is a member."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.models import Membership, Organisation, Stakeholder
from partnerships.people.starts import start_problem
from synergy import audit
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes
from synergy.web.formats import day as day_words


@transaction.atomic
def create_membership(
    *,
    by: User,
    stakeholder: Stakeholder,
    started_on: date,
    ended_on: date | None = None,
    organisation: Organisation | None = None,
    reason: str = "",
    at: datetime,
) -> Membership:
    """Raises ValidationError, by field, when a value does not fit or the time overlaps another membership."""
    access.require(by, "people.edit", stakeholder.partnership)
    _lock(stakeholder)
    membership = Membership(
        stakeholder=stakeholder, organisation=organisation, started_on=started_on, ended_on=ended_on, reason=reason
    )
    _check_start(membership, at)
    _check(membership)
    membership.save()
    _record(by, "membership.created", membership, at)
    return membership


@transaction.atomic
def update_membership(*, by: User, membership: Membership, at: datetime, **values: Any) -> Membership:
    """Changes organisation, started_on, ended_on or reason.

    Raises ValidationError, by field, when a value does not fit or the time overlaps another membership.
    """
    access.require(by, "people.edit", membership.stakeholder.partnership)
    _lock(membership.stakeholder)
    row = Membership.objects.select_related("stakeholder__partnership", "organisation").get(pk=membership.pk)
    changed = apply_changes(row, values, allowed=("organisation", "started_on", "ended_on", "reason"))
    if changed:
        if "started_on" in changed:
            _check_start(row, at)
        _check(row)
        row.save()
        _record(by, "membership.updated", row, at, fields=changed)
    return row


@transaction.atomic
def end_membership(*, by: User, membership: Membership, day: date, at: datetime) -> Membership:
    """`day` is the last day; raises ValidationError when it lies before the first or in another membership."""
    access.require(by, "people.edit", membership.stakeholder.partnership)
    _lock(membership.stakeholder)
    row = Membership.objects.select_related("stakeholder__partnership", "organisation").get(pk=membership.pk)
    row.ended_on = day
    _check(row)
    row.save(update_fields=["ended_on"])
    _record(by, "membership.ended", row, at, day=day)
    return row


def _lock(stakeholder: Stakeholder) -> None:
    """One change of a person's memberships at a time, or two could each overlap the other unseen."""
    Stakeholder.objects.select_for_update().filter(pk=stakeholder.pk).first()


def _check(membership: Membership) -> None:
    membership.full_clean(validate_constraints=False)
    if membership.ended_on is not None and membership.ended_on < membership.started_on:
        raise ValidationError({"ended_on": _("The last day cannot lie before the first.")})
    organisation = membership.organisation
    if organisation is not None and organisation.partnership_id != membership.stakeholder.partnership_id:
        raise ValidationError({"organisation": _("This organisation is not in the partnership.")})
    other = _overlapping(membership)
    if other is not None:
        raise ValidationError({"started_on": overlap_words(other)})


def _check_start(membership: Membership, at: datetime) -> None:
    problem = start_problem(membership.started_on, membership.stakeholder.partnership.day(at))
    if problem:
        raise ValidationError({"started_on": capfirst(problem)})


def _overlapping(membership: Membership) -> Membership | None:
    others = Membership.objects.filter(stakeholder=membership.stakeholder).exclude(pk=membership.pk)
    others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=membership.started_on))
    if membership.ended_on is not None:
        others = others.filter(started_on__lte=membership.ended_on)
    return others.first()


def overlap_words(other: Membership) -> str:
    """Why a time cannot be taken: the membership that already holds it."""
    if other.ended_on is None:
        return _("This overlaps the membership since %(start)s, which has no end: end that one first.") % {
            "start": day_words(other.started_on)
        }
    return _("This overlaps the membership from %(start)s to %(end)s.") % {
        "start": day_words(other.started_on),
        "end": day_words(other.ended_on),
    }


def _record(by: User, action: str, membership: Membership, at: datetime, **details: Any) -> None:
    scope = membership.stakeholder.partnership.scope
    audit.record(by=by, action=action, obj=membership, scope=scope, at=at, **details)
