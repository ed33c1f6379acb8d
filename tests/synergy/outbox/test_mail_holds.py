"""After a restore no mail leaves until an administrator, or somebody at the server, says which."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.ops import checks
from synergy.ops.backups import marks
from synergy.ops.backups.afterwards import release_mail
from synergy.outbox import deliveries, holds, queues
from synergy.outbox.deliveries import claim_message
from synergy.outbox.holds import Restored, Wish
from synergy.outbox.models import Message, State
from synergy.outbox.ticks import tick
from tests.synergy.conftest import AT, PostOffice

TAKEN, LATER = AT - timedelta(hours=3), AT + timedelta(hours=1)


@pytest.fixture
def held(post: Any) -> None:
    """One mail under way and one waiting when the backup was made; one queued since the restore."""
    post("way@example.org")
    assert claim_message(at=AT, now=AT)
    post("before@example.org")
    Message.objects.update(queued_at=TAKEN)
    holds.hold(Restored(taken_at=TAKEN, restored_at=AT))
    queues.queue(kind="letter", key="letter:since", recipient="since@example.org", at=AT + timedelta(minutes=1))


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("recipient", "state"))


def test_no_mail_leaves_while_mail_is_held(held: None, post_office: PostOffice) -> None:
    done = tick(at=LATER)
    assert "mail_held=1" in str(done)
    assert not done.failed
    assert not done.more_waits
    assert post_office.addresses == []
    assert states()["way@example.org"] == State.UNKNOWN
    assert "release_mail" in marks.check_hold(LATER).trouble


def test_a_run_that_has_begun_stops_when_mail_is_held(post: Any, post_office: PostOffice) -> None:
    post("a@example.org", "b@example.org", "c@example.org")

    def somebody_restores() -> bool:
        holds.hold(Restored(taken_at=TAKEN, restored_at=AT))
        return False

    assert deliveries.deliver_due(at=AT, per_second=0, interrupted=somebody_restores).sent == 1
    assert len(post_office.addresses) == 1


def test_mail_that_is_held_is_no_trouble_of_the_ticker(held: None) -> None:
    assert checks.check_mail(LATER).trouble == ""
    release_mail(by=None, at=LATER, wish=Wish.ALL)
    assert "Mail has waited" in checks.check_mail(LATER).trouble


@pytest.mark.parametrize(
    ("wish", "leaving"),
    [
        (Wish.NONE, []),
        (Wish.SINCE, ["since@example.org"]),
        (Wish.ALL, ["before@example.org", "since@example.org"]),
    ],
)
def test_after_a_restore_only_the_wished_mails_leave_and_the_others_can_be_sent_by_hand(
    held: None, post_office: PostOffice, wish: Wish, leaving: list[str]
) -> None:
    assert release_mail(by=None, at=LATER, wish=wish) == (len(leaving), 2 - len(leaving))
    tick(at=LATER)
    assert post_office.addresses == leaving
    assert states()["way@example.org"] == State.UNKNOWN
    assert set(states().values()) <= {State.SENT, State.SUPPRESSED, State.UNKNOWN}
    assert Entry.objects.get(action="mail.release").details == {"leave": len(leaving), "dropped": 2 - len(leaving)}
    assert release_mail(by=None, at=LATER, wish=Wish.ALL) is None
    assert not marks.check_hold(LATER).trouble


def test_only_administrators_release_held_mail(held: None, amina: User) -> None:
    with pytest.raises(PermissionDenied):
        release_mail(by=amina, at=LATER, wish=Wish.ALL)
    assert holds.is_held()


def test_the_page_installation_shows_held_mail_and_releases_it(held: None, administrator: Client, ada: User) -> None:
    page = administrator.get(reverse("installation")).content.decode()
    assert "Mail is held" in page
    assert "What was queued since the restore" in page
    administrator.post(reverse("mail-release"), {"wish": "none"})
    assert not holds.is_held()
    assert Entry.objects.get(action="mail.release").actor == ada
    page = administrator.get(reverse("installation")).content.decode()
    assert "Mail is held" not in page
    assert "None yet" in page


def test_an_unknown_wish_releases_no_mail(held: None, administrator: Client) -> None:
    answer = administrator.post(reverse("mail-release"), {"wish": "everything"})
    assert answer.status_code == 200
    assert holds.is_held()


def test_the_page_installation_shows_the_last_backup(administrator: Client, settings: Any) -> None:
    settings.BACKUP_RECIPIENTS = ["age1…"]
    marks.mark(marks.BACKUP, AT)
    marks.mark(marks.REHEARSAL, AT)
    page = administrator.get(reverse("installation")).content.decode()
    assert page.count("January 12, 2026") == 2
    assert "more than two days ago" in page


def test_the_command_release_mail_says_how_many_mails_leave(held: None) -> None:
    told = io.StringIO()
    call_command("release_mail", stdout=told)
    assert "1 wait; 1 will not be sent" in told.getvalue()
    call_command("release_mail", stdout=told)
    assert "Mail is not held." in told.getvalue()
