"""Giving, changing and taking roles."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partnerships import access
from partnerships.grants.mails import EVALUATOR_KIND, KIND
from partnerships.histories import record
from partnerships.models import Grant, Partnership, Programme, ProgrammeEvaluator
from synergy.accounts.models import User
from synergy.accounts.services import find_or_create_account
from synergy.outbox import queues
from synergy.outbox.models import Message


def last_coordinator_reason() -> str:
    return _(
        "This is the last coordinator: without one, nobody could open a round or see to the people. "
        "Give somebody else the role of coordinator first."
    )


@transaction.atomic
def give_role(
    *, by: User, partnership: Partnership, email: str, name: str, language: str, role: str, at: datetime
) -> Grant:
    """Give the account of this address a role, making the account when there is none, and tell the person by e-mail.

    Raises ValidationError at `email` (already has a role, may not sign in) or `name` (needed for a new account).
    """
    access.require(by, "grant.edit", partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    user = find_or_create_account(
        by=by, email=email, name=name, language=language, time_zone=partnership.time_zone, at=at
    )
    present = Grant.objects.filter(user=user, partnership=partnership).first()
    if present:
        raise ValidationError({"email": _already(user, present)})
    try:
        with transaction.atomic():
            grant = Grant.objects.create(user=user, partnership=partnership, role=role, given_by=by)
    except IntegrityError:
        raise ValidationError({"email": _("This person has just been given a role here.")}) from None
    queues.queue(
        kind=KIND, key=_key(grant), recipient=user.email, subject_ref=str(grant.pk), scope=partnership.scope, at=at
    )
    _record(by, "grant.create", grant, at)
    return grant


@transaction.atomic
def change_role(*, by: User, grant: Grant, role: str, at: datetime) -> Grant:
    """Raises ValidationError at `role` when the partnership would have no coordinator left."""
    row = _locked(by, grant)
    before = row.role
    if row.role == role:
        return row
    if row.is_last_coordinator():
        raise ValidationError({"role": last_coordinator_reason()})
    row.role = role
    row.save(update_fields=["role"])
    _record(by, "grant.update", row, at, before=before)
    return row


@transaction.atomic
def take_role(*, by: User, grant: Grant, at: datetime) -> None:
    """The account stays; what the person did stays in the history. Raises ValidationError for the last coordinator."""
    row = _locked(by, grant)
    if row.is_last_coordinator():
        raise ValidationError(last_coordinator_reason())
    _record(by, "grant.delete", row, at)
    row.delete()


@transaction.atomic
def invite_again(*, by: User, grant: Grant, at: datetime) -> None:
    """Sends the invitation once more, with a new link. Raises ValidationError when the account is in use already."""
    row = _locked(by, grant)
    if row.user.has_usable_password():
        raise ValidationError(_("This person has chosen a password already."))
    queued = queues.queue(
        kind=KIND,
        key=_key(row),
        recipient=row.user.email,
        subject_ref=str(row.pk),
        scope=row.partnership.scope,
        at=at,
    )
    if not queued:
        queues.resend(message_id=Message.objects.get(key=_key(row)).pk, at=at)
    _record(by, "grant.invite", row, at)


@transaction.atomic
def add_evaluator(
    *, by: User, programme: Programme, email: str, name: str, language: str, at: datetime
) -> ProgrammeEvaluator:
    """Let the account of this address see the results of the whole programme, and tell the person by e-mail.

    Raises ValidationError at `email` (evaluates it already, may not log in) or `name` (needed for a new account).
    """
    access.refuse_denied(access.may_give_evaluation(by, programme))
    user = find_or_create_account(by=by, email=email, name=name, language=language, time_zone=settings.TIME_ZONE, at=at)
    evaluator, made = ProgrammeEvaluator.objects.get_or_create(
        programme=programme, user=user, defaults={"given_by": by}
    )
    if not made:
        words = _("%(name)s evaluates this programme already.")
        raise ValidationError({"email": words % {"name": user}})
    queues.queue(
        kind=EVALUATOR_KIND,
        key=f"{EVALUATOR_KIND}:{evaluator.pk}",
        recipient=user.email,
        subject_ref=str(evaluator.pk),
        at=at,
    )
    record(by, "evaluator.create", programme, at, person=str(user))
    return evaluator


@transaction.atomic
def remove_evaluator(*, by: User, evaluator: ProgrammeEvaluator, at: datetime) -> None:
    """The account stays, with its roles in partnerships. Removing twice changes nothing."""
    access.refuse_denied(access.may_give_evaluation(by, evaluator.programme))
    removed, _rows = ProgrammeEvaluator.objects.filter(pk=evaluator.pk).delete()
    if removed:
        record(by, "evaluator.delete", evaluator.programme, at, person=str(evaluator.user))


def _locked(by: User, grant: Grant) -> Grant:
    """The grant as it is now, its partnership locked, so that two people cannot each take one of two coordinators."""
    access.require(by, "grant.edit", grant.partnership)
    Partnership.objects.select_for_update().get(pk=grant.partnership_id)
    row = Grant.objects.select_related("user", "partnership").filter(pk=grant.pk).first()
    if row is None:
        raise ValidationError(_("This role has been taken already."))
    return row


def _key(grant: Grant) -> str:
    return f"{KIND}:{grant.pk}"


def _already(user: User, grant: Grant) -> str:
    return _("%(name)s already has the role %(role)s here. Change that role instead.") % {
        "name": user,
        "role": grant.get_role_display(),
    }


def _record(by: User, action: str, grant: Grant, at: datetime, **more: str) -> None:
    record(by, action, grant, at, person=str(grant.user), role=grant.role, **more)
