"""Signing in and out, the second step, and what these pages refuse, in both languages."""

import re
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client

from synergy.accounts.models import User
from synergy.outbox.models import Message
from tests.conftest import PASSWORD

LOGIN, LOGOUT, TOTP = "/accounts/login/", "/accounts/logout/", "/accounts/2fa/totp/activate/"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
]
LANGUAGES = ["en", "fr"]


@pytest.fixture(params=LANGUAGES)
def person(request: Any, amina: User) -> User:
    """Amina, once in each language."""
    User.objects.filter(pk=amina.pk).update(language=request.param)
    amina.refresh_from_db()
    return amina


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def log_in(user: User, password: str = PASSWORD) -> Client:
    client = Client(headers={"Accept-Language": user.language})
    client.post(LOGIN, {"login": user.email, "password": password})
    return client


def confirm(client: Client, leading_to: str) -> Any:
    """Gives the password once more and goes on to where that was asked."""
    return client.post(f"/accounts/reauthenticate/?{urlencode({'next': leading_to})}", {"password": PASSWORD})


def code_for(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows, some steps of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def turn_on_two_steps(client: Client) -> tuple[str, list[str]]:
    """The secret of the app and the recovery codes."""
    confirm(client, TOTP)
    secret = client.get(TOTP).context["form"].secret
    client.post(TOTP, {"code": code_for(secret)})
    return secret, list(client.get("/accounts/2fa/recovery-codes/").context["unused_codes"])


# Log in, log out


def test_a_person_logs_in_sees_their_language_and_logs_out(person: User) -> None:
    client = Client(headers={"Accept-Language": "en"})
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert client.post(LOGIN, {"login": "AMINA@example.org", "password": PASSWORD}).headers["Location"] == "/"
    assert signed_in_as(client) == str(person.pk)
    assert f'<html lang="{person.language}"' in client.get("/accounts/profile/").content.decode()
    assert client.get(LOGOUT).status_code == 200
    assert signed_in_as(client), "a link logs nobody out"
    client.post(LOGOUT)
    assert signed_in_as(client) is None
    assert client.get("/accounts/profile/").headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["login", "password/reset", "password/reset/done", "signup", "inactive"])
def test_the_pages_before_login_speak_the_language_of_the_browser(
    client: Client, db: None, language: str, page: str
) -> None:
    response = client.get(f"/accounts/{page}/", headers={"Accept-Language": language})
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_the_key_of_the_session_changes_at_login(client: Client, amina: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = str(session.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.post(LOGIN, {"login": amina.email, "password": PASSWORD})
    assert signed_in_as(client) == str(amina.pk)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert other.get("/accounts/profile/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(amina: User) -> None:
    pages = []
    for email in (amina.email, "nobody@example.org"):
        client = Client()
        response = client.post(LOGIN, {"login": email, "password": "a wrong password"})
        assert signed_in_as(client) is None
        pages.append((response.status_code, response.context["form"].errors.get_json_data()))
    assert pages[0] == pages[1]


def test_guessing_is_stopped_even_for_the_right_password_afterwards(amina: User) -> None:
    client = Client()
    for _turn in range(6):
        client.post(LOGIN, {"login": amina.email, "password": "a wrong password"})
    client.post(LOGIN, {"login": amina.email, "password": PASSWORD})
    assert signed_in_as(client) is None


def test_a_closed_account_does_not_open(amina: User) -> None:
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert signed_in_as(log_in(amina)) is None


def test_a_closed_account_is_logged_out_at_the_next_click(amina: User) -> None:
    client = log_in(amina)
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert client.get("/accounts/profile/").headers["Location"].startswith(LOGIN)


def test_changing_the_password_ends_the_other_sessions(person: User) -> None:
    here, there = log_in(person), log_in(person)
    new = "another long sentence"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/accounts/profile/").status_code == 200
    assert there.get("/accounts/profile/").headers["Location"].startswith(LOGIN)
    assert signed_in_as(log_in(person, new)) == str(person.pk)
    assert Message.objects.get().kind == "password-changed"


def test_changing_the_password_takes_the_present_one(amina: User) -> None:
    client = log_in(amina)
    new = "another long sentence"
    client.post("/accounts/password/change/", {"oldpassword": "a guess", "password1": new, "password2": new})
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["short", "password1234", "amina@example.org", "1234567890"])
def test_a_weak_password_is_refused_with_a_sentence(amina: User, password: str) -> None:
    response = log_in(amina).post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert response.context["form"].errors


# Where one is led afterwards


@pytest.mark.parametrize("page", ELSEWHERE)
def test_login_and_logout_lead_to_no_other_site(amina: User, page: str) -> None:
    client = Client()
    query = urlencode({"next": page})
    response = client.post(f"{LOGIN}?{query}", {"login": amina.email, "password": PASSWORD, "next": page})
    assert response.headers["Location"] == "/"
    assert "evil" not in client.get(f"{LOGIN}?{query}").headers.get("Location", "")
    assert "evil" not in client.post(f"{LOGOUT}?{query}", {"next": page}).headers["Location"]


@pytest.mark.parametrize("page", ELSEWHERE)
def test_giving_the_password_again_leads_to_no_other_site(amina: User, page: str) -> None:
    response = confirm(log_in(amina), page)
    assert "evil" not in response.headers.get("Location", "")
    assert "javascript" not in response.headers.get("Location", "")


@pytest.mark.parametrize("page", ELSEWHERE)
def test_the_login_page_keeps_no_address_of_another_site_in_its_forms(client: Client, db: None, page: str) -> None:
    text = client.get(f"{LOGIN}?{urlencode({'next': page})}").content.decode()
    assert not re.search(r'(href|action)="[^"]*(evil\.example|javascript:)', text.replace("%2F", "/").split("next=")[0])


def test_login_leads_back_to_the_page_that_asked_for_it(amina: User) -> None:
    client = Client()
    asked = client.get("/accounts/profile/").headers["Location"]
    response = client.post(asked, {"login": amina.email, "password": PASSWORD, "next": "/accounts/profile/"})
    assert response.headers["Location"] == "/accounts/profile/"


# Nobody signs up


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_up_is_closed_in_both_languages(client: Client, db: None, language: str) -> None:
    form = {"email": "new@example.org", "password1": "a long password", "password2": "a long password"}
    headers = {"Accept-Language": language}
    for response in (
        client.get("/accounts/signup/", headers=headers),
        client.post("/accounts/signup/", form, headers=headers),
    ):
        assert response.status_code == 200
        assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert not User.objects.exists()
    assert not Message.objects.exists()


# The second step


def test_the_second_step_is_turned_on_and_asked_for(person: User) -> None:
    client = log_in(person)
    assert client.get(TOTP).headers["Location"].startswith("/accounts/reauthenticate/")
    secret, codes = turn_on_two_steps(client)
    assert len(codes) == 10
    assert client.get("/accounts/2fa/").status_code == 200

    back = log_in(person)
    assert signed_in_as(back) is None
    page = back.get("/accounts/2fa/authenticate/")
    assert page.status_code == 200
    assert f'<html lang="{person.language}"' in page.content.decode()
    assert back.get("/accounts/profile/").headers["Location"].startswith(LOGIN)
    back.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert signed_in_as(back) is None
    back.post("/accounts/2fa/authenticate/", {"code": code_for(secret, steps=1)})
    assert signed_in_as(back) == str(person.pk)


def test_a_recovery_code_opens_once(person: User) -> None:
    _secret, codes = turn_on_two_steps(log_in(person))
    first = log_in(person)
    first.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert signed_in_as(first) == str(person.pk)
    second = log_in(person)
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert signed_in_as(second) is None


def test_a_code_of_the_app_opens_once(amina: User) -> None:
    secret, _codes = turn_on_two_steps(log_in(amina))
    code = code_for(secret, steps=1)
    first, second = log_in(amina), log_in(amina)
    first.post("/accounts/2fa/authenticate/", {"code": code})
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert signed_in_as(first) == str(amina.pk)
    assert signed_in_as(second) is None


def test_recovery_codes_are_shown_downloaded_and_made_anew(person: User) -> None:
    client = log_in(person)
    _secret, codes = turn_on_two_steps(client)
    download = client.get("/accounts/2fa/recovery-codes/download/")
    assert download["Content-Type"].startswith("text/plain")
    assert codes[0] in download.content.decode()
    client.post("/accounts/2fa/recovery-codes/generate/")
    renewed = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(renewed) == 10
    assert not set(codes) & set(renewed)


def test_the_second_step_is_turned_off_after_the_password(person: User) -> None:
    client = log_in(person)
    turn_on_two_steps(client)
    away = "/accounts/2fa/totp/deactivate/"
    assert client.get(away).status_code == 200
    client.post(away)
    assert not Authenticator.objects.exists()
    assert signed_in_as(log_in(person)) == str(person.pk)


def test_the_safety_pages_ask_for_the_password_first(coordinator: Client) -> None:
    for page in (TOTP, "/accounts/2fa/recovery-codes/generate/"):
        assert coordinator.get(page).headers["Location"].startswith("/accounts/reauthenticate/")
    coordinator.post("/accounts/reauthenticate/?next=/", {"password": "a wrong password"})
    assert coordinator.get(TOTP).headers["Location"].startswith("/accounts/reauthenticate/")


def test_a_person_with_a_wished_address_may_still_turn_on_the_second_step(amina: User) -> None:
    client = log_in(amina)
    confirm(client, "/")
    client.post("/accounts/email/", {"action_add": "", "email": "wished@example.org"})
    turn_on_two_steps(client)
    assert Authenticator.objects.filter(user=amina, type="totp").exists()


@pytest.mark.django_db(transaction=True)
def test_turning_the_second_step_on_or_off_is_told_by_mail(client: Client, django_user_model: Any) -> None:
    """Told once the change is stored, so in a test with real transactions."""
    user = django_user_model.objects.create_user("new@example.org", PASSWORD, name="New")
    client = log_in(user)
    turn_on_two_steps(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")
    kinds = Message.objects.order_by("queued_at").values_list("kind", flat=True)
    assert list(kinds) == ["two-step-on", "recovery-codes", "two-step-off"]


@pytest.mark.parametrize(
    "page", ["email", "password/change", "2fa", "2fa/recovery-codes", "2fa/totp/deactivate", "reauthenticate"]
)
def test_the_pages_of_an_account_are_for_the_signed_in(client: Client, db: None, page: str) -> None:
    assert client.get(f"/accounts/{page}/").headers["Location"].startswith(LOGIN)
