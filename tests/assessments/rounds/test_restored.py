"""What a restore brings back of rounds is set right: no second reminder, doubtful rounds named, promises kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as ours
from django.utils import timezone

from assessments.invitations import mails
from assessments.invitations.promises import promise_of
from assessments.invitations.reminders import queue_due_reminders
from assessments.models import Invitation, Round
from assessments.rounds.closing import begin_due_closes
from assessments.rounds.news import doubtful_rounds
from synergy.ops.backups import Restored
from synergy.outbox import holds
from synergy.outbox.models import Message, State


def noon() -> Any:
    return timezone.now().replace(hour=17, minute=0)  # an hour at which reminders leave, in Toronto


def at_days(round: Round, days: float) -> Any:
    """The round as if it had opened that many days before noon."""
    round.opened_at = noon() - timedelta(days=days)
    round.opens_at, round.closes_at = round.opened_at, round.opened_at + timedelta(days=14)
    round.save()
    return noon()


@pytest.fixture
def invited(farids_invitation: Invitation) -> Invitation:
    """With the mail that invited him, four days ago."""
    now = at_days(farids_invitation.round, 4)
    mails.queue_invitations([farids_invitation], now - timedelta(days=4))
    Message.objects.update(state=State.SENT, sent_at=now - timedelta(days=4))
    return farids_invitation


def test_a_reminder_that_fell_due_since_the_backup_is_not_sent_again(invited: Invitation) -> None:
    holds.hold(Restored(taken_at=noon() - timedelta(days=2), restored_at=noon()))
    assert queue_due_reminders(noon()) == 0
    holds.release(wish=holds.Wish.ALL)
    assert queue_due_reminders(noon() + timedelta(days=1)) == 0


def test_the_next_reminder_is_sent_in_its_time(invited: Invitation) -> None:
    holds.hold(Restored(taken_at=noon() - timedelta(days=2), restored_at=noon()))
    assert queue_due_reminders(noon() + timedelta(days=9)) == 1
    assert Message.objects.filter(kind=mails.SECOND_REMINDER, state=State.QUEUED).count() == 1


def test_restored_before_its_time_a_reminder_is_sent(invited: Invitation) -> None:
    holds.hold(Restored(taken_at=noon() - timedelta(days=3), restored_at=noon() - timedelta(days=2)))
    assert queue_due_reminders(noon()) == 1


def test_whoever_is_invited_after_the_restore_is_reminded_as_usual(farids_invitation: Invitation) -> None:
    now = at_days(farids_invitation.round, 4)
    holds.hold(Restored(taken_at=now - timedelta(days=2), restored_at=now))
    mails.queue_invitations([farids_invitation], now + timedelta(hours=1))
    Message.objects.update(state=State.SENT, sent_at=now + timedelta(hours=1))
    assert queue_due_reminders(now + timedelta(days=3)) == 1


def test_a_round_that_is_over_closes_with_the_next_tick_and_is_not_asked_about(
    farids_invitation: Invitation, settings: Any
) -> None:
    now = at_days(farids_invitation.round, 20)
    restored = Restored(now - timedelta(days=10), now)
    assert doubtful_rounds(restored) == []
    assert begin_due_closes(now) == 1


@pytest.mark.parametrize("mode", [Round.Mode.CONFIDENTIAL, Round.Mode.ANONYMOUS])
def test_a_round_still_open_is_asked_about(open_round: Round, mode: str) -> None:
    open_round.mode = mode
    open_round.save()
    now = timezone.now()
    [question] = doubtful_rounds(Restored(now, now))
    assert question.startswith("Alpha partnership, round 1 is open as on")
    assert ("the links between its people" in question) is (mode == Round.Mode.ANONYMOUS)


def test_backups_are_kept_no_longer_than_surveys_promise(open_round: Round) -> None:
    open_round.mode = Round.Mode.ANONYMOUS
    assert f"erased within {ours.PROMISED_DAYS} days" in promise_of(open_round, "en").text
    assert f"effacées dans les {ours.PROMISED_DAYS} jours" in promise_of(open_round, "fr").text
    assert ours.BACKUP_KEEP_DAYS <= ours.PROMISED_DAYS
