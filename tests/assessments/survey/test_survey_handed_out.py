"""A link that a coordinator has looked up takes answers and shows none, to whoever opens it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.invitations import mails
from assessments.invitations.services import show_link
from assessments.models import Invitation
from assessments.survey.services import draft_of, save_answers
from synergy.accounts.models import User
from synergy.outbox import queues
from synergy.outbox.models import Message
from tests.assessments.conftest import Address

SECRET = "Only Farid could have written this"
PAGES = ("welcome", "open", "about", "review", "thanks")


@pytest.fixture
def answered(farid_started: Invitation) -> Invitation:
    save_answers(
        invitation=farid_started, answers={"E1A": 2, "E2A": 5}, comments={"S1": SECRET, "O1": SECRET}, at=timezone.now()
    )
    farid_started.refresh_from_db()
    return farid_started


def shown_on(client: Client, address: Any) -> str:
    pages = [client.get(address(name)) for name in PAGES]
    pages += [client.get(address("section", number)) for number in range(1, 8)]
    return " ".join(page.content.decode() for page in pages)


def test_who_looks_a_link_up_cannot_read_what_was_answered(
    client: Client, answered: Invitation, farids_page: Address, amina: User
) -> None:
    assert SECRET in shown_on(client, farids_page)
    show_link(by=amina, invitation=answered, at=timezone.now())
    seen = shown_on(client, farids_page)
    assert SECRET not in seen
    assert "checked" not in client.get(farids_page("section", 1)).content.decode()
    assert "looked up by a coordinator" in seen


def test_answers_behind_a_link_that_was_looked_up_stay_until_new_ones_take_their_place(
    client: Client, answered: Invitation, farids_page: Address, amina: User
) -> None:
    show_link(by=amina, invitation=answered, at=timezone.now())
    client.get(farids_page("section", 1))
    client.post(farids_page("section", 1), {"a-E2A": "4", "seq": "1"})
    answered.refresh_from_db()
    assert draft_of(answered).answers == {}
    assert draft_of(answered).answered == {"E1A", "E2A"}
    Invitation.objects.filter(pk=answered.pk).update(handed_out=False)
    answered.refresh_from_db()
    assert draft_of(answered).answers == {"E1A": "2", "E2A": "4"}


def test_a_mail_to_a_second_address_hides_the_answers(answered: Invitation, amina: User) -> None:
    now = timezone.now()
    queues.queue_many([mails.draft(answered, mails.INVITATION)], at=now)
    person = answered.stakeholder
    person.email = "somebody.else@example.org"
    person.save()
    queues.queue_many([mails.draft(answered, mails.INVITATION, occasion="2")], at=now + timedelta(hours=1))
    mails.render(Message.objects.get(recipient="somebody.else@example.org"))
    answered.refresh_from_db()
    assert answered.handed_out
