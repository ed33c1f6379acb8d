"""Inviting people, sending again, revoking, and the personal link of each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.groupings import members_on, traits_of
from assessments.invitations import mails
from assessments.invitations.links import digest_of, token_of, url_of
from assessments.models import Invitation, Round
from partnerships import access
from partnerships.models import Stakeholder
from partnerships.people.services import set_undeliverable
from synergy.accounts.models import User
from synergy.audit import entries as audit
from synergy.outbox import queues
from synergy.outbox.models import LEFT, WAITING, Message, State

_BATCH = 500
_BETWEEN_INVITATIONS = timedelta(minutes=5)


def create_invitations(round: Round, members: Sequence[Stakeholder], day: date) -> list[Invitation]:
    """Invite these members (as `groupings.members_on` gives them), with what their membership says on that day."""
    invitations = [_invitation(round, person, day) for person in members]
    return Invitation.objects.bulk_create(invitations, batch_size=_BATCH)


def invite_members(round: Round, members: Sequence[Stakeholder], day: date) -> list[Invitation]:
    """The invitations of a round that opens, with what the memberships say on that day.

    Those of a first opening stay, with their links, for who is a member still; a revoked one gets a new link.
    """
    people = {person.pk: person for person in members}
    earlier = Invitation.objects.filter(round=round)
    earlier.exclude(stakeholder__in=people).delete()
    kept = [_refreshed(round, invitation, people[invitation.stakeholder_id], day) for invitation in earlier]
    known = {invitation.stakeholder_id for invitation in kept}
    return kept + create_invitations(round, [person for person in members if person.pk not in known], day)


def _refreshed(round: Round, invitation: Invitation, person: Stakeholder, day: date) -> Invitation:
    invitation.round, invitation.stakeholder, invitation.language = round, person, person.language
    for name, value in traits_of(person, day).items():
        setattr(invitation, name, value)
    if invitation.revoked_on:
        invitation.revoked_on = None
        invitation.link_version += 1
        invitation.link_digest = digest_of(token_of(invitation))
    invitation.save()
    return invitation


def _invitation(round: Round, person: Stakeholder, day: date) -> Invitation:
    invitation = Invitation(round=round, stakeholder=person, language=person.language, **traits_of(person, day))
    invitation.link_digest = digest_of(token_of(invitation))
    return invitation


@transaction.atomic
def invite_member(*, by: User, round: Round, stakeholder: Stakeholder, at: datetime) -> Invitation:
    """Invite a member who has joined since the round opened, and queue the mail.

    Raises ValidationError when the round is not open, the person is not a member today, or is invited already.
    """
    access.require(by, "invitation.send", round.partnership)
    current = _open_round(round)
    day = current.partnership.day(at)
    members = [person for person in members_on(current.partnership, day) if person.pk == stakeholder.pk]
    if not members:
        raise ValidationError(_("%(name)s is not a member today.") % {"name": stakeholder.name}, code="no_member")
    try:
        with transaction.atomic():
            (invitation,) = create_invitations(current, members, day)
    except IntegrityError as error:
        raise ValidationError(_("%(name)s is invited already.") % {"name": stakeholder.name}, code="already") from error
    mails.queue_invitations([invitation], at)
    _record(by, "invitation.invite", invitation, at)
    return invitation


@transaction.atomic
def resend_invitation(*, by: User, invitation: Invitation, at: datetime) -> Invitation:
    """Queue the invitation once more, with the same link; a mail that still waits to leave is not doubled.

    Raises ValidationError when the round is not open, the invitation is revoked, mail cannot reach the person, or an
    invitation left in the last five minutes; also when the person is done, unless the round is anonymous: there the
    refusal would tell who has answered.
    """
    access.require(by, "invitation.send", invitation.round.partnership)
    row = _locked_valid(invitation)
    if row.submitted_on and not row.round.is_anonymous:
        raise ValidationError(_("%(name)s has already answered.") % {"name": row.stakeholder.name}, code="done")
    if not row.stakeholder.reachable:
        raise ValidationError(
            _("No e-mail can be sent to %(name)s: copy the personal link instead.") % {"name": row.stakeholder.name},
            code="unreachable",
        )
    if _has_just_left(row, at):
        raise ValidationError(
            _("An invitation has just been sent to %(name)s. Wait five minutes before sending another one.")
            % {"name": row.stakeholder.name},
            code="just_sent",
        )
    if _queue_again(row, at):
        _record(by, "invitation.resend", row, at)
    return row


def _has_just_left(invitation: Invitation, at: datetime) -> bool:
    """Whether an invitation left, or may have left, for the same address a moment ago: then this is a second click."""
    recent = Message.objects.alias(left=Coalesce("sent_at", "claimed_at", "queued_at")).filter(
        subject_ref=str(invitation.pk),
        kind=mails.INVITATION,
        recipient__iexact=invitation.stakeholder.email,
        state__in=LEFT,
        left__gt=at - _BETWEEN_INVITATIONS,
    )
    return recent.exists()


def _queue_again(invitation: Invitation, at: datetime) -> bool:
    """Queue a further invitation unless one to the same address waits; returns whether it was queued."""
    earlier = Message.objects.filter(subject_ref=str(invitation.pk), kind=mails.INVITATION)
    if earlier.filter(state__in=[*WAITING, State.SENDING], recipient__iexact=invitation.stakeholder.email).exists():
        return False
    draft = mails.draft(invitation, mails.INVITATION, occasion=str(earlier.count() + 1))
    return queues.queue_many([draft], at=at) == 1


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation, at: datetime) -> Invitation:
    """Make the link stop working, and send no further mail. Revoking twice changes nothing.

    Raises ValidationError when the round is not open, when the person has sent answers, and in an anonymous round,
    where the counts would tell: if Ana is revoked and “not started” falls by one, Ana had not started.
    """
    access.require(by, "invitation.send", invitation.round.partnership)
    row = _locked(invitation)
    _open_round(row.round)
    if row.round.is_anonymous:
        raise ValidationError(
            _("In an anonymous round no invitation is revoked: the counts would tell whether the person has answered."),
            code="anonymous",
        )
    if row.submitted_on:
        raise ValidationError(
            _("%(name)s has already answered: only the person can delete the answers.")
            % {"name": row.stakeholder.name},
            code="done",
        )
    if row.revoked_on is None:
        row.revoked_on = row.round.partnership.day(at)
        row.save(update_fields=["revoked_on"])
        _record(by, "invitation.revoke", row, at)
    return row


@transaction.atomic
def show_link(*, by: User, invitation: Invitation, at: datetime) -> str:
    """The personal link, to hand over where mail does not reach; the history records that it was looked up.

    From then on the pages behind the link show no answer, because whoever looked up the link could open the pages.
    Raises ValidationError when the round is not open or the invitation is revoked, and in an anonymous round for a
    person who has an address: the pages behind the link show how far that person is.
    """
    access.require(by, "invitation.send", invitation.round.partnership)
    row = _locked_valid(invitation)
    if row.round.is_anonymous and row.stakeholder.email:
        raise ValidationError(
            _("In an anonymous round a link is shown only where e-mail does not reach the person: send it again."),
            code="anonymous",
        )
    row.handed_out = True
    row.save(update_fields=["handed_out"])
    _record(by, "invitation.link", row, at)
    return url_of(row)


@transaction.atomic
def replace_link(*, by: User, invitation: Invitation, at: datetime) -> Invitation:
    """Make a new link in place of the old one, and mail it if mail reaches the person; answers so far are kept.

    The old link stops working; `mails.shows_answers_once_replaced` says whether the new one shows the answers. Raises
    ValidationError when the round is not open or the invitation revoked.
    """
    access.require(by, "invitation.send", invitation.round.partnership)
    row = _locked_valid(invitation)
    row.link_version += 1
    row.link_digest = digest_of(token_of(row))
    row.handed_out = not mails.shows_answers_once_replaced(row)
    row.save(update_fields=["link_version", "link_digest", "handed_out"])
    if row.stakeholder.reachable:
        _queue_again(row, at)
    _record(by, "invitation.replace_link", row, at)
    return row


def mark_undeliverable(*, by: User, invitation: Invitation, at: datetime) -> Stakeholder:
    """Note that mail does not reach the person; no mail is sent until the person's address is corrected."""
    access.require(by, "invitation.send", invitation.round.partnership)
    return set_undeliverable(by=by, stakeholder=invitation.stakeholder, value=True, at=at)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("round__partnership", "stakeholder")
    row = rows.filter(pk=invitation.pk).first()
    if row is None:  # the close of an anonymous round has replaced the invitation meanwhile
        raise ValidationError(_not_open(), code="not_open")
    return row


def _locked_valid(invitation: Invitation) -> Invitation:
    """The invitation, locked; raises ValidationError when its round is not open or the invitation is revoked."""
    row = _locked(invitation)
    _open_round(row.round)
    if row.revoked_on:
        raise ValidationError(_("This invitation has been revoked."), code="revoked")
    return row


def _open_round(round: Round) -> Round:
    current = Round.objects.select_related("partnership", "version").get(pk=round.pk)
    if not (current.is_open and current.is_by_links):
        raise ValidationError(_not_open(), code="not_open")
    return current


def _not_open() -> str:
    return _("Invitations can only be changed while the round is open.")


def _record(by: User, action: str, invitation: Invitation, at: datetime) -> None:
    audit.record(
        by=by,
        action=action,
        obj=invitation,
        scope=invitation.round.partnership.scope,
        at=at,
        name=invitation.stakeholder.name,
        round=str(invitation.round),
    )
