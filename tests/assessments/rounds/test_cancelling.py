"""An open round is cancelled or set back while nobody has begun; with answers, only by its name and a reason."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from assessments.invitations.links import token_of
from assessments.invitations.messages import scope_of
from assessments.models import Invitation, Round, Unlinking
from assessments.models.answers import SealedAnswers
from assessments.rounds.cancelling import cancel_round, set_back_round
from assessments.rounds.services import open_round as open_planned
from assessments.rounds.services import update_round
from assessments.survey.services import start
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox.models import Message, State
from tests.conftest import Members

CANCEL, BACK = "/p/alpha/rounds/1/cancel/", "/p/alpha/rounds/1/set-back/"


def test_an_open_round_without_answers_is_cancelled_and_its_links_say_so(
    coordinator: Client, open_round: Round, farids_invitation: Invitation
) -> None:
    page = coordinator.get(CANCEL).content.decode()
    assert "say that the survey was cancelled" in page
    assert 'name="reason"' not in page
    coordinator.post(CANCEL)
    open_round.refresh_from_db()
    assert open_round.state == Round.State.CANCELLED
    assert "cancelled" in Client().get(f"/r/{token_of(farids_invitation)}/").content.decode()
    assert Entry.objects.filter(action="round.cancel_open").count() == 1


def test_a_round_with_answers_is_cancelled_only_by_its_name_and_with_a_reason(
    coordinator: Client, open_round: Round, farid_started: Invitation
) -> None:
    assert "The answers of 1 person, for good." in coordinator.get(CANCEL).content.decode()
    for typed in ({}, {"name": "Round 1", "reason": ""}, {"name": "Round 2", "reason": "A mistake"}):
        page = coordinator.post(CANCEL, typed)
        assert page.status_code == 200
        assert SealedAnswers.objects.count() == 1
        open_round.refresh_from_db()
        assert open_round.is_open
    coordinator.post(CANCEL, {"name": " round  1 ", "reason": "Sent to the wrong list"})
    open_round.refresh_from_db()
    assert open_round.state == Round.State.CANCELLED
    assert not SealedAnswers.objects.exists()
    assert "Sent to the wrong list" in coordinator.get("/p/alpha/history/").content.decode()


def test_a_round_set_back_opens_again_with_the_links_that_were_sent(
    coordinator: Client, amina: User, members: Members, open_round: Round, farids_invitation: Invitation
) -> None:
    sent = Message.objects.create(
        key=f"invitation:{farids_invitation.pk}", kind="invitation", recipient=farids_invitation.stakeholder.email,
        subject_ref=str(farids_invitation.pk), scope=scope_of(open_round), state=State.SENT, due_at=timezone.now(),
        queued_at=timezone.now(),
    )  # fmt: skip
    link = f"/r/{token_of(farids_invitation)}/"
    coordinator.post(BACK)
    open_round.refresh_from_db()
    assert (open_round.state, open_round.opened_at, open_round.promised) == (Round.State.PLANNED, None, True)
    assert "Start" not in Client().get(link).content.decode()
    open_planned(by=amina, round=open_round, at=timezone.now())
    assert "Start" in Client().get(link).content.decode()
    assert Invitation.objects.filter(round=open_round).count() == len(members)
    assert Message.objects.filter(subject_ref=str(farids_invitation.pk)).get() == sent


def test_what_was_promised_by_mail_stays_when_a_round_is_set_back(
    coordinator: Client, amina: User, open_round: Round
) -> None:
    Round.objects.filter(pk=open_round.pk).update(promised=True, state=Round.State.PLANNED, opens_by_itself=False)
    update_round(by=amina, round=open_round, at=timezone.now(), mode=Round.Mode.IDENTIFIED, k=9)
    open_round.refresh_from_db()
    assert (open_round.mode, open_round.k) == (Round.Mode.CONFIDENTIAL, 5)
    assert "A mail with this promise has left" in coordinator.get("/p/alpha/rounds/1/edit/").content.decode()


def test_nothing_tells_who_had_begun_in_an_anonymous_round_that_was_cancelled(
    amina: User, open_round: Round, farid_started: Invitation
) -> None:
    Round.objects.filter(pk=open_round.pk).update(mode=Round.Mode.ANONYMOUS)
    cancel_round(by=amina, round=open_round, at=timezone.now(), name="Round 1", reason="A mistake")
    row = Invitation.objects.get(round=open_round)
    assert (row.started_on, row.submitted_on, row.sections_done) == (None, None, 0)
    assert row.pk != farid_started.pk
    assert Unlinking.objects.filter(round=open_round).exists()


def test_a_link_that_was_looked_up_has_promised_too(
    amina: User, open_round: Round, farids_invitation: Invitation
) -> None:
    Invitation.objects.update(handed_out=True)
    set_back_round(by=amina, round=open_round, at=timezone.now())
    open_round.refresh_from_db()
    assert open_round.promised


def test_whose_mail_never_left_or_whose_link_was_revoked_is_invited_anew(
    amina: User, members: Members, open_round: Round, farids_invitation: Invitation
) -> None:
    Invitation.objects.update(revoked_on=timezone.localdate())
    Message.objects.create(
        key=f"invitation:{farids_invitation.pk}", kind="invitation", recipient=farids_invitation.stakeholder.email,
        subject_ref=str(farids_invitation.pk), state=State.SUPPRESSED, due_at=timezone.now(), queued_at=timezone.now(),
    )  # fmt: skip
    set_back_round(by=amina, round=open_round, at=timezone.now())
    open_planned(by=amina, round=open_round, at=timezone.now())
    again = Invitation.objects.get(pk=farids_invitation.pk)
    assert (again.revoked_on, again.link_version) == (None, 2)
    assert Message.objects.get(subject_ref=str(again.pk)).state == State.QUEUED


def test_a_round_with_answers_is_not_set_back(
    coordinator: Client, amina: User, open_round: Round, farids_invitation: Invitation
) -> None:
    start(invitation=farids_invitation, at=timezone.now())
    with pytest.raises(ValidationError):
        set_back_round(by=amina, round=open_round, at=timezone.now())
    coordinator.post(BACK)
    open_round.refresh_from_db()
    assert open_round.is_open


def test_a_closed_round_is_neither_cancelled_nor_set_back(amina: User, open_round: Round) -> None:
    Round.objects.filter(pk=open_round.pk).update(state=Round.State.CLOSED, closed_at=timezone.now())
    for act in (cancel_round, set_back_round):
        with pytest.raises(ValidationError):
            act(by=amina, round=open_round, at=timezone.now())
