"""Mails about accounts wait in the outbox without their links, are written as they leave, and lead to our own site."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from synergy.accounts import mails
from synergy.accounts.models import User
from synergy.outbox import deliveries
from synergy.outbox.models import Message, State
from tests.conftest import PASSWORD

RESET = "/accounts/password/reset/"
ADDRESS = "/accounts/email/"


@pytest.fixture(autouse=True)
def our_site(settings: Any) -> None:
    settings.SITE_URL = "https://synergy.example.org"


def signed_in(user: User) -> Client:
    """A browser in which this person has just given the password."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/?next=/", {"password": PASSWORD})
    return client


def deliver(later: timedelta = timedelta(0)) -> list[EmailMultiAlternatives]:
    """The mails that leave now."""
    mail.outbox.clear()
    deliveries.deliver_due(at=timezone.now() + later, per_second=0)
    return list(mail.outbox)  # type: ignore[arg-type]


def html_of(letter: EmailMultiAlternatives) -> str:
    [(html, kind)] = letter.alternatives
    assert kind == "text/html"
    return str(html)


def links_in(text: object) -> list[str]:
    return re.findall(r"https?://[^\s\"<]+", str(text))


def path_in(letter: EmailMultiAlternatives) -> str:
    """Where the one link of a mail leads on our site."""
    [link] = links_in(letter.body)
    assert link.startswith("https://synergy.example.org/")
    return link.removeprefix("https://synergy.example.org")


# Reset


def test_a_reset_mail_waits_without_its_link_and_is_written_as_it_leaves(client: Client, amina: User) -> None:
    response = client.post(RESET, {"email": "Amina@Example.org"})
    assert response.headers["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []
    waiting = Message.objects.get()
    assert (waiting.kind, waiting.recipient, waiting.subject_ref) == ("password-reset", amina.email, str(amina.pk))
    assert waiting.state == State.QUEUED
    [letter] = deliver()
    assert letter.to == [amina.email]
    assert letter.subject == "A new password for Synergy"
    [link] = links_in(letter.body)
    assert link.startswith("https://synergy.example.org/accounts/password/reset/key/")
    assert set(links_in(html_of(letter))) == {link}
    stored = " ".join(str(value) for row in Message.objects.values() for value in row.values())
    assert link.rsplit("-", 1)[-1].strip("/") not in stored


def test_no_page_waits_for_a_mail_server(client: Client, amina: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    assert client.post(RESET, {"email": amina.email}).status_code == 302
    assert Message.objects.get().state == State.QUEUED


def test_a_reset_link_sets_the_password_once_and_its_owner_hears_of_it(client: Client, amina: User) -> None:
    client.post(RESET, {"email": amina.email})
    [letter] = deliver()
    path = path_in(letter)
    form = client.get(path, follow=True)
    assert form.redirect_chain[-1][0].endswith("-set-password/")
    new = "another long sentence"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    amina.refresh_from_db()
    assert amina.check_password(new)
    [told] = deliver()
    assert told.subject == "Your Synergy password was changed"
    assert "https://synergy.example.org/accounts/password/reset/" in told.body
    assert "does not work any more" in Client().get(path, follow=True).content.decode()
    fresh = Client()
    fresh.post("/accounts/login/", {"login": amina.email, "password": new})
    assert fresh.session["_auth_user_id"] == str(amina.pk)


def test_a_mail_is_in_the_language_of_its_reader_not_of_the_browser(client: Client, elise: User) -> None:
    client.post(RESET, {"email": elise.email}, headers={"Accept-Language": "en"})
    [letter] = deliver()
    assert '<html lang="fr">' in html_of(letter)


@pytest.mark.parametrize("headers", [{"Host": "other.example.org"}, {"X-Forwarded-Host": "evil.example"}])
def test_links_lead_to_our_site_whatever_the_host_of_the_request(
    amina: User, settings: Any, headers: dict[str, str]
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    client = signed_in(amina)
    Client(headers=headers).post(RESET, {"email": amina.email})
    client.post(ADDRESS, {"action_add": "", "email": "new@example.org"}, headers=headers)
    letters = deliver()
    assert len(letters) == 2
    found = [link for letter in letters for link in links_in(letter.body) + links_in(html_of(letter))]
    assert {link.split("/accounts/")[0] for link in found} == {"https://synergy.example.org"}


def test_a_host_that_is_not_ours_is_refused(client: Client, amina: User) -> None:
    assert client.post(RESET, {"email": amina.email}, headers={"Host": "evil.example"}).status_code == 400
    assert not Message.objects.exists()


def test_an_unknown_address_is_answered_like_a_known_one(amina: User) -> None:
    pages = []
    for email in (amina.email, "nobody@example.org"):
        response = Client().post(RESET, {"email": email}, follow=True)
        text = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
        pages.append((response.redirect_chain, response.status_code, text.replace(email, "")))
    assert pages[0] == pages[1]
    assert [message.recipient for message in Message.objects.all()] == [amina.email]


def test_a_closed_account_gets_no_link(client: Client, amina: User) -> None:
    User.objects.filter(pk=amina.pk).update(is_active=False)
    client.post(RESET, {"email": amina.email})
    assert not Message.objects.exists()


def test_an_account_closed_or_moved_meanwhile_gets_no_link(client: Client, amina: User, bruno: User) -> None:
    for user in (amina, bruno):
        client.post(RESET, {"email": user.email})
    User.objects.filter(pk=amina.pk).update(is_active=False)
    User.objects.filter(pk=bruno.pk).update(email="elsewhere@example.org")
    assert deliver() == []
    assert set(Message.objects.values_list("state", flat=True)) == {State.SUPPRESSED}


def test_asking_again_at_once_sends_one_mail_and_after_some_minutes_another(amina: User) -> None:
    at = timezone.now()
    assert mails.queue_reset(amina, at)
    assert not mails.queue_reset(amina, at + timedelta(seconds=1))
    assert not mails.queue_reset(amina, at + timedelta(minutes=10)), "the first one has not left yet"
    assert len(deliver()) == 1
    assert mails.queue_reset(amina, at + timedelta(minutes=3))
    assert len(deliver(timedelta(minutes=4))) == 1


def test_a_person_who_never_chose_a_password_may_ask_for_a_link(client: Client, db: None) -> None:
    user = User.objects.create_user("new@example.org", None, name="New")
    client.post(RESET, {"email": user.email})
    [letter] = deliver()
    assert client.get(path_in(letter)).status_code == 302


def test_only_the_address_of_the_account_gets_its_link(client: Client, amina: User, bruno: User) -> None:
    EmailAddress.objects.create(user=amina, email="wished@example.org")
    EmailAddress.objects.create(user=amina, email=bruno.email)
    for email in ("wished@example.org", bruno.email):
        client.post(RESET, {"email": email})
    [letter] = deliver()
    assert letter.to == [bruno.email]
    assert mails.password_link(bruno).rsplit("-", 2)[0] in letter.body


def test_locally_the_mail_is_found_in_the_data_directory_after_a_tick(
    client: Client, amina: User, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    client.post(RESET, {"email": amina.email})
    assert not (tmp_path / "mail").exists()
    call_command("tick")
    [file] = (tmp_path / "mail").iterdir()
    raw = file.read_bytes().split(b"\n" + b"-" * 79)[0]
    body = message_from_bytes(raw, policy=default).get_body(("plain",))
    assert body is not None
    assert "https://synergy.example.org/accounts/password/reset/key/" in body.get_content()


# Another address


def test_an_address_changes_only_after_its_owner_confirms(amina: User) -> None:
    client = signed_in(amina)
    client.post(ADDRESS, {"action_add": "", "email": "amina@new.example.org"})
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"
    [letter] = deliver()
    assert letter.to == ["amina@new.example.org"]
    path = path_in(letter)
    client.get(path)  # a mail scanner opens every link
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"
    client.post(path)
    amina.refresh_from_db()
    assert amina.email == "amina@new.example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(amina.email, True, True)]
    [told] = deliver()
    assert told.to == ["amina@example.org"]
    assert "amina@new.example.org" not in told.body
    assert "/accounts/password/reset/" not in told.body, "a reset would not help the old address"


def test_a_wish_for_another_address_leaves_the_account_as_it_is(amina: User, bruno: User) -> None:
    """allauth would blank the address of an account that was never confirmed, and two blank ones collide."""
    for user in (amina, bruno):
        signed_in(user).post(ADDRESS, {"action_add": "", "email": f"new-{user.email}"})
    assert set(User.objects.values_list("email", flat=True)) == {amina.email, bruno.email}


def test_an_address_somebody_logs_in_with_is_neither_confirmed_nor_betrayed(amina: User, bruno: User) -> None:
    client = signed_in(amina)
    response = client.post(ADDRESS, {"action_add": "", "email": bruno.email}, follow=True)
    assert response.status_code == 200
    assert deliver() == []
    assert Message.objects.get().state == State.SUPPRESSED


def test_whoever_logs_in_with_an_address_ends_the_wishes_of_others_for_it(amina: User, bruno: User) -> None:
    EmailAddress.objects.create(user=amina, email=bruno.email)
    amina.set_password("not the one of Bruno")
    amina.save()
    signed_in(bruno)
    assert list(EmailAddress.objects.values_list("user", "verified", "primary")) == [(bruno.pk, True, True)]


def test_an_address_given_to_somebody_meanwhile_is_not_taken_from_them(amina: User) -> None:
    client = signed_in(amina)
    client.post(ADDRESS, {"action_add": "", "email": "shared@example.org"})
    [letter] = deliver()
    User.objects.create_user("shared@example.org", PASSWORD, name="Other")
    assert client.post(path_in(letter)).status_code in (200, 302)
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"


def test_changing_the_address_takes_the_password_again(coordinator: Client) -> None:
    response = coordinator.post(ADDRESS, {"action_add": "", "email": "new@example.org"})
    again = response.headers["Location"]
    assert again.startswith("/accounts/reauthenticate/")
    coordinator.post(again, {"password": "a wrong password"})
    assert not Message.objects.exists()
    coordinator.post(again, {"password": PASSWORD})
    assert Message.objects.get().recipient == "new@example.org"


def test_a_wish_for_another_address_taken_back_sends_no_link(amina: User) -> None:
    client = signed_in(amina)
    client.post(ADDRESS, {"action_add": "", "email": "wished@example.org"})
    client.post(ADDRESS, {"action_remove": "", "email": "wished@example.org"})
    assert [letter.subject for letter in deliver()] == ["An address was removed from your Synergy account"]


def test_the_link_that_confirms_an_address_can_be_sent_again_but_not_at_once(amina: User) -> None:
    EmailAddress.objects.create(user=amina, email="wished@example.org")
    address = EmailAddress.objects.get(email="wished@example.org")
    at = timezone.now()
    assert mails.queue_confirmation(address, at)
    assert not mails.queue_confirmation(address, at)
    assert mails.queue_confirmation(address, at + timedelta(minutes=3))


# Notices


@pytest.mark.parametrize("occasion", [*mails.NOTICES, "account/email/something_new"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_notice_is_written_in_both_languages(amina: User, occasion: str, language: str) -> None:
    User.objects.filter(pk=amina.pk).update(language=language, name="<b>Amina</b> & co")
    mails.queue_notice(occasion, amina, amina.email, timezone.now())
    [letter] = deliver()
    assert letter.subject
    assert "%(" not in f"{letter.subject} {letter.body} {html_of(letter)}"
    assert "<b>Amina</b> & co" in letter.body
    assert "&lt;b&gt;Amina&lt;/b&gt; &amp; co" in html_of(letter)
    assert f'<html lang="{language}">' in html_of(letter)


def test_the_time_of_a_notice_is_that_of_its_reader(amina: User) -> None:
    at = datetime(2026, 1, 12, 3, 30, tzinfo=UTC)
    User.objects.filter(pk=amina.pk).update(time_zone="America/Vancouver")
    mails.queue_notice("account/email/password_changed", amina, amina.email, at)
    [letter] = deliver()
    assert "Jan. 11, 2026, 7:30 p.m." in letter.body


# Mails of later versions of allauth: it asks for them by name. Off here: sign-up, unknown addresses, codes, passkeys.
NOT_ASKED_FOR = {
    "account/email/account_already_exists",
    "account/email/unknown_account",
    "account/email/login_code",
    "account/email/password_reset_code",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
}
BY_OTHER_NAMES = {
    "account/email/password_reset_key",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
}


def test_every_mail_allauth_can_ask_for_is_written_here_or_off() -> None:
    root = Path(allauth.__file__).parent
    sources = [path for room in ("account", "mfa") for path in (root / room).rglob("*.py") if "tests" not in path.parts]
    asked = {name for path in sources for name in re.findall(r"\"((?:account|mfa)/email/\w+)\"", path.read_text())}
    assert asked - NOT_ASKED_FOR - BY_OTHER_NAMES - set(mails.NOTICES) == set()
    assert len(asked) > 10


def test_a_mail_nobody_wrote_goes_to_known_people_in_plain_words(
    amina: User, rf: Any, caplog: pytest.LogCaptureFixture
) -> None:
    adapter = get_adapter(rf.get("/"))
    adapter.send_mail("account/email/something_new", amina.email, {"secret": "s3cret"})
    adapter.send_mail("account/email/something_new", "nobody@example.org", {})
    [letter] = deliver()
    assert letter.subject == "Your Synergy account was changed"
    assert "s3cret" not in letter.body
    assert len(caplog.records) == 2
    assert "@" not in caplog.text
