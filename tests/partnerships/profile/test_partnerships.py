"""A partnership's settings: creating, reading, changing, ending, reopening, and its history."""

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
    administrator: Client, programme: Programme
) -> None:
    response = administrator.post("/partnerships/new/", typed(programme))
    made = Partnership.objects.get()
    assert response.headers["Location"] == "/p/gamma/settings/"
    assert (made.slug, made.k, made.cadence_months, made.default_language) == ("gamma", 6, 4, "fr")
    assert [goal.text for goal in made.goals.all()] == ["One door", "A call within a day"]
    assert not made.grants.exists()
    assert Entry.objects.get().scope == made.scope


def test_a_coordinator_creates_a_partnership_beside_hers_and_coordinates_it(coordinator: Client, amina: User) -> None:
    coordinator.post("/partnerships/new/", typed(Programme.objects.get()))
    assert Grant.objects.get(partnership__slug="gamma").user == amina


def test_a_coordinator_cannot_reach_into_other_programmes(coordinator: Client, amina: User) -> None:
    other = Programme.objects.create(name="Ageing", slug="ageing")
    assert "Ageing" not in coordinator.get("/partnerships/new/").content.decode()
    response = coordinator.post("/partnerships/new/", typed(other))
    assert "programme" in response.context["form"].errors
    with pytest.raises(PermissionDenied):
        services.create_partnership(by=amina, charter=charter(other), goals=[], at=AT)
    assert Partnership.objects.count() == 1


def test_viewers_and_evaluators_create_no_partnerships(viewer: Client, evaluator: Client, bruno: User) -> None:
    for browser in (viewer, evaluator):
        response = browser.get("/partnerships/new/")
        assert response.status_code == 403
        assert "Only an administrator or a coordinator may create a partnership." in response.content.decode()
    with pytest.raises(PermissionDenied):
        services.create_partnership(by=bruno, charter=charter(Programme.objects.get()), goals=[], at=AT)


def test_the_form_waits_for_a_programme(administrator: Client) -> None:
    assert "/programmes/new/" in administrator.get("/partnerships/new/").content.decode()


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
    administrator: Client, programme: Programme, field: str, value: str
) -> None:
    response = administrator.post("/partnerships/new/", typed(programme) | {field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Partnership.objects.exists()


def test_a_name_taken_in_the_programme_is_refused_and_free_in_another(
    administrator: Client, alpha: Partnership
) -> None:
    response = administrator.post("/partnerships/new/", typed(alpha.programme, name="ALPHA partnership"))
    assert "name" in response.context["form"].errors
    other = Programme.objects.create(name="Ageing", slug="ageing")
    administrator.post("/partnerships/new/", typed(other, name="Alpha partnership"))
    assert Partnership.objects.get(programme=other).slug == "alpha-partnership"


def test_fields_nobody_asked_for_are_ignored(coordinator: Client, alpha: Partnership) -> None:
    other = Programme.objects.create(name="Ageing", slug="ageing")
    forged = typed(other, slug="stolen", ended_on="2020-01-01", id="77")
    coordinator.post("/p/alpha/settings/edit/", forged)
    alpha.refresh_from_db()
    assert (alpha.name, alpha.slug, alpha.ended_on, alpha.programme.slug) == ("Gamma", "alpha", None, "access")


def test_everybody_with_a_role_reads_the_settings(
    coordinator: Client, viewer: Client, evaluator: Client, administrator: Client, alpha: Partnership
) -> None:
    Goal.objects.create(partnership=alpha, text="One door")
    for browser in (coordinator, viewer, evaluator, administrator):
        page = browser.get("/p/alpha/settings/").content.decode()
        assert "One door" in page
        assert "Results of fewer than 5 people are never shown" in page
        assert ("amina@example.org" in page) == (browser in (coordinator, administrator))
        assert ("/p/alpha/roles/add/" in page) == (browser == administrator)
        assert ("/p/alpha/settings/end/" in page) == (browser in (coordinator, administrator))


def test_a_coordinator_changes_settings_and_the_history_names_the_fields(
    coordinator: Client, alpha: Partnership
) -> None:
    page = coordinator.get("/p/alpha/settings/edit/").content.decode()
    assert "rounds that are open or closed keep the K they promised" in page
    coordinator.post("/p/alpha/settings/edit/", typed(alpha.programme, name=alpha.name, mission=alpha.mission))
    alpha.refresh_from_db()
    assert (alpha.k, alpha.region, alpha.slug) == (6, "Outaouais", "alpha")
    entry = Entry.objects.get()
    assert "k" in entry.details["fields"]
    assert "goals" in entry.details["fields"]
    assert "name" not in entry.details["fields"]
    assert "Amina changed the settings of Alpha partnership" in coordinator.get("/p/alpha/history/").content.decode()


def test_only_an_administrator_moves_a_partnership(administrator: Client, amina: User) -> None:
    alpha = Partnership.objects.get()
    other = Programme.objects.create(name="Ageing", slug="ageing")
    with pytest.raises(PermissionDenied):
        services.update_partnership(by=amina, partnership=alpha, charter=charter(other), goals=[], at=AT)
    administrator.post("/p/alpha/settings/edit/", typed(other))
    alpha.refresh_from_db()
    assert alpha.programme == other


def test_taking_the_name_of_a_neighbour_is_refused(coordinator: Client, beta: Partnership) -> None:
    response = coordinator.post("/p/alpha/settings/edit/", typed(beta.programme, name="beta Partnership"))
    assert "name" in response.context["form"].errors


def test_ending_asks_says_what_stays_and_deletes_nothing(coordinator: Client, alpha: Partnership) -> None:
    assert "It can be reopened at any time." in coordinator.get("/p/alpha/settings/end/").content.decode()
    coordinator.post("/p/alpha/settings/end/", {"on": "2025-12-31"})
    alpha.refresh_from_db()
    assert alpha.ended_on == date(2025, 12, 31)
    assert "This partnership ended on December 31, 2025." in coordinator.get("/p/alpha/settings/").content.decode()
    assert Grant.objects.filter(partnership=alpha).exists()


@pytest.mark.parametrize("day", ["2020-01-01", "", "soon"])
def test_a_partnership_ends_on_a_real_day_after_its_start(coordinator: Client, alpha: Partnership, day: str) -> None:
    response = coordinator.post("/p/alpha/settings/end/", {"on": day})
    assert "on" in response.context["form"].errors
    alpha.refresh_from_db()
    assert alpha.ended_on is None


def test_a_start_after_the_end_is_refused(amina: User, alpha: Partnership) -> None:
    services.end_partnership(by=amina, partnership=alpha, on=date(2025, 1, 31), at=AT)
    with pytest.raises(ValidationError):
        services.update_partnership(by=amina, partnership=alpha, charter=charter(alpha.programme), goals=[], at=AT)


def test_reopening_is_noted_once(coordinator: Client, amina: User, alpha: Partnership) -> None:
    services.end_partnership(by=amina, partnership=alpha, on=date(2025, 1, 31), at=AT)
    coordinator.post("/p/alpha/settings/reopen/")
    coordinator.post("/p/alpha/settings/reopen/")
    alpha.refresh_from_db()
    assert alpha.ended_on is None
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "partnership.end",
        "partnership.reopen",
    ]


@pytest.mark.parametrize("page", [*PAGES, "settings/reopen/"])
def test_an_outsider_cannot_tell_that_a_partnership_exists(outsider: Client, alpha: Partnership, page: str) -> None:
    assert outsider.get(f"/p/alpha/{page}").status_code == 404
    assert outsider.post(f"/p/alpha/{page}").status_code == 404
    assert outsider.get(f"/p/nowhere/{page}").status_code == 404


@pytest.mark.parametrize("page", ["settings/edit/", "settings/end/", "history/"])
def test_insiders_without_the_right_are_told_why(viewer: Client, evaluator: Client, page: str) -> None:
    for browser in (viewer, evaluator):
        response = browser.get(f"/p/alpha/{page}")
        assert response.status_code == 403
        assert "Only a coordinator of this partnership may do this." in response.content.decode()
    assert viewer.post("/p/alpha/settings/reopen/").status_code == 403


def test_services_ask_for_the_right_themselves(bruno: User, alpha: Partnership) -> None:
    with pytest.raises(PermissionDenied):
        services.end_partnership(by=bruno, partnership=alpha, on=date(2026, 1, 1), at=AT)
    with pytest.raises(PermissionDenied):
        services.reopen_partnership(by=bruno, partnership=alpha, at=AT)
    with pytest.raises(PermissionDenied):
        services.update_partnership(by=bruno, partnership=alpha, charter=charter(alpha.programme), goals=[], at=AT)


def test_wrong_verbs_are_refused(coordinator: Client) -> None:
    assert coordinator.post("/p/alpha/settings/").status_code == 405
    assert coordinator.get("/p/alpha/settings/reopen/").status_code == 405
    assert coordinator.post("/p/alpha/history/").status_code == 405
    assert coordinator.delete("/p/alpha/settings/end/").status_code == 405


def test_the_history_is_searched_and_paged_at_a_fixed_price(
    coordinator: Client, amina: User, alpha: Partnership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        services.end_partnership(by=amina, partnership=alpha, on=date(2026, 1, 1 + number % 28), at=AT)
    with django_assert_max_num_queries(8):
        assert "Page 1 of 2" in coordinator.get("/p/alpha/history/").content.decode()
    assert "Nothing in the history fits these words." in coordinator.get("/p/alpha/history/?q=bruno").content.decode()


def test_the_settings_cost_the_same_with_many_roles(
    coordinator: Client, alpha: Partnership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        user = User.objects.create_user(f"viewer{number}@example.org", name=f"Viewer {number}")
        Grant.objects.create(user=user, partnership=alpha, role=Grant.Role.VIEWER)
    with django_assert_max_num_queries(7):
        assert "Viewer 11" in coordinator.get("/p/alpha/settings/").content.decode()


def test_what_people_type_is_shown_as_text(administrator: Client, programme: Programme) -> None:
    evil = factories.partnership(programme, "<script>alert(1)</script>", "evil", mission="<img src=x onerror=alert(1)>")
    for url in ("/", "/programmes/access/", f"/p/{evil.slug}/settings/"):
        page = administrator.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_an_administrator_is_told_that_nobody_coordinates(administrator: Client, ada: User, alpha: Partnership) -> None:
    warning = "Nobody coordinates this partnership yet"
    assert warning in administrator.get("/p/alpha/settings/").content.decode()
    Grant.objects.create(user=ada, partnership=alpha, role=Grant.Role.COORDINATOR)
    assert warning not in administrator.get("/p/alpha/settings/").content.decode()


def test_who_creates_a_partnership_is_led_to_what_comes_next(
    coordinator: Client, administrator: Client, programme: Programme
) -> None:
    page = coordinator.post("/partnerships/new/", typed(programme) | {"name": "Gamma"}, follow=True)
    assert '<a href="/p/gamma/people/import/">Import people</a>' in page.content.decode()
    assert '<a href="/p/gamma/people/add/">Add a person</a>' in page.content.decode()
    page = administrator.post("/partnerships/new/", typed(programme) | {"name": "Delta"}, follow=True)
    assert '<a href="/p/delta/roles/add/">Give somebody the role of coordinator</a>' in page.content.decode()


def test_an_overview_without_members_asks_for_people_first(
    coordinator: Client, viewer: Client, alpha: Partnership
) -> None:
    page = coordinator.get("/p/alpha/").content.decode()
    assert '<a class="button" href="/p/alpha/people/import/">Import people</a>' in page
    assert "Plan the first round" not in page
    assert "/people/import/" not in viewer.get("/p/alpha/").content.decode()
    factories.member(alpha, "Li", kind="clinician")
    assert "Plan the first round" in coordinator.get("/p/alpha/").content.decode()
