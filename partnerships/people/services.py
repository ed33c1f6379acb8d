"""Adding and changing the people of a partnership, and the times they are members."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.dates import start_problem
from partnerships.histories import record
from partnerships.models import Membership, Organisation, Partnership, Sector, Stakeholder, StakeholderKind
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes, on_conflict
from synergy.web.formats import day as day_words


@transaction.atomic
def create_stakeholder(
    *,
    by: User,
    partnership: Partnership,
    name: str,
    kind: StakeholderKind,
    started_on: date,
    email: str = "",
    language: str = "",
    organisation: Organisation | None = None,
    new_organisation: str = "",
    sector: Sector | None = None,
    reason: str = "",
    at: datetime,
) -> Stakeholder:
    """A person with their first membership; without a language, the partnership's own.

    `new_organisation` is added first, in its sector. Raises ValidationError, by field, when a value does not fit, or
    the address or the name of the organisation is taken.
    """
    access.require(by, "people.edit", partnership)
    stakeholder = Stakeholder(
        partnership=partnership,
        name=name,
        email=email,
        kind=kind,
        language=language or partnership.default_language,
    )
    _check(stakeholder)
    with on_conflict(_taken()):
        stakeholder.save()
    record(by, "stakeholder.created", stakeholder, at)
    if new_organisation and sector is not None:
        organisation = _new_organisation(by, partnership, new_organisation, sector, at)
    create_membership(
        by=by, stakeholder=stakeholder, organisation=organisation, started_on=started_on, reason=reason, at=at
    )
    return stakeholder


def _new_organisation(by: User, partnership: Partnership, name: str, sector: Sector, at: datetime) -> Organisation:
    taken = ValidationError({"new_organisation": _("An organisation of this name is already in the partnership.")})
    if partnership.organisations.filter(name__iexact=name).exists():
        raise taken
    organisation = Organisation(partnership=partnership, name=name, sector=sector)
    with on_conflict(taken):
        organisation.save()
    record(by, "organisation.created", organisation, at)
    return organisation


@transaction.atomic
def update_stakeholder(*, by: User, stakeholder: Stakeholder, at: datetime, **values: Any) -> Stakeholder:
    """Changes name, email, language or kind; a new address counts as one that mail reaches.

    Raises ValidationError, by field, when a value does not fit or the address is taken.
    """
    access.require(by, "people.edit", stakeholder.partnership)
    row = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    changed = apply_changes(row, values, allowed=("name", "email", "language", "kind"))
    if changed:
        row.undeliverable = row.undeliverable and "email" not in changed
        _check(row)
        with on_conflict(_taken()):
            row.save()
        record(by, "stakeholder.updated", row, at, fields=changed)
    return row


@transaction.atomic
def set_undeliverable(*, by: User, stakeholder: Stakeholder, value: bool, at: datetime) -> Stakeholder:
    """Whether mail fails to reach the person; nothing is sent to those it does not reach."""
    return _switch(
        by, stakeholder, "undeliverable", value, at, ("stakeholder.undeliverable", "stakeholder.deliverable")
    )


@transaction.atomic
def set_opted_out(*, by: User, stakeholder: Stakeholder, value: bool, at: datetime) -> Stakeholder:
    """Whether the person asked for no mail."""
    return _switch(by, stakeholder, "opted_out", value, at, ("stakeholder.opted_out", "stakeholder.opted_in"))


@transaction.atomic
def opt_out(*, stakeholder: Stakeholder, at: datetime) -> Stakeholder:
    """The person’s own wish to get no more mail, by the link in a mail; wishing it twice changes nothing."""
    row = Stakeholder.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=stakeholder.pk)
    if apply_changes(row, {"opted_out": True}, allowed=("opted_out",)):
        row.save(update_fields=["opted_out"])
        record(None, "stakeholder.opted_out_alone", row, at)
    return row


def _switch(
    by: User, stakeholder: Stakeholder, field: str, value: bool, at: datetime, actions: tuple[str, str]
) -> Stakeholder:
    access.require(by, "people.edit", stakeholder.partnership)
    row = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    if apply_changes(row, {field: value}, allowed=(field,)):
        row.save(update_fields=[field])
        record(by, actions[0] if value else actions[1], row, at)
    return row


def _taken() -> ValidationError:
    return ValidationError({"email": _("Somebody else in the partnership already has this address.")})


def _check(stakeholder: Stakeholder) -> None:
    stakeholder.full_clean(validate_constraints=False)
    if not stakeholder.email:
        return
    same = Stakeholder.objects.filter(partnership=stakeholder.partnership, email__iexact=stakeholder.email)
    other = same.exclude(pk=stakeholder.pk).first()
    if other is not None:
        raise ValidationError(
            {"email": _("%(name)s already has this address in the partnership.") % {"name": other.name}}
        )


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
    _check_membership(membership)
    membership.save()
    record(by, "membership.created", membership, at)
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
        _check_membership(row)
        row.save()
        record(by, "membership.updated", row, at, fields=changed)
    return row


@transaction.atomic
def end_membership(*, by: User, membership: Membership, day: date, at: datetime) -> Membership:
    """`day` is the last day; raises ValidationError when it lies before the first or in another membership."""
    access.require(by, "people.edit", membership.stakeholder.partnership)
    _lock(membership.stakeholder)
    row = Membership.objects.select_related("stakeholder__partnership", "organisation").get(pk=membership.pk)
    row.ended_on = day
    _check_membership(row)
    row.save(update_fields=["ended_on"])
    record(by, "membership.ended", row, at, day=day)
    return row


def _lock(stakeholder: Stakeholder) -> None:
    """One change of a person's memberships at a time, or two could each overlap the other unseen."""
    Stakeholder.objects.select_for_update().filter(pk=stakeholder.pk).first()


def _check_membership(membership: Membership) -> None:
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
