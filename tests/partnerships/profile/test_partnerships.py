"""A partnership's settings: creating, reading, changing, ending, reopening, and its history."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from partnerships.models import Goal, Grant, Partnership, Programme
from partnerships.profile import services
from synergy.accounts.models import User
from synergy.audit.models import Entry
from tests import factories

SignIn = Callable[[User], Client]
AT = datetime(2026, 1, 12, 14, 0, tzinfo=UTC)
PAGES = ["settings/", "settings/edit/", "settings/end/", "history/"]


def typed(programme: Programme, **changes: Any) -> dict[str, Any]:
    """What a person fills in."""
    return {
        "programme": programme.pk,
        "name": "Gamma",
        "mission": "Care close to home.",
        "goals": "One door\n\n • A call within a day \nOne door",
        "region": "Outaouais",
        "context": "",
        "mandate": "commissioned",
        "default_language": "fr",
        "time_zone": "America/Montreal",
        "started_on": "2025-09-01",
        "cadence_months": "4",
        "k": "6",
    } | changes


def charter(programme: Programme, **changes: Any) -> Any:
    fields = {name: value for name, value in typed(programme, **changes).items() if name != "goals"}
    return fields | {"programme": programme, "cadence_months": 4, "k": 6, "started_on": date(2025, 9, 1)}


def test_an_administrator_creates_a_partnership_and_gets_no_role_in_it(
    client_of: SignIn, ada: User, programme: Programme
) -> None:
    response = client_of(ada).post("/partnerships/new/", typed(programme))
    made = Partnership.objects.get()
    assert response.headers["Location"] == "/p/gamma/settings/"
    assert (made.slug, made.k, made.cadence_months, made.default_language) == ("gamma", 6, 4, "fr")
    assert [goal.text for goal in made.goals.all()] == ["One door", "A call within a day"]
    assert not made.grants.exists()
    assert Entry.objects.get().scope == made.scope


def test_a_coordinator_creates_one_beside_hers_and_coordinates_it(client_of: SignIn, amina: User) -> None:
    client_of(amina).post("/partnerships/new/", typed(Programme.objects.get()))
    assert Grant.objects.get(partnership__slug="gamma").user == amina


def test_a_coordinator_cannot_reach_into_other_programmes(client_of: SignIn, amina: User) -> None:
    other = Programme.objects.create(name="Ageing", slug="ageing")
    client = client_of(amina)
    assert "Ageing" not in client.get("/partnerships/new/").content.decode()
    response = client.post("/partnerships/new/", typed(other))
    assert "programme" in response.context["form"].errors
    with pytest.raises(PermissionDenied):
        services.create_partnership(by=amina, charter=charter(other), goals=[], at=AT)
    assert Partnership.objects.count() == 1


def test_viewers_and_evaluators_create_no_partnerships(client_of: SignIn, bruno: User, chen: User) -> None:
    for person in (bruno, chen):
        response = client_of(person).get("/partnerships/new/")
        assert response.status_code == 403
        assert "Only an administrator or a coordinator may create a partnership." in response.content.decode()
    with pytest.raises(PermissionDenied):
        services.create_partnership(by=bruno, charter=charter(Programme.objects.get()), goals=[], at=AT)


def test_the_form_waits_for_a_programme(client_of: SignIn, ada: User) -> None:
    assert "/programmes/new/" in client_of(ada).get("/partnerships/new/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "\u3164"),
        ("k", "3"),
        ("k", "51"),
        ("k", "many"),
        ("cadence_months", "0"),
        ("time_zone", "Mars/Olympus"),
        ("default_language", "de"),
        ("mandate", "wished"),
        ("started_on", "2025-02-30"),
        ("goals", "\n".join(str(number) for number in range(13))),
        ("goals", "x" * 301),
        ("goals", "a\x00b"),
        ("programme", "999999"),
        ("programme", "x"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    client_of: SignIn, ada: User, programme: Programme, field: str, value: str
) -> None:
    response = client_of(ada).post("/partnerships/new/", typed(programme) | {field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Partnership.objects.exists()


def test_a_name_taken_in_the_programme_is_refused_and_free_in_another(
    client_of: SignIn, ada: User, alpha: Partnership
) -> None:
    client = client_of(ada)
    response = client.post("/partnerships/new/", typed(alpha.programme, name="ALPHA partnership"))
    assert "name" in response.context["form"].errors
    other = Programme.objects.create(name="Ageing", slug="ageing")
    client.post("/partnerships/new/", typed(other, name="Alpha partnership"))
    assert Partnership.objects.get(programme=other).slug == "alpha-partnership"


def test_fields_nobody_asked_for_are_ignored(client_of: SignIn, amina: User, alpha: Partnership) -> None:
    other = Programme.objects.create(name="Ageing", slug="ageing")
    forged = typed(other, slug="stolen", ended_on="2020-01-01", id="77")
    client_of(amina).post("/p/alpha/settings/edit/", forged)
    alpha.refresh_from_db()
    assert (alpha.name, alpha.slug, alpha.ended_on, alpha.programme.slug) == ("Gamma", "alpha", None, "access")


def test_everybody_with_a_role_reads_the_settings(
    client_of: SignIn, amina: User, bruno: User, chen: User, ada: User, alpha: Partnership
) -> None:
    Goal.objects.create(partnership=alpha, text="One door")
    for person in (amina, bruno, chen, ada):
        page = client_of(person).get("/p/alpha/settings/").content.decode()
        assert "One door" in page
        assert "Results of fewer than 5 people are never shown" in page
        assert ("amina@example.org" in page) == (person in (amina, ada))
        assert ("/p/alpha/roles/add/" in page) == (person == ada)
        assert ("/p/alpha/settings/end/" in page) == (person in (amina, ada))


def test_a_coordinator_changes_settings_and_the_history_names_the_fields(
    client_of: SignIn, amina: User, alpha: Partnership
) -> None:
    client = client_of(amina)
    page = client.get("/p/alpha/settings/edit/").content.decode()
    assert "rounds that are open or closed keep the K they promised" in page
    client.post("/p/alpha/settings/edit/", typed(alpha.programme, name=alpha.name, mission=alpha.mission))
    alpha.refresh_from_db()
    assert (alpha.k, alpha.region, alpha.slug) == (6, "Outaouais", "alpha")
    entry = Entry.objects.get()
    assert "k" in entry.details["fields"]
    assert "goals" in entry.details["fields"]
    assert "name" not in entry.details["fields"]
    assert "Amina changed the settings of Alpha partnership" in client.get("/p/alpha/history/").content.decode()


def test_only_an_administrator_moves_a_partnership(client_of: SignIn, ada: User, amina: User) -> None:
    alpha = Partnership.objects.get()
    other = Programme.objects.create(name="Ageing", slug="ageing")
    with pytest.raises(PermissionDenied):
        services.update_partnership(by=amina, partnership=alpha, charter=charter(other), goals=[], at=AT)
    client_of(ada).post("/p/alpha/settings/edit/", typed(other))
    alpha.refresh_from_db()
    assert alpha.programme == other


def test_taking_the_name_of_a_neighbour_is_refused(client_of: SignIn, amina: User, beta: Partnership) -> None:
    response = client_of(amina).post("/p/alpha/settings/edit/", typed(beta.programme, name="beta Partnership"))
    assert "name" in response.context["form"].errors


def test_ending_asks_says_what_stays_and_deletes_nothing(client_of: SignIn, amina: User, alpha: Partnership) -> None:
    client = client_of(amina)
    assert "It can be reopened at any time." in client.get("/p/alpha/settings/end/").content.decode()
    client.post("/p/alpha/settings/end/", {"on": "2025-12-31"})
    alpha.refresh_from_db()
    assert alpha.ended_on == date(2025, 12, 31)
    assert "This partnership ended on December 31, 2025." in client.get("/p/alpha/settings/").content.decode()
    assert Grant.objects.filter(partnership=alpha).exists()


@pytest.mark.parametrize("day", ["2020-01-01", "", "soon"])
def test_a_partnership_ends_on_a_real_day_after_its_start(
    client_of: SignIn, amina: User, alpha: Partnership, day: str
) -> None:
    response = client_of(amina).post("/p/alpha/settings/end/", {"on": day})
    assert "on" in response.context["form"].errors
    alpha.refresh_from_db()
    assert alpha.ended_on is None


def test_a_start_after_the_end_is_refused(amina: User, alpha: Partnership) -> None:
    services.end_partnership(by=amina, partnership=alpha, on=date(2025, 1, 31), at=AT)
    with pytest.raises(ValidationError):
        services.update_partnership(by=amina, partnership=alpha, charter=charter(alpha.programme), goals=[], at=AT)


def test_reopening_is_noted_once(client_of: SignIn, amina: User, alpha: Partnership) -> None:
    services.end_partnership(by=amina, partnership=alpha, on=date(2025, 1, 31), at=AT)
    client = client_of(amina)
    client.post("/p/alpha/settings/reopen/")
    client.post("/p/alpha/settings/reopen/")
    alpha.refresh_from_db()
    assert alpha.ended_on is None
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "partnership.end",
        "partnership.reopen",
    ]


@pytest.mark.parametrize("page", [*PAGES, "settings/reopen/"])
def test_an_outsider_cannot_tell_that_it_exists(client_of: SignIn, elise: User, alpha: Partnership, page: str) -> None:
    client = client_of(elise)
    assert client.get(f"/p/alpha/{page}").status_code == 404
    assert client.post(f"/p/alpha/{page}").status_code == 404
    assert client.get(f"/p/nowhere/{page}").status_code == 404


@pytest.mark.parametrize("page", ["settings/edit/", "settings/end/", "history/"])
def test_insiders_without_the_right_are_told_why(client_of: SignIn, bruno: User, chen: User, page: str) -> None:
    for person in (bruno, chen):
        response = client_of(person).get(f"/p/alpha/{page}")
        assert response.status_code == 403
        assert "Only a coordinator of this partnership may do this." in response.content.decode()
    assert client_of(bruno).post("/p/alpha/settings/reopen/").status_code == 403


def test_services_ask_for_the_right_themselves(bruno: User, alpha: Partnership) -> None:
    with pytest.raises(PermissionDenied):
        services.end_partnership(by=bruno, partnership=alpha, on=date(2026, 1, 1), at=AT)
    with pytest.raises(PermissionDenied):
        services.reopen_partnership(by=bruno, partnership=alpha, at=AT)
    with pytest.raises(PermissionDenied):
        services.update_partnership(by=bruno, partnership=alpha, charter=charter(alpha.programme), goals=[], at=AT)


def test_wrong_verbs_are_refused(client_of: SignIn, amina: User) -> None:
    client = client_of(amina)
    assert client.post("/p/alpha/settings/").status_code == 405
    assert client.get("/p/alpha/settings/reopen/").status_code == 405
    assert client.post("/p/alpha/history/").status_code == 405
    assert client.delete("/p/alpha/settings/end/").status_code == 405


def test_the_history_is_searched_and_paged_at_a_fixed_price(
    client_of: SignIn, amina: User, alpha: Partnership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        services.end_partnership(by=amina, partnership=alpha, on=date(2026, 1, 1 + number % 28), at=AT)
    client = client_of(amina)
    with django_assert_max_num_queries(8):
        assert "Page 1 of 2" in client.get("/p/alpha/history/").content.decode()
    assert "Nothing in the history fits these words." in client.get("/p/alpha/history/?q=bruno").content.decode()


def test_the_settings_cost_the_same_with_many_roles(
    client_of: SignIn, amina: User, alpha: Partnership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        user = User.objects.create_user(f"viewer{number}@example.org", name=f"Viewer {number}")
        Grant.objects.create(user=user, partnership=alpha, role=Grant.Role.VIEWER)
    client = client_of(amina)
    with django_assert_max_num_queries(7):
        assert "Viewer 11" in client.get("/p/alpha/settings/").content.decode()


def test_what_people_type_is_shown_as_text(client_of: SignIn, ada: User, programme: Programme) -> None:
    evil = factories.partnership(programme, "<script>alert(1)</script>", "evil", mission="<img src=x onerror=alert(1)>")
    client = client_of(ada)
    for url in ("/", "/programmes/access/", f"/p/{evil.slug}/settings/"):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_an_administrator_is_told_that_nobody_coordinates(client_of: SignIn, ada: User, alpha: Partnership) -> None:
    warning = "Nobody coordinates this partnership yet"
    client = client_of(ada)
    assert warning in client.get("/p/alpha/settings/").content.decode()
    Grant.objects.create(user=ada, partnership=alpha, role=Grant.Role.COORDINATOR)
    assert warning not in client.get("/p/alpha/settings/").content.decode()


def test_who_creates_a_partnership_is_led_to_what_comes_next(
    client_of: SignIn, amina: User, ada: User, programme: Programme
) -> None:
    page = client_of(amina).post("/partnerships/new/", typed(programme) | {"name": "Gamma"}, follow=True)
    assert '<a href="/p/gamma/people/import/">Import people</a>' in page.content.decode()
    assert '<a href="/p/gamma/people/add/">Add a person</a>' in page.content.decode()
    page = client_of(ada).post("/partnerships/new/", typed(programme) | {"name": "Delta"}, follow=True)
    assert '<a href="/p/delta/roles/add/">Give somebody the role of coordinator</a>' in page.content.decode()


def test_an_overview_without_members_asks_for_people_first(
    client_of: SignIn, amina: User, bruno: User, alpha: Partnership
) -> None:
    page = client_of(amina).get("/p/alpha/").content.decode()
    assert '<a class="button" href="/p/alpha/people/import/">Import people</a>' in page
    assert "Plan the first round" not in page
    assert "/people/import/" not in client_of(bruno).get("/p/alpha/").content.decode()
    factories.member(alpha, "Li", kind="clinician")
    assert "Plan the first round" in client_of(amina).get("/p/alpha/").content.decode()
