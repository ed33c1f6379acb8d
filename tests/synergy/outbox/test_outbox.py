"""Mail leaves once, in order, politely, and says what became of it; every test speaks to a real SMTP server."""

import socket
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from pytest_django.fixtures import DjangoAssertNumQueries

from synergy.outbox import deliveries, queues
from synergy.outbox.deliveries import BACK_OFF, MOST_ATTEMPTS, claim_message
from synergy.outbox.kinds import UnknownMailKind
from synergy.outbox.models import Message, State
from synergy.outbox.queues import MailDraft
from tests.synergy.conftest import AT, PostOffice


def deliver(at: Any = AT) -> deliveries.Delivery:
    return deliveries.deliver_due(at=at, per_second=0)


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def test_a_letter_leaves_once_and_is_marked(post: Any, post_office: PostOffice) -> None:
    [letter] = post("farid@example.org")
    assert deliver().sent == 1
    assert deliver().sent == 0
    assert post_office.addresses == ["farid@example.org"]
    sent = Message.objects.get(pk=letter.pk)
    assert (sent.state, sent.attempts, sent.last_error) == (State.SENT, 1, "")
    assert sent.sent_at is not None
    assert sent.sent_at - AT < timedelta(seconds=10)


def test_no_body_link_or_token_is_stored(post: Any, post_office: PostOffice) -> None:
    [letter] = post("farid@example.org")
    deliver()
    stored = " ".join(str(value) for value in Message.objects.filter(pk=letter.pk).values()[0].values())
    assert "secretsecret" not in stored
    assert "Votre avis" not in stored


def test_a_key_is_queued_once(post: Any) -> None:
    post("farid@example.org")
    again: dict[str, Any] = {"kind": "letter", "key": "letter:farid@example.org", "recipient": "farid@example.org"}
    assert queues.queue(at=AT, **again) is False
    drafts = [MailDraft("letter", f"bulk:{n % 60}", f"p{n}@example.org") for n in range(100)]
    assert queues.queue_many(drafts, at=AT) == 60
    assert queues.queue_many(drafts, at=AT) == 0
    assert Message.objects.count() == 61


def test_ten_thousand_invitations_are_queued_in_few_queries(
    letters: None, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drafts = [MailDraft("letter", f"i:{n}", f"p{n}@example.org", str(n), "s:1") for n in range(10_000)]
    with django_assert_max_num_queries(200):
        assert queues.queue_many(drafts, at=AT) == 10_000


def test_an_unknown_kind_and_an_empty_key_are_refused(letters: None, db: None) -> None:
    with pytest.raises(UnknownMailKind):
        queues.queue(kind="nonsense", key="a", recipient="a@example.org", at=AT)
    with pytest.raises(ValueError):
        queues.queue(kind="letter", key="", recipient="a@example.org", at=AT)


@pytest.mark.parametrize(
    "address", ["not an address", "a@example.org\nBcc: b@example.org", "x" * 300 + "@example.org", ""]
)
def test_what_is_no_address_fails_at_once_and_stops_nobody(post: Any, post_office: PostOffice, address: str) -> None:
    queues.queue_many(
        [MailDraft("letter", "bad", address), MailDraft("letter", "good", "good@example.org")],
        at=AT - timedelta(minutes=1),
    )
    assert deliver().sent == 1
    assert Message.objects.get(key="bad").state == State.FAILED
    assert post_office.addresses == ["good@example.org"]


def test_a_letter_waits_for_its_hour(post: Any, post_office: PostOffice) -> None:
    later = AT + timedelta(days=3)
    queues.queue(kind="letter", key="later", recipient="a@example.org", at=AT, due_at=later)
    assert deliver(later - timedelta(seconds=1)).sent == 0
    assert deliver(later).sent == 1


def test_a_letter_no_longer_wanted_is_suppressed(post: Any, post_office: PostOffice) -> None:
    [letter] = post("farid@example.org", about="unwanted")
    assert deliver().suppressed == 1
    assert state_of(letter) == State.SUPPRESSED
    assert post_office.taken == []


def test_a_letter_that_cannot_be_written_is_tried_later_and_stops_nobody(post: Any, post_office: PostOffice) -> None:
    [broken] = post("a@example.org", about="broken")
    post("b@example.org")
    done = deliver()
    assert (done.deferred, done.sent) == (1, 1)
    row = Message.objects.get(pk=broken.pk)
    assert row.state == State.DEFERRED
    assert "someone@" not in row.last_error
    assert "LookupError" in row.last_error


def test_a_refused_recipient_fails_for_good_and_stops_nobody(post: Any, post_office: PostOffice) -> None:
    post_office.answers["gone@example.org"] = "550 5.1.1 <gone@example.org> unknown, see https://example.org/r/abcdef"
    gone, _here = post("gone@example.org", "here@example.org")
    done = deliver()
    assert (done.failed, done.sent) == (1, 1)
    row = Message.objects.get(pk=gone.pk)
    assert row.state == State.FAILED
    assert row.last_error.startswith("550 5.1.1")
    assert "gone@" not in row.last_error
    assert "abcdef" not in row.last_error
    deliver(AT + timedelta(days=1))
    assert post_office.addresses == ["here@example.org"]


def test_a_text_refused_for_good_fails(post: Any, post_office: PostOffice) -> None:
    post_office.answers_to_text["a@example.org"] = "554 5.7.1 looks like spam"
    [letter] = post("a@example.org")
    deliver()
    assert state_of(letter) == State.FAILED


def test_a_greylisted_recipient_is_tried_after_1_5_30_minutes_and_2_hours(post: Any, post_office: PostOffice) -> None:
    post_office.answers["grey@example.org"] = "450 4.7.1 try later"
    [letter] = post("grey@example.org")
    at = AT
    for wait in [*BACK_OFF, BACK_OFF[-1]]:
        assert deliver(at).deferred == 1
        row = Message.objects.get(pk=letter.pk)
        assert abs(row.due_at - (at + wait)) < timedelta(seconds=10)
        assert deliver(at + wait - timedelta(seconds=10)).deferred == 0
        at = row.due_at
    post_office.answers.clear()
    assert deliver(at).sent == 1
    assert post_office.addresses == ["grey@example.org"]


def test_after_a_day_of_putting_off_a_letter_fails(post: Any, post_office: PostOffice) -> None:
    post_office.answers["grey@example.org"] = "450 4.7.1 try later"
    [letter] = post("grey@example.org")
    Message.objects.update(attempts=MOST_ATTEMPTS - 1)
    assert deliver().failed == 1
    assert state_of(letter) == State.FAILED


def test_a_server_that_closes_with_421_gets_a_new_connection(post: Any, post_office: PostOffice) -> None:
    post_office.answers["busy@example.org"] = "421 4.3.2 closing"
    busy, _next = post("busy@example.org", "next@example.org")
    done = deliver()
    assert (done.deferred, done.sent) == (1, 1)
    assert state_of(busy) == State.DEFERRED
    assert post_office.addresses == ["next@example.org"]


def test_a_server_that_keeps_closing_is_left_alone(post: Any, post_office: PostOffice) -> None:
    people = [f"p{n}@example.org" for n in range(6)]
    post_office.answers.update(dict.fromkeys(people, "421 4.3.2 closing"))
    post(*people)
    assert deliver().deferred == 2
    assert Message.objects.filter(state=State.QUEUED).count() == 4


def test_many_letters_go_over_one_connection(post: Any, post_office: PostOffice) -> None:
    post(*[f"p{n}@example.org" for n in range(10)])
    assert deliver().sent == 10
    assert len(post_office.sessions) == 1


def test_a_refused_connection_defers_one_and_leaves_the_rest_queued(
    post: Any, post_office: PostOffice, settings: Any
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
    post("a@example.org", "b@example.org", "c@example.org")
    assert deliver().deferred == 1
    assert Message.objects.filter(state=State.QUEUED).count() == 2
    settings.EMAIL_PORT = post_office.port
    assert deliver(AT + timedelta(minutes=2)).sent == 3


def test_a_silent_server_costs_one_time_out(
    post: Any, post_office: PostOffice, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("synergy.outbox.connections.TIMEOUT", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_PORT = silent.getsockname()[1]
        post("a@example.org", "b@example.org")
        assert deliver().deferred == 1
        silent.setblocking(False)
        silent.accept()
        with pytest.raises(BlockingIOError):  # the second mail did not try again
            silent.accept()


def test_a_connection_lost_after_the_text_is_never_sent_again_by_itself(post: Any, post_office: PostOffice) -> None:
    post_office.hang_up_after_text = True
    [letter] = post("a@example.org")
    assert deliver().unknown == 1
    assert state_of(letter) == State.UNKNOWN
    post_office.hang_up_after_text = False
    deliver(AT + timedelta(days=1))
    assert post_office.addresses == ["a@example.org"]
    again = queues.resend(message_id=letter.pk, at=AT + timedelta(days=1))
    assert again.pk == letter.pk
    deliver(AT + timedelta(days=1))
    # The same Message-ID, so that receivers who have it already can tell.
    assert len({mail["Message-ID"] for _address, mail in post_office.taken}) == 1


def test_a_sender_that_died_leaves_perhaps_sent_after_fifteen_minutes(post: Any, post_office: PostOffice) -> None:
    [letter] = post("a@example.org")
    claimed = claim_message(at=AT, now=AT)
    assert claimed is not None
    deliver(AT + timedelta(minutes=14))
    assert state_of(letter) == State.SENDING
    assert deliver(AT + timedelta(minutes=15)).unknown == 1
    assert state_of(letter) == State.UNKNOWN
    assert post_office.taken == []


def test_resend_gives_a_sent_letter_a_key_of_its_own_once(post: Any, post_office: PostOffice) -> None:
    [letter] = post("a@example.org")
    deliver()
    first = queues.resend(message_id=letter.pk, at=AT)
    second = queues.resend(message_id=letter.pk, at=AT)
    assert first.pk == second.pk != letter.pk
    deliver()
    third = queues.resend(message_id=letter.pk, at=AT, recipient="new@example.org")
    assert third.key == "letter:a@example.org#3"
    deliver()
    assert post_office.addresses == ["a@example.org", "a@example.org", "new@example.org"]


def test_resend_to_a_corrected_address(post: Any, post_office: PostOffice) -> None:
    queues.queue(kind="letter", key="bad", recipient="farid(at)example.org", at=AT)
    bad = Message.objects.get(key="bad")
    assert queues.resend(message_id=bad.pk, at=AT).state == State.FAILED
    queues.resend(message_id=bad.pk, at=AT, recipient="farid@example.org")
    assert deliver().sent == 1


def test_messages_of_a_scope_say_kind_and_state_in_words(
    post: Any, post_office: PostOffice, django_assert_num_queries: Any
) -> None:
    post("a@example.org", "b@example.org")
    deliver()
    with django_assert_num_queries(1):
        lines = {(line.recipient, line.kind_label, line.state_label) for line in Message.objects.in_scope("s:1")}
    assert lines == {("a@example.org", "Letter", "Sent"), ("b@example.org", "Letter", "Sent")}
    assert not Message.objects.in_scope("s:2").exists()


def test_mail_leaves_by_other_backends_of_django(post: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    django_mail.outbox.clear()
    post("a@example.org")
    assert deliver().sent == 1
    assert [mail.to for mail in django_mail.outbox] == [["a@example.org"]]


def test_mails_leave_at_the_pace_that_is_set(post: Any, post_office: PostOffice) -> None:
    import time

    post(*[f"p{n}@example.org" for n in range(4)])
    began = time.monotonic()
    deliveries.deliver_due(at=AT, per_second=10)
    assert time.monotonic() - began >= 0.3
