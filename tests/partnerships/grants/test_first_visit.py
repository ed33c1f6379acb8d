"""The first visit of a person who was given a role: a password is chosen once, and opens the account at once."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.grants.mails import account_invitation
from partnerships.grants.services import give_role
from partnerships.models import Partnership
from synergy.accounts.models import User
from synergy.outbox.models import Message

PASSWORD = "harvest lantern moss"


@pytest.fixture
def chooser(client: Client, alpha: Partnership, ada: User) -> str:
    """The address at which Marie Tremblay, whom Ada has given a role, chooses her password."""
    give_role(
        by=ada,
        partnership=alpha,
        email="marie.tremblay@example.org",
        name="Marie Tremblay",
        language="en",
        role="viewer",
        at=timezone.now(),
    )
    mail = account_invitation(Message.objects.get(recipient="marie.tremblay@example.org"))
    assert mail
    assert f"{ada} has given you the role" in mail.text
    assert mail.reply_to == ada.email
    [link] = re.findall(r"https?://[^/]+(/accounts/password/reset/key/\S+/)", mail.text)
    return client.get(link).headers["Location"]


def test_who_chooses_the_first_password_is_logged_in(client: Client, chooser: str) -> None:
    asked = client.get(chooser).content.decode()
    assert "Choose a password" in asked
    assert "new password" not in asked
    answer = client.post(chooser, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    marie = User.objects.get(email="marie.tremblay@example.org")
    assert client.session["_auth_user_id"] == str(marie.pk)
    assert client.get("/", follow=True).status_code == 200


@pytest.mark.parametrize("password", ["MarieTremblay", "tremblay2026", "marie.tremblay1"])
def test_a_password_made_of_ones_own_name_is_refused(client: Client, chooser: str, password: str) -> None:
    answer = client.post(chooser, {"password1": password, "password2": password})
    assert "too similar" in answer.content.decode()
    assert "_auth_user_id" not in client.session
