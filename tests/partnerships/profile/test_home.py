"""The first page: where each person may go, and what is happening there."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from partnerships.models import Grant, Meeting, Partnership, Programme
from synergy.accounts.models import User
from tests import factories
from tests.conftest import ClientOf


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_coordinator_sees_her_partnership_and_the_way_in(coordinator: Client, beta: Partnership) -> None:
    page = text(coordinator, "/")
    assert "Alpha partnership" in page
    assert "/p/alpha/" in page
    assert "Nothing is planned yet." in page
    assert "Beta partnership" not in page


def test_the_next_meeting_is_told_in_one_line(viewer: Client, alpha: Partnership) -> None:
    Meeting.objects.create(partnership=alpha, title="Steering", held_on=timezone.localdate() + timedelta(days=7))
    assert "The next meeting is on" in text(viewer, "/")


def test_a_person_without_a_role_is_told_what_to_wait_for(client_of: ClientOf, db: None) -> None:
    nadia = User.objects.create_user("nadia@example.org", "x", name="Nadia")
    response = client_of(nadia).get("/")
    assert response.status_code == 200
    assert "You have no role in a partnership yet." in response.content.decode()


def test_an_administrator_sees_all_and_enters_by_the_settings(administrator: Client, amina: User) -> None:
    page = text(administrator, "/")
    assert "Coordinated by Amina." in page
    assert "/p/alpha/settings/" in page
    assert "Access programme" in page


def test_an_administrator_of_an_empty_site_is_led_to_the_first_programme(administrator: Client) -> None:
    assert "/programmes/new/" in text(administrator, "/")


def test_partnerships_that_ended_come_last_and_say_so(coordinator: Client, amina: User, alpha: Partnership) -> None:
    Partnership.objects.filter(pk=alpha.pk).update(ended_on=date(2025, 6, 30))
    running = factories.partnership(alpha.programme, "Zeta", "zeta")
    Grant.objects.create(user=amina, partnership=running, role=Grant.Role.VIEWER)
    page = text(coordinator, "/")
    assert page.index("Zeta") < page.index("Alpha partnership")
    assert "Ended on June 30, 2025." in page


def test_the_search_finds_by_name_region_and_programme(administrator: Client, alpha: Partnership) -> None:
    factories.partnership(alpha.programme, "Northern network", "north", region="Abitibi")
    assert "Alpha partnership" not in text(administrator, "/?q=abitibi")
    assert "Northern network" in text(administrator, "/?q=abitibi+access")
    assert "No partnership fits these words." in text(administrator, "/?q=nowhere")


def test_odd_queries_are_answered_with_a_page(coordinator: Client) -> None:
    for query in ("?page=99", "?page=-1", "?page=x", "?q=%00", "?q=" + "x" * 5000):
        assert coordinator.get(f"/{query}").status_code == 200


def test_strangers_are_asked_to_log_in(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


def test_the_home_page_cannot_be_posted_to(coordinator: Client) -> None:
    assert coordinator.post("/").status_code == 405


@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_the_number_of_queries_does_not_grow(
    role: str,
    request: pytest.FixtureRequest,
    amina: User,
    programme: Programme,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(15):
        made = factories.partnership(programme, f"Partnership {number}", f"p-{number}")
        Grant.objects.create(user=amina, partnership=made, role=Grant.Role.VIEWER)
        Meeting.objects.create(partnership=made, title="Kick-off", held_on=date(2025, 1, number + 1))
    client = request.getfixturevalue(role)
    with django_assert_max_num_queries(14):
        assert client.get("/").status_code == 200
