"""Adding and changing the people of a partnership."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.models import Organisation, Partnership, Stakeholder, StakeholderKind
from partnerships.people.memberships import create_membership
from synergy import audit
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes, on_conflict


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
    reason: str = "",
    at: datetime,
) -> Stakeholder:
    """A person with their first membership; without a language, the partnership's own.

    Raises ValidationError, by field, when a value does not fit or the address is taken.
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
    audit.record(by=by, action="stakeholder.created", obj=stakeholder, scope=partnership.scope, at=at)
    create_membership(
        by=by, stakeholder=stakeholder, organisation=organisation, started_on=started_on, reason=reason, at=at
    )
    return stakeholder


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
        _record(by, "stakeholder.updated", row, at, fields=changed)
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
        audit.record(by=None, action="stakeholder.opted_out_alone", obj=row, scope=row.partnership.scope, at=at)
    return row


def _switch(
    by: User, stakeholder: Stakeholder, field: str, value: bool, at: datetime, actions: tuple[str, str]
) -> Stakeholder:
    access.require(by, "people.edit", stakeholder.partnership)
    row = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    if apply_changes(row, {field: value}, allowed=(field,)):
        row.save(update_fields=[field])
        _record(by, actions[0] if value else actions[1], row, at)
    return row


def _record(by: User, action: str, stakeholder: Stakeholder, at: datetime, **details: Any) -> None:
    audit.record(by=by, action=action, obj=stakeholder, scope=stakeholder.partnership.scope, at=at, **details)


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
