"""A link that others may hold shows each browser what was typed in it until it is sent, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.invitations import mails
from assessments.invitations.services import replace_link, show_link
from assessments.models import Invitation, Round
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
    assert "a coordinator has looked it up" in seen


def test_a_browser_keeps_showing_what_was_typed_in_it_and_no_other_does(
    client: Client, farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    show_link(by=amina, invitation=farid_started, at=timezone.now())
    phone, other = Client(), Client()
    phone.post(farids_page("answer"), {"c-S1": SECRET, "seq": "1"})
    phone.post(farids_page("section", 1), {"a-E1A": "4", "seq": "2"})
    phone.post(farids_page("language"), {"language": "fr", "page": "s1", "a-E2A": "5"})
    page = phone.get(farids_page("section", 1)).content.decode()
    assert SECRET in page
    assert page.count(" checked") == 2
    assert 'role="note"' not in page
    seen = other.get(farids_page("section", 1)).content.decode()
    assert SECRET not in seen
    assert " checked" not in seen
    assert 'role="note"' in seen
    assert SECRET not in shown_on(other, farids_page)


def test_what_a_person_said_of_themselves_is_shown_in_their_browser_alone(
    farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    show_link(by=amina, invitation=farid_started, at=timezone.now())
    phone = Client()
    phone.post(farids_page("about"), {"tenure": "over_3"})
    assert '"over_3" checked' in phone.get(farids_page("about")).content.decode()
    assert '"over_3" checked' not in Client().get(farids_page("about")).content.decode()


def test_nothing_is_said_of_hidden_answers_before_there_are_any(
    client: Client, farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    show_link(by=amina, invitation=farid_started, at=timezone.now())
    assert 'role="note"' not in shown_on(client, farids_page)


def test_answers_sent_over_such_a_link_are_shown_in_no_browser_any_more(
    farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    show_link(by=amina, invitation=farid_started, at=timezone.now())
    phone = Client()
    phone.post(farids_page("section", 1), {"a-E1A": "4", "c-S1": SECRET, "seq": "1"})
    phone.post(farids_page("send"))
    seen = phone.get(farids_page("section", 1)).content.decode()
    assert SECRET not in seen
    assert " checked" not in seen


@pytest.mark.parametrize("undeliverable", [False, True], ids=["by mail", "by hand"])
def test_a_replaced_link_shows_the_answers_exactly_if_the_confirmation_says_so(
    client: Client, answered: Invitation, amina: User, undeliverable: bool
) -> None:
    queues.queue_many([mails.draft(answered, mails.INVITATION)], at=timezone.now())
    Message.objects.update(state="sent")
    show_link(by=amina, invitation=answered, at=timezone.now())
    type(answered.stakeholder).objects.filter(pk=answered.stakeholder_id).update(undeliverable=undeliverable)
    client.force_login(amina)
    slug, number = answered.round.partnership.slug, answered.round.number
    asked = client.get(f"/p/{slug}/rounds/{number}/invitations/{answered.pk}/replace-link/").content.decode()
    replaced = replace_link(by=amina, invitation=answered, at=timezone.now())
    draft = draft_of(Invitation.objects.get(pk=replaced.pk))
    assert ("open again behind the new link" in asked) == (draft.answers != {}) == (not undeliverable)


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


def test_a_cleared_device_shows_nothing_and_the_answers_are_kept(
    farid_started: Invitation, farids_page: Address
) -> None:
    tablet = Client()
    tablet.post(farids_page("section", 1), {"a-E1A": "4", "c-S1": SECRET, "seq": "1"})
    assert SECRET in shown_on(tablet, farids_page)
    assert "only answers that are sent count" in tablet.get(farids_page("clear")).content.decode()
    cleared = tablet.post(farids_page("clear"))
    assert cleared.headers["Clear-Site-Data"] == '"cache"'
    assert cleared.cookies["synergy-survey"].value == ""
    assert SECRET not in shown_on(tablet, farids_page)
    assert SECRET not in shown_on(Client(), farids_page)
    assert draft_of(Invitation.objects.get(pk=farid_started.pk)).answered == {"E1A"}


def test_who_guesses_an_answer_is_not_told_whether_the_guess_is_right(
    farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    phone, other = Client(), Client()
    assert phone.post(farids_page("answer"), {"a-E1A": "4", "seq": "1"}).status_code == 200
    assert phone.post(farids_page("answer"), {"a-E1A": "4", "seq": "1"}).status_code == 200
    show_link(by=amina, invitation=farid_started, at=timezone.now())
    for value in "12345":
        guess = other.post(farids_page("answer"), {"a-E1A": value, "seq": "1"})
        assert (guess.status_code, guess.content.decode()) == (412, "A newer answer is already saved.")


def test_a_link_replaced_for_an_address_that_had_none_before_shows_no_answer(answered: Invitation, amina: User) -> None:
    """A coordinator who looked the link up types an address of their own and replaces the link."""
    show_link(by=amina, invitation=answered, at=timezone.now())
    type(answered.stakeholder).objects.filter(pk=answered.stakeholder_id).update(email="coordinator@example.org")
    replaced = replace_link(by=amina, invitation=answered, at=timezone.now())
    assert replaced.handed_out
    assert draft_of(Invitation.objects.get(pk=replaced.pk)).answers == {}


def test_a_link_that_was_mailed_to_two_addresses_shows_no_answer_at_either(answered: Invitation, amina: User) -> None:
    person = answered.stakeholder
    for occasion, email in enumerate(("first@example.org", person.email), start=1):
        person.email = email
        queues.queue_many([mails.draft(answered, mails.INVITATION, occasion=str(occasion))], at=timezone.now())
    Message.objects.update(state="sent")
    type(person).objects.filter(pk=person.pk).update(email="first@example.org")
    assert replace_link(by=amina, invitation=answered, at=timezone.now()).handed_out


def test_an_empty_post_claims_nothing_that_a_person_said_of_themselves(
    farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    show_link(by=amina, invitation=farid_started, at=timezone.now())
    phone, other = Client(), Client()
    phone.post(farids_page("about"), {"tenure": "over_3"})
    other.post(farids_page("about"), {})
    other.post(farids_page("language"), {"language": "fr", "page": "about"})
    assert '"over_3" checked' not in other.get(farids_page("about")).content.decode()
    assert '"over_3" checked' in phone.get(farids_page("about")).content.decode()


def test_what_was_sent_before_the_link_was_looked_up_is_shown_in_no_browser(
    farid_started: Invitation, farids_page: Address, amina: User
) -> None:
    tablet = Client()
    tablet.post(farids_page("section", 1), {"a-E1A": "4", "c-S1": SECRET, "seq": "1"})
    tablet.post(farids_page("send"))
    show_link(by=amina, invitation=farid_started, at=timezone.now())
    assert SECRET not in tablet.get(farids_page("section", 1)).content.decode()


def test_a_key_planted_before_somebody_starts_shows_nothing_later(
    farids_invitation: Invitation, farids_page: Address, amina: User
) -> None:
    planted = "x" * 22
    phone, spy = Client(), Client()
    for browser in (phone, spy):
        browser.cookies["synergy-survey"] = planted
    phone.post(farids_page("start"))
    phone.post(farids_page("section", 1), {"a-E1A": "4", "c-S1": SECRET, "seq": "1"})
    show_link(by=amina, invitation=farids_invitation, at=timezone.now())
    assert SECRET in phone.get(farids_page("section", 1)).content.decode()
    assert SECRET not in spy.get(farids_page("section", 1)).content.decode()


def test_a_device_is_cleared_after_the_close_too(farid_started: Invitation, farids_page: Address) -> None:
    Round.objects.update(state="closed", closed_at=timezone.now())
    cleared = Client().post(farids_page("clear"))
    assert cleared.status_code == 200
    assert {name: cookie.value for name, cookie in cleared.cookies.items()} == {
        "synergy-survey": "",
        "synergy-csrf": "",
    }
