"""Adding, changing and ending the organisations of a partnership."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.histories import record
from partnerships.models import Membership, Organisation, Partnership, Sector
from synergy.accounts.models import User
from synergy.audit.changes import apply_changes, on_conflict
from synergy.web.formats import day as day_words


@transaction.atomic
def create_organisation(
    *, by: User, partnership: Partnership, name: str, sector: Sector, website: str = "", at: datetime
) -> Organisation:
    """Raises ValidationError, by field, when a value does not fit or the name is taken."""
    access.require(by, "people.edit", partnership)
    organisation = Organisation(partnership=partnership, name=name, sector=sector, website=website)
    _check(organisation)
    with on_conflict(_taken()):
        organisation.save()
    record(by, "organisation.created", organisation, at)
    return organisation


@transaction.atomic
def update_organisation(*, by: User, organisation: Organisation, at: datetime, **values: Any) -> Organisation:
    """Changes name, sector, website or `ended_on` (None takes the organisation up again).

    Raises ValidationError, by field, when a value does not fit or the name is taken.
    """
    access.require(by, "people.edit", organisation.partnership)
    row = Organisation.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=organisation.pk)
    changed = apply_changes(row, values, allowed=("name", "sector", "website", "ended_on"))
    if changed:
        _check(row)
        with on_conflict(_taken()):
            row.save()
        record(by, "organisation.updated", row, at, fields=changed)
    return row


@transaction.atomic
def end_organisation(
    *, by: User, organisation: Organisation, day: date, with_memberships: bool = False, at: datetime
) -> Organisation:
    """Ends the part of the organisation: `day` is the first day without it, and its memberships may end the day before.

    Raises ValidationError when a membership that would end starts on that day or later.
    """
    access.require(by, "people.edit", organisation.partnership)
    row = Organisation.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=organisation.pk)
    row.ended_on = day
    row.save(update_fields=["ended_on"])
    ended = _end_memberships(row, day) if with_memberships else 0
    record(by, "organisation.ended", row, at, day=day, memberships_ended=ended)
    return row


def _end_memberships(organisation: Organisation, day: date) -> int:
    running = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), organisation=organisation)
    late = running.filter(started_on__gte=day).select_related("stakeholder").first()
    if late:
        raise ValidationError(
            _("%(name)s becomes a member for it only on %(day)s: change that membership first.")
            % {"name": late.stakeholder.name, "day": day_words(late.started_on)}
        )
    return running.update(ended_on=day - timedelta(days=1))


def _check(organisation: Organisation) -> None:
    organisation.full_clean(validate_constraints=False)
    same = Organisation.objects.filter(partnership=organisation.partnership, name__iexact=organisation.name)
    if same.exclude(pk=organisation.pk).exists():
        raise _taken()


def _taken() -> ValidationError:
    return ValidationError({"name": _("An organisation of this name is already in the partnership.")})
