"""One's own account, the language switch, and signing in by invitation only."""

import pytest
from django.conf import settings
from django.test import Client

from synergy.accounts.models import User
from synergy.audit.models import Entry

PROFILE = {"name": "Amina D.", "language": "fr", "time_zone": "America/Halifax"}


def test_a_person_changes_name_language_and_time_zone(coordinator: Client, amina: User) -> None:
    assert "Amina" in coordinator.get("/accounts/profile/").content.decode()
    response = coordinator.post("/accounts/profile/", PROFILE)
    assert response.headers["Location"] == "/accounts/profile/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    amina.refresh_from_db()
    assert (amina.name, amina.language, amina.time_zone) == ("Amina D.", "fr", "America/Halifax")
    assert Entry.objects.get().details == {"fields": ["name", "language", "time_zone"]}
    assert '<html lang="fr"' in coordinator.get("/accounts/profile/").content.decode()


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("language", "de"), ("time_zone", "Mars/Olympus")])
def test_a_profile_that_cannot_be_is_refused_beside_its_field(
    coordinator: Client, amina: User, field: str, value: str
) -> None:
    response = coordinator.post("/accounts/profile/", PROFILE | {field: value})
    assert field in response.context["form"].errors
    amina.refresh_from_db()
    assert amina.name == "Amina"


def test_nobody_makes_themselves_an_administrator(coordinator: Client, amina: User) -> None:
    forged = {"is_staff": "on", "is_superuser": "on", "email": "x@example.org", "password": "x", "id": "1"}
    coordinator.post("/accounts/profile/", PROFILE | forged)
    amina.refresh_from_db()
    assert (amina.is_staff, amina.is_superuser, amina.email) == (False, False, "amina@example.org")


def test_saving_without_a_change_leaves_no_trace(coordinator: Client) -> None:
    coordinator.post("/accounts/profile/", {"name": "Amina", "language": "en", "time_zone": "America/Toronto"})
    assert not Entry.objects.exists()


def test_the_profile_is_for_the_signed_in_only(client: Client, db: None) -> None:
    assert client.get("/accounts/profile/").headers["Location"].startswith("/accounts/login/")


def test_anybody_switches_the_language_and_stays_on_the_page(client: Client, db: None) -> None:
    response = client.post("/language/", {"language": "fr", "next": "/accounts/login/?next=/p/alpha/"})
    assert response.headers["Location"] == "/accounts/login/?next=/p/alpha/"
    assert '<html lang="fr"' in client.get("/accounts/login/").content.decode()


def test_the_language_of_a_signed_in_person_is_kept(coordinator: Client, amina: User) -> None:
    coordinator.post("/language/", {"language": "fr", "next": "/"})
    amina.refresh_from_db()
    assert amina.language == "fr"


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "p/alpha",
        "",
    ],
)
def test_switching_the_language_leads_to_no_other_site(client: Client, db: None, page: str) -> None:
    assert client.post("/language/", {"language": "en", "next": page}).headers["Location"] == "/"


def test_unknown_languages_and_plain_links_do_not_switch_the_language(client: Client, db: None) -> None:
    assert client.post("/language/", {"language": "de"}).status_code == 400
    assert client.get("/language/?language=fr").status_code == 405


def test_nobody_signs_up(client: Client, db: None) -> None:
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": "a long password", "password2": "x"})
    assert not User.objects.exists()


def test_the_administration_is_entered_by_the_login_of_the_site(client: Client, db: None) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
