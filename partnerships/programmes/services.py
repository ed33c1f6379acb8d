"""Creating and changing programmes."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from partnerships.access import Denied, may_administer
from partnerships.models import Programme
from partnerships.slugs import name_taken, save_with_slug
from synergy import audit
from synergy.accounts.models import User
from synergy.accounts.names import clean_name


@transaction.atomic
def create_programme(*, by: User, name: str, description: str, at: datetime) -> Programme:
    """Raises ValidationError at `name` when another programme has it, in whatever case."""
    _require_administrator(by)
    programme = Programme(name=clean_name(name), description=description)
    _refuse_taken(programme)
    save_with_slug(programme, "programme", lambda: _taken(programme))
    audit.record(by=by, action="programme.create", obj=programme, at=at)
    return programme


@transaction.atomic
def update_programme(*, by: User, programme: Programme, name: str, description: str, at: datetime) -> Programme:
    """The address stays as it is, since links point there. Raises ValidationError at `name` when it is taken."""
    _require_administrator(by)
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    name = clean_name(name)
    new = {"name": name, "description": description}
    changed = [field for field, value in new.items() if getattr(row, field) != value]
    if not changed:
        return row
    row.name, row.description = name, description
    _refuse_taken(row)
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError:
        raise ValidationError({"name": name_taken()}) from None
    audit.record(by=by, action="programme.update", obj=row, at=at, fields=changed)
    return row


def _require_administrator(by: User) -> None:
    answer = may_administer(by)
    if isinstance(answer, Denied):
        raise PermissionDenied(answer.reason)


def _taken(programme: Programme) -> bool:
    return Programme.objects.filter(name__iexact=programme.name).exclude(pk=programme.pk).exists()


def _refuse_taken(programme: Programme) -> None:
    if _taken(programme):
        raise ValidationError({"name": name_taken()})
