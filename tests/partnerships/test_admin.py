"""The administration: opens for administrators only, deletes nothing with a history, shows no answers."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from partnerships.models import Grant, Partnership, StakeholderKind
from synergy.accounts.models import User
from synergy.audit.models import Entry
from tests import factories

OURS = [model for model in admin.site._registry if model._meta.app_label in ("partnerships", "accounts")]
READ_ONLY = [model for model in admin.site._registry if model._meta.app_label in ("audit", "outbox")]


def url(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_lists_searches_and_forms_open(administrator: Client, farid: object, model: type) -> None:
    assert administrator.get(url(model, "changelist")).status_code == 200
    assert administrator.get(url(model, "changelist"), {"q": "alpha"}).status_code == 200
    assert administrator.get(url(model, "add")).status_code == 200
    row = model._default_manager.first()  # type: ignore[attr-defined]
    if row is not None:
        assert administrator.get(url(model, "change", row.pk)).status_code == 200
        assert administrator.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_the_record_is_only_read(administrator: Client, model: type) -> None:
    assert administrator.get(url(model, "changelist")).status_code == 200
    assert administrator.get(url(model, "add")).status_code == 403


def test_no_answers_results_or_secrets_are_registered() -> None:
    names = {model._meta.model_name for model in admin.site._registry}
    hidden = {"sealedanswers", "response", "comment", "score", "tally", "authenticator", "emailaddress", "group"}
    assert not names & hidden


@pytest.mark.parametrize("role", ["coordinator", "viewer", "outsider"])
def test_nobody_but_an_administrator_enters_the_admin(request: pytest.FixtureRequest, role: str) -> None:
    client = request.getfixturevalue(role)
    response = client.get("/admin/")
    assert response.status_code in (302, 403)
    assert client.get(url(Partnership, "changelist")).status_code in (302, 403)


def test_an_administrator_is_made_with_every_right_and_it_is_noted(administrator: Client, amina: User) -> None:
    fields = {"email": amina.email, "name": "Amina", "language": "en", "time_zone": "America/Toronto"}
    administrator.post(url(User, "change", amina.pk), fields | {"is_active": "on", "is_staff": "on"})
    amina.refresh_from_db()
    assert (amina.is_staff, amina.is_superuser) == (True, True)
    assert Entry.objects.get(action="account.administer").details == {"fields": ["is_staff"]}


def test_an_account_is_opened_without_a_password(administrator: Client) -> None:
    fields = {"email": "Dana@Example.org", "name": "Dana", "language": "fr", "time_zone": "America/Toronto"}
    response = administrator.post(url(User, "add"), fields | {"usable_password": "false"})
    assert response.status_code == 302
    assert not User.objects.get(email="dana@example.org").has_usable_password()


def test_an_address_that_was_used_is_not_changed_in_the_admin(
    administrator: Client, coordinator: Client, amina: User
) -> None:
    """By somebody who has signed in, as Amina has for her browser."""
    administrator.post(
        url(User, "change", amina.pk),
        {"email": "x@example.org", "name": "A", "language": "en", "time_zone": "America/Toronto", "is_active": "on"},
    )
    amina.refresh_from_db()
    assert (amina.email, amina.name) == ("amina@example.org", "A")


def test_a_change_stands_in_the_history_of_the_partnership(administrator: Client, alpha: Partnership) -> None:
    kind = StakeholderKind.objects.get(code="clinician")
    person = factories.member(alpha, "Gita")
    stay = person.memberships.get()
    response = administrator.post(
        url(type(person), "change", person.pk),
        {
            "name": "Gita B.",
            "email": person.email,
            "language": "en",
            "kind": kind.pk,
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "1",
            "memberships-0-id": stay.pk,
            "memberships-0-stakeholder": person.pk,
            "memberships-0-started_on": "2024-01-15",
            "memberships-0-reason": "Asked to join",
        },
    )
    assert response.status_code == 302, response.context["errors"]
    entry = Entry.objects.get(action="admin.change")
    assert (entry.scope, entry.details) == (alpha.scope, {"fields": ["name"]})


def test_roles_are_added_but_not_changed_in_the_admin(administrator: Client, amina: User, alpha: Partnership) -> None:
    page = administrator.get(url(Partnership, "change", alpha.pk)).content.decode()
    assert "amina" in page.lower()
    grant = Grant.objects.get(user=amina)
    assert f'name="grants-0-role" value="{grant.role}"' not in page
    assert 'name="grants-0-role"' not in page


def test_codes_of_the_vocabulary_stay(administrator: Client, vocabulary: None) -> None:
    kind = StakeholderKind.objects.get(code="clinician")
    fields = {"code": "changed", "name_en": "Clinician", "name_fr": "Clinicienne", "position": "5", "active": "on"}
    administrator.post(url(StakeholderKind, "change", kind.pk), fields)
    kind.refresh_from_db()
    assert (kind.code, kind.position) == ("clinician", 5)


def test_lists_cost_the_same_with_many_rows(
    administrator: Client, alpha: Partnership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        factories.member(alpha, f"Member {number}")
    for name in ("stakeholder", "membership", "partnership"):
        with django_assert_max_num_queries(9):
            administrator.get(reverse(f"admin:partnerships_{name}_changelist"))
