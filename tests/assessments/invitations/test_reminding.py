"""Reminders that a coordinator asks for: who gets one, what is shown before, and what an anonymous round keeps back."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from assessments.invitations.mails import ASKED_REMINDER
from assessments.invitations.pages import reminded_sentence
from assessments.invitations.reminders import queue_due_reminders, remind_now
from assessments.models import Invitation, Round
from partnerships.models import Stakeholder
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox import deliveries
from synergy.outbox.models import Message
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import AT, later
from tests.synergy.conftest import PostOffice, post_office

__all__ = ["post_office"]
FOURTH_DAY = later(days=4)
PAGE = "/p/alpha/rounds/1/invitations/remind/"


@pytest.fixture
def round(opened: MakeRound, post_office: PostOffice, members: Members) -> Round:
    """Opened at AT by twelve invitations, which have left; one has finished, one is not reached by mail."""
    round = opened()
    deliveries.deliver_due(at=AT, per_second=0)
    first, second = Invitation.objects.filter(round=round).order_by("stakeholder__name")[:2]
    Invitation.objects.filter(pk=first.pk).update(started_on=AT.date(), submitted_on=AT.date())
    Stakeholder.objects.filter(pk=second.stakeholder_id).update(undeliverable=True)
    return round


def asked() -> int:
    return Message.objects.filter(kind=ASKED_REMINDER).count()


def test_everybody_who_has_not_finished_and_can_be_reached_is_reminded_once(round: Round, amina: User) -> None:
    assert remind_now(by=amina, round=round, at=FOURTH_DAY) == asked() == 10
    with pytest.raises(ValidationError):
        remind_now(by=amina, round=round, at=FOURTH_DAY + timedelta(hours=47))
    deliveries.deliver_due(at=FOURTH_DAY, per_second=0)
    assert remind_now(by=amina, round=round, at=FOURTH_DAY + timedelta(hours=49)) == 10
    assert Entry.objects.filter(action="reminders.queue", actor=amina).count() == 2


@pytest.mark.parametrize("at", [AT + timedelta(hours=47), FOURTH_DAY.replace(hour=3)], ids=["soon", "night"])
def test_nobody_is_reminded_soon_after_a_mail_or_at_night(round: Round, amina: User, at: datetime) -> None:
    with pytest.raises(ValidationError):
        remind_now(by=amina, round=round, at=at)
    assert asked() == 0


def test_only_coordinators_remind_and_only_while_the_round_is_open(round: Round, amina: User, bruno: User) -> None:
    with pytest.raises(PermissionDenied):
        remind_now(by=bruno, round=round, at=FOURTH_DAY)
    Round.objects.update(state=Round.State.CLOSED)
    with pytest.raises(ValidationError):
        remind_now(by=amina, round=round, at=FOURTH_DAY)


def test_the_page_names_who_would_be_reminded_and_shows_the_text_without_a_link(
    coordinator: Client, round: Round
) -> None:
    now = timezone.now()
    Round.objects.update(opened_at=now - timedelta(days=10), closes_at=now + timedelta(days=9))
    Message.objects.update(sent_at=now - timedelta(days=10), queued_at=now - timedelta(days=10))
    page = " ".join(coordinator.get(PAGE).content.decode().split())
    assert "10 people would be reminded now." in page
    assert "Member 5" in page
    assert "You have not started yet" in page
    assert "/r/" not in page.replace("/rounds/", "")
    assert "Reminders also go out by themselves:" in page


def test_an_anonymous_round_tells_the_number_who_have_not_finished_and_no_other(
    coordinator: Client, round: Round, amina: User, members: Members
) -> None:
    """All but one are marked as unreachable: the number of mails would tell whether that one has finished."""
    Round.objects.update(mode=Round.Mode.ANONYMOUS)
    Stakeholder.objects.exclude(pk=members[3].pk).update(undeliverable=True)
    page = coordinator.get(PAGE).content.decode()
    assert "11 people have not finished." in " ".join(page.split())
    assert "Member 5" not in page
    assert remind_now(by=amina, round=round, at=FOURTH_DAY) == 11
    assert Entry.objects.get(action="reminders.queue").details["number"] == 11
    assert asked() == 1
    assert not any(sign.isdigit() for sign in reminded_sentence(Round.objects.get(), 11))


def test_the_journal_of_an_anonymous_round_does_not_count_the_mails_of_a_reminder_by_itself(
    round: Round, members: Members
) -> None:
    Round.objects.update(mode=Round.Mode.ANONYMOUS)
    Stakeholder.objects.exclude(pk=members[3].pk).update(undeliverable=True)
    assert queue_due_reminders(FOURTH_DAY) == 1
    assert Entry.objects.get(action="reminders.queue").details["number"] == 11
