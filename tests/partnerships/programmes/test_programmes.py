"""Programmes: who sees them, and how administrators make and change them."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from partnerships.models import Partnership, Programme
from partnerships.programmes.services import create_programme, update_programme
from synergy.accounts.models import User
from synergy.audit.models import Entry
from tests import factories
from tests.concurrency import together

AT = datetime(2026, 1, 12, 14, 0, tzinfo=UTC)


def test_an_administrator_creates_a_programme_with_an_address_made_of_its_name(administrator: Client) -> None:
    response = administrator.post("/programmes/new/", {"name": "Santé du cœur", "description": "Cardiology"})
    programme = Programme.objects.get()
    assert (programme.name, programme.slug) == ("Santé du cœur", "sante-du-cur")
    assert response.headers["Location"] == "/programmes/sante-du-cur/"
    assert Entry.objects.get().action == "programme.create"


@pytest.mark.parametrize("name", ["Access programme", "ACCESS programme", "  Access programme "])
def test_a_name_that_is_taken_is_refused_beside_the_field(
    administrator: Client, programme: Programme, name: str
) -> None:
    response = administrator.post("/programmes/new/", {"name": name})
    assert response.status_code == 200
    assert response.context["form"].errors["name"] == [
        "This name is taken. Choose another, for example with the region."
    ]
    assert Programme.objects.count() == 1


def test_addresses_differ_and_never_hide_a_page(ada: User) -> None:
    slugs = [create_programme(by=ada, name=name, description="", at=AT).slug for name in ("New", "New!", "健康", "健")]
    assert slugs == ["new-2", "new-3", "programme", "programme-2"]


def test_a_changed_programme_keeps_its_address(administrator: Client, programme: Programme) -> None:
    administrator.post("/programmes/access/edit/", {"name": "Access for all", "description": ""})
    programme.refresh_from_db()
    assert (programme.name, programme.slug) == ("Access for all", "access")
    assert Entry.objects.get().details == {"fields": ["name"]}


def test_saving_without_a_change_leaves_no_trace(ada: User, programme: Programme) -> None:
    update_programme(by=ada, programme=programme, name=programme.name, description="", at=AT)
    assert not Entry.objects.exists()


def test_changing_to_a_name_that_is_taken_is_refused(ada: User, programme: Programme) -> None:
    other = Programme.objects.create(name="Ageing", slug="ageing")
    with pytest.raises(ValidationError):
        update_programme(by=ada, programme=other, name="access PROGRAMME", description="", at=AT)


def test_services_ask_for_the_right_themselves(amina: User, programme: Programme) -> None:
    with pytest.raises(PermissionDenied):
        create_programme(by=amina, name="Mine", description="", at=AT)
    with pytest.raises(PermissionDenied):
        update_programme(by=amina, programme=programme, name="Mine", description="", at=AT)


@pytest.mark.parametrize("url", ["/programmes/new/", "/programmes/access/edit/"])
def test_only_administrators_make_and_change_programmes(coordinator: Client, url: str) -> None:
    for response in (coordinator.get(url), coordinator.post(url, {"name": "Mine"})):
        assert response.status_code == 403
        assert "Only an administrator may do this." in response.content.decode()


def test_a_member_sees_the_programme_but_only_her_partnerships(coordinator: Client, beta: Partnership) -> None:
    page = coordinator.get("/programmes/access/").content.decode()
    assert "Alpha partnership" in page
    assert "Beta partnership" not in page
    assert "/programmes/access/edit/" not in page


def test_a_programme_without_a_partnership_of_hers_does_not_exist_for_her(coordinator: Client) -> None:
    Programme.objects.create(name="Ageing", slug="ageing")
    assert coordinator.get("/programmes/ageing/").status_code == 404
    assert coordinator.get("/programmes/nothing/").status_code == 404
    assert "Ageing" not in coordinator.get("/programmes/").content.decode()


def test_administrators_see_empty_programmes_and_the_next_step(administrator: Client, programme: Programme) -> None:
    assert "Access programme" in administrator.get("/programmes/").content.decode()
    assert f"/partnerships/new/?programme={programme.pk}" in administrator.get("/programmes/access/").content.decode()


def test_programmes_and_their_partnerships_are_searched(administrator: Client, alpha: Partnership) -> None:
    assert "No programme fits these words." in administrator.get("/programmes/?q=heart").content.decode()
    assert "Access programme" in administrator.get("/programmes/?q=ACCESS").content.decode()
    assert "Alpha partnership" in administrator.get("/programmes/access/?q=alpha").content.decode()
    assert "No partnership fits these words." in administrator.get("/programmes/access/?q=omega").content.decode()


def test_an_empty_list_says_why(administrator: Client) -> None:
    assert "Create the first programme" in administrator.get("/programmes/").content.decode()


@pytest.mark.parametrize(("url", "method"), [("/programmes/", "post"), ("/programmes/access/", "post")])
def test_reading_pages_cannot_be_posted_to(coordinator: Client, url: str, method: str) -> None:
    assert getattr(coordinator, method)(url).status_code == 405


def test_long_lists_come_in_pages_at_a_fixed_price(
    administrator: Client, programme: Programme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        factories.partnership(programme, f"Partnership {number:02}", f"p-{number}")
        Programme.objects.create(name=f"Programme {number:02}", slug=f"programme-{number}")
    with django_assert_max_num_queries(12):
        first = administrator.get("/programmes/access/").content.decode()
    with django_assert_max_num_queries(6):
        assert "Page 1 of 2" in administrator.get("/programmes/").content.decode()
    assert "Partnership 19" in first
    assert "Partnership 20" not in first
    assert "Partnership 20" in administrator.get("/programmes/access/?page=2").content.decode()


def test_of_two_programmes_created_at_the_same_moment_one_gets_the_name(transactional_db: None, ada: User) -> None:
    def create(name: str) -> Programme:
        return create_programme(by=ada, name=name, description="", at=AT)

    answers = together(*(partial(create, name) for name in ("Same name", "Same Name")))
    [refusal] = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert refusal.message_dict == {"name": ["This name is taken. Choose another, for example with the region."]}
    assert Programme.objects.get().slug == "same-name"
    assert Programme.objects.get() in answers
