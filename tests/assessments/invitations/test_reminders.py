"""Reminders: to whom, when, how often, and what they say."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.db import connection

from assessments.invitations import services as invitation_services
from assessments.invitations.mails import FIRST_REMINDER, SECOND_REMINDER
from assessments.invitations.reminders import queue_due_reminders
from assessments.models import Invitation, Round
from assessments.rounds.services import open_round
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox import deliveries
from synergy.outbox.models import Message
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import AT, CLOSES, later
from tests.synergy.conftest import PostOffice, post_office

__all__ = ["post_office"]
THIRD_DAY = later(days=3)
LAST_DAYS = CLOSES - timedelta(days=2)


@pytest.fixture
def round(opened: MakeRound, post_office: PostOffice) -> Round:
    """Opened at AT, with the twelve invitations sent."""
    round = opened()
    deliveries.deliver_due(at=AT, per_second=0)
    post_office.taken.clear()
    return round


def reminded(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_the_first_reminder_goes_out_on_the_third_day_and_once(round: Round) -> None:
    assert queue_due_reminders(THIRD_DAY - timedelta(seconds=1)) == 0
    assert queue_due_reminders(THIRD_DAY) == 12
    assert queue_due_reminders(THIRD_DAY + timedelta(hours=1)) == 0
    assert queue_due_reminders(THIRD_DAY + timedelta(days=5)) == 0
    assert Entry.objects.get(action="reminders.queue").details == {"number": 12, "kind": FIRST_REMINDER}


def test_the_second_reminder_goes_out_two_days_before_the_close(round: Round) -> None:
    queue_due_reminders(THIRD_DAY)
    deliveries.deliver_due(at=THIRD_DAY, per_second=0)

    # 17:00 in Toronto
    assert queue_due_reminders(LAST_DAYS - timedelta(seconds=1)) == 0
    assert queue_due_reminders(LAST_DAYS) == 12
    assert queue_due_reminders(LAST_DAYS + timedelta(minutes=1)) == 0


def test_nobody_is_reminded_after_the_close(round: Round) -> None:
    assert queue_due_reminders(CLOSES) == 0
    assert queue_due_reminders(CLOSES + timedelta(days=1)) == 0


def test_only_those_who_have_not_finished_and_can_be_reached_are_reminded(round: Round, members: Members) -> None:
    done, begun, revoked, bounced, silent = members[:5]
    day = AT.date()
    Invitation.objects.filter(stakeholder=done).update(started_on=day, submitted_on=day)
    Invitation.objects.filter(stakeholder=begun).update(started_on=day, sections_done=2)
    Invitation.objects.filter(stakeholder=revoked).update(revoked_on=day)
    Stakeholder.objects.filter(pk=bounced.pk).update(undeliverable=True)
    Stakeholder.objects.filter(pk=silent.pk).update(opted_out=True)
    queue_due_reminders(THIRD_DAY)

    assert reminded(FIRST_REMINDER) == {begun.email, *(person.email for person in members[5:])}


def test_no_reminder_within_48_hours_of_another_mail(amina: User, round: Round, farid: Stakeholder) -> None:
    invitation = Invitation.objects.select_related("round__partnership").get(stakeholder=farid)
    invitation_services.resend_invitation(by=amina, invitation=invitation, at=later(days=2))
    queue_due_reminders(THIRD_DAY)
    assert farid.email not in reminded(FIRST_REMINDER)  # it still waits

    deliveries.deliver_due(at=later(days=2), per_second=0)
    queue_due_reminders(later(days=3, hours=23))
    assert farid.email not in reminded(FIRST_REMINDER)
    queue_due_reminders(later(days=4, minutes=1))
    assert farid.email in reminded(FIRST_REMINDER)


@pytest.mark.parametrize(("hour_there", "expected"), [(7, 0), (8, 12), (19, 12), (20, 0), (23, 0)])
def test_no_reminder_is_queued_between_eight_in_the_evening_and_eight_in_the_morning_there(
    hour_there: int, expected: int, round: Round, alpha: Partnership
) -> None:
    there = datetime(2026, 3, 6, hour_there, tzinfo=alpha.zone)

    assert queue_due_reminders(there) == expected


def test_a_short_round_gets_no_reminder_on_the_heels_of_its_invitation(
    planned: MakeRound, amina: User, members: Members, post_office: PostOffice
) -> None:
    wanted = planned(opens_at=later(hours=1), closes_at=later(hours=40))
    open_round(by=amina, round=wanted, at=AT)
    deliveries.deliver_due(at=AT, per_second=0)

    assert [queue_due_reminders(later(hours=hours)) for hours in range(40)] == [0] * 40


def test_a_reminder_knows_whether_the_person_has_begun_at_the_moment_it_leaves(
    round: Round, members: Members, post_office: PostOffice
) -> None:
    queue_due_reminders(THIRD_DAY)
    Invitation.objects.filter(stakeholder=members[0]).update(started_on=AT.date(), sections_done=2)
    Invitation.objects.filter(stakeholder=members[1]).update(started_on=AT.date(), submitted_on=AT.date())
    done = deliveries.deliver_due(at=THIRD_DAY, per_second=0)

    mails: dict[str, Any] = dict(post_office.taken)
    begun, fresh = mails[members[0].email], mails[members[2].email]
    assert "2 of 7 sections are done" in begun.get_body(("plain",)).get_content()
    assert "You have not started yet" in fresh.get_body(("plain",)).get_content()
    assert begun["Subject"] != fresh["Subject"]
    assert (done.sent, done.suppressed) == (11, 1)
    assert members[1].email not in mails


def test_a_round_that_breaks_stops_no_other(round: Round, beta: Partnership) -> None:
    Partnership.objects.filter(pk=beta.pk).update(time_zone="Nowhere/Town")
    broken = Round(partnership=beta, number=1, version=round.version, state=Round.State.OPEN, k=5)
    broken.opens_at, broken.closes_at, broken.pk = AT, CLOSES, round.pk - 1  # found first
    broken.save(force_insert=True)
    with pytest.raises(ZoneInfoNotFoundError):
        queue_due_reminders(THIRD_DAY)
    assert len(reminded(FIRST_REMINDER)) == 12


def test_the_number_of_queries_does_not_grow_with_the_people(round: Round, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        queue_due_reminders(THIRD_DAY)
    with django_assert_max_num_queries(4):
        queue_due_reminders(LAST_DAYS - timedelta(days=4))
    assert connection.in_atomic_block
    assert SECOND_REMINDER not in set(Message.objects.values_list("kind", flat=True))
