"""Creating and changing programmes."""

from datetime import datetime

from django.db import transaction

from partnerships.access import may_administer, refuse_denied
from partnerships.histories import record
from partnerships.models import Programme
from partnerships.slugs import name_taken, refuse_taken, save_with_slug
from synergy.accounts.models import User
from synergy.accounts.names import clean_name
from synergy.audit.changes import on_conflict


@transaction.atomic
def create_programme(*, by: User, name: str, description: str, at: datetime) -> Programme:
    """Raises ValidationError at `name` when another programme has it, in whatever case."""
    refuse_denied(may_administer(by))
    programme = Programme(name=clean_name(name), description=description)
    save_with_slug(programme, "programme", Programme.objects.filter(name__iexact=programme.name))
    record(by, "programme.create", programme, at)
    return programme


@transaction.atomic
def update_programme(*, by: User, programme: Programme, name: str, description: str, at: datetime) -> Programme:
    """The address stays as it is, since links point there. Raises ValidationError at `name` when it is taken."""
    refuse_denied(may_administer(by))
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    name = clean_name(name)
    new = {"name": name, "description": description}
    changed = [field for field, value in new.items() if getattr(row, field) != value]
    if not changed:
        return row
    row.name, row.description = name, description
    refuse_taken(row, Programme.objects.filter(name__iexact=name))
    with on_conflict(name_taken()):
        row.save(update_fields=changed)
    record(by, "programme.update", row, at, fields=changed)
    return row
