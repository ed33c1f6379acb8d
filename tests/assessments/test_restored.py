"""What a restore brings back of rounds is set right: no second reminder, doubtful rounds named, promises kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as ours
from django.utils import timezone

from assessments.models import Invitation, Round
from assessments.queries.promises import promise
from assessments.services import mails
from assessments.services.closing import begin_due_closes
from assessments.services.reminders import queue_due_reminders
from assessments.services.restored import doubtful_rounds, spare_reminders
from synergy.ops.backups import Restored
from synergy.outbox.models import Message, State


def noon() -> Any:
    return timezone.now().replace(hour=17, minute=0)  # an hour at which reminders leave, in Toronto


def at_days(round: Round, days: float) -> Any:
    """The round as if it had opened that many days before noon."""
    round.opened_at = noon() - timedelta(days=days)
    round.opens_at, round.closes_at = round.opened_at, round.opened_at + timedelta(days=14)
    round.save()
    return noon()


def test_a_reminder_that_fell_due_since_the_backup_is_not_sent_again(farids_invitation: Invitation) -> None:
    now = at_days(farids_invitation.round, 4)
    spare_reminders(Restored(now - timedelta(days=2), now))
    assert queue_due_reminders(now) == 0
    [message] = Message.objects.all()
    assert (message.kind, message.state) == (mails.FIRST_REMINDER, State.SUPPRESSED)


def test_the_next_reminder_is_sent_in_its_time(farids_invitation: Invitation) -> None:
    now = at_days(farids_invitation.round, 4)
    spare_reminders(Restored(now - timedelta(days=2), now))
    assert queue_due_reminders(now + timedelta(days=9)) == 1
    assert Message.objects.filter(kind=mails.SECOND_REMINDER, state=State.QUEUED).count() == 1


def test_before_its_first_reminder_a_round_is_left_alone(farids_invitation: Invitation) -> None:
    now = at_days(farids_invitation.round, 2)
    spare_reminders(Restored(now - timedelta(days=1), now))
    assert not Message.objects.exists()


def test_one_that_was_queued_before_stays_as_it_was(farids_invitation: Invitation) -> None:
    now = at_days(farids_invitation.round, 4)
    assert queue_due_reminders(now) == 1
    spare_reminders(Restored(now, now))
    assert Message.objects.get().state == State.QUEUED


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
    assert f"erased within {ours.PROMISED_DAYS} days" in promise(open_round, "en").text
    assert f"effacées dans les {ours.PROMISED_DAYS} jours" in promise(open_round, "fr").text
    assert ours.BACKUP_KEEP_DAYS <= ours.PROMISED_DAYS
