"""Organisations: listed, searched, added, changed and ended, never deleted."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from partnerships.models import Membership, Organisation, Partnership, Sector, Stakeholder
from partnerships.organisations import services
from synergy.accounts.models import User
from synergy.audit import entries as audit
from tests import factories
from tests.partnerships.conftest import StatusesAt

LIST = "/p/alpha/organisations/"
DAY = date(2026, 11, 22)


def _given(**fields: Any) -> dict[str, Any]:
    return {"name": "City council", "sector": Sector.objects.get(code="government").pk, "website": ""} | fields


@pytest.fixture
def gone(alpha: Partnership) -> Organisation:
    sector = Sector.objects.get(code="academia")
    return Organisation.objects.create(partnership=alpha, name="Old college", sector=sector, ended_on=date(2025, 6, 30))


def test_the_list_shows_sector_and_members(coordinator: Client, farid: Stakeholder) -> None:
    text = coordinator.get(LIST).content.decode()
    for words in (
        "Valley hospital",
        "hospital",
        f"/p/alpha/people/?organisation={farid.memberships.get().organisation_id}",
    ):
        assert words in text


def test_organisations_that_left_are_listed_apart(
    coordinator: Client, hospital: Organisation, gone: Organisation
) -> None:
    present, former = coordinator.get(LIST).content.decode(), coordinator.get(f"{LIST}?show=former").content.decode()
    assert "Valley hospital" in present
    assert "Old college" not in present
    assert "1 organisation that left" in present
    assert "Old college" in former
    assert "Valley hospital" not in former


def test_an_organisation_takes_part_until_the_day_before_it_left(alpha: Partnership, gone: Organisation) -> None:
    assert alpha.organisations.counts_on(date(2025, 6, 29)) == {"present": 1, "former": 0, "all": 1}
    assert alpha.organisations.counts_on(date(2025, 6, 30)) == {"present": 0, "former": 1, "all": 1}


@pytest.mark.parametrize(
    "query, shown",
    [
        ("?q=VALLEY", True),
        ("?q=council", False),
        ("?sector=hospital", True),
        ("?sector=academia", False),
        ("?sector=rubbish&sort=password&page=x", True),
        ("?sort=members&show=everything", True),
        ("?q=%00", True),
    ],
)
def test_search_filter_and_sort_take_only_what_is_offered(
    coordinator: Client, hospital: Organisation, query: str, shown: bool
) -> None:
    page = coordinator.get(LIST + query)
    assert page.status_code == 200
    assert ("Valley hospital" in page.content.decode()) is shown


def test_the_list_takes_the_same_queries_for_few_and_for_many(
    coordinator: Client, alpha: Partnership, farid: Stakeholder, django_assert_max_num_queries: Any
) -> None:
    sector = Sector.objects.get(code="hospital")
    Organisation.objects.bulk_create(
        Organisation(partnership=alpha, name=f"Clinic {n}", sector=sector) for n in range(60)
    )
    with django_assert_max_num_queries(12):
        page = coordinator.get(LIST)
    assert "Page 1 of 2" in page.content.decode()


def test_an_empty_list_offers_to_add_the_first(coordinator: Client) -> None:
    assert "Add the first organisation" in coordinator.get(LIST).content.decode()


def test_who_may_open_the_pages_of_organisations(
    statuses_at: StatusesAt, evaluator: Client, hospital: Organisation
) -> None:
    assert statuses_at(LIST) == (200, 403, 200, 404, 200)
    for tail in ("add/", f"{hospital.pk}/edit/", f"{hospital.pk}/end/"):
        assert statuses_at(LIST + tail) == (200, 403, 403, 404, 200), tail
    assert "Only a coordinator" in evaluator.get(f"{LIST}add/").content.decode()
    assert "/edit/" not in evaluator.get(LIST).content.decode()


def test_the_wrong_verb_and_a_wrong_number_are_refused(
    coordinator: Client, beta: Partnership, hospital: Organisation
) -> None:
    stranger = Organisation.objects.create(partnership=beta, name="Stranger", sector=hospital.sector)
    assert coordinator.post(LIST).status_code == 405
    assert coordinator.delete(f"{LIST}{hospital.pk}/edit/").status_code == 405
    for pk in (stranger.pk, 999999):
        for verb in ("edit", "end"):
            assert coordinator.get(f"{LIST}{pk}/{verb}/").status_code == 404
            assert coordinator.post(f"{LIST}{pk}/{verb}/", {"day": "2026-01-01"}).status_code == 404


def test_an_organisation_is_added_and_changed(coordinator: Client, alpha: Partnership) -> None:
    assert coordinator.post(f"{LIST}add/", _given(website="example.org")).status_code == 302
    added = Organisation.objects.get(partnership=alpha)
    assert (added.name, added.sector.code, added.website) == ("City council", "government", "https://example.org")
    assert coordinator.post(f"{LIST}{added.pk}/edit/", _given(name="Town council")).status_code == 302
    added.refresh_from_db()
    assert (added.name, added.website) == ("Town council", "")
    assert [line.action for line in audit.history(alpha.scope)] == ["organisation.updated", "organisation.created"]


def test_saving_without_a_change_leaves_no_trace(
    coordinator: Client, alpha: Partnership, hospital: Organisation
) -> None:
    coordinator.post(f"{LIST}{hospital.pk}/edit/", _given(name=hospital.name, sector=hospital.sector_id))
    assert audit.history(alpha.scope) == []


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", ""),
        ("name", "x" * 161),
        ("name", "VALLEY HOSPITAL"),
        ("name", "\u3164"),
        ("sector", ""),
        ("sector", "999999"),
        ("website", "javascript:alert(1)"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    coordinator: Client, hospital: Organisation, field: str, value: str
) -> None:
    page = coordinator.post(f"{LIST}add/", _given(**{field: value}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert Organisation.objects.count() == 1


def test_ending_asks_and_leaves_the_people_unless_told(
    coordinator: Client, alpha: Partnership, farid: Stakeholder, hospital: Organisation
) -> None:
    address = f"{LIST}{hospital.pk}/end/"
    text = coordinator.get(address).content.decode()
    assert "1 person stays a member" in text
    assert "Farid" in text
    assert coordinator.post(address, {"day": "2026-11-01"}).status_code == 302
    hospital.refresh_from_db()
    assert hospital.ended_on == date(2026, 11, 1)
    assert farid.memberships.get().ended_on is None
    assert audit.history(alpha.scope)[0].action == "organisation.ended"


def test_ending_with_its_memberships_sets_their_last_day(
    coordinator: Client, farid: Stakeholder, hospital: Organisation
) -> None:
    coordinator.post(f"{LIST}{hospital.pk}/end/", {"day": "2026-11-01", "with_memberships": "on"})
    assert farid.memberships.get().ended_on == date(2026, 10, 31)


def test_a_membership_that_begins_later_stops_the_end(
    coordinator: Client, farid: Stakeholder, hospital: Organisation
) -> None:
    Membership.objects.update(started_on=date(2026, 11, 5))
    page = coordinator.post(f"{LIST}{hospital.pk}/end/", {"day": "2026-11-01", "with_memberships": "on"})
    assert "Farid becomes a member for it only on" in page.content.decode()
    hospital.refresh_from_db()
    assert hospital.ended_on is None


def test_an_organisation_that_left_can_be_taken_up_again(coordinator: Client, gone: Organisation) -> None:
    address = f"{LIST}{gone.pk}/edit/"
    assert 'name="ended_on"' in coordinator.get(address).content.decode()
    coordinator.post(address, {"name": gone.name, "sector": gone.sector_id, "website": "", "ended_on": ""})
    gone.refresh_from_db()
    assert gone.ended_on is None


def test_a_name_is_never_markup(coordinator: Client, hospital: Organisation) -> None:
    Organisation.objects.update(name="<script>alert(1)</script>")
    for address in (LIST, f"{LIST}{hospital.pk}/edit/", f"{LIST}{hospital.pk}/end/"):
        assert "<script>alert" not in coordinator.get(address).content.decode()


def test_the_service_refuses_those_who_may_not(chen: User, alpha: Partnership, hospital: Organisation) -> None:
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        services.create_organisation(by=chen, partnership=alpha, name="X", sector=hospital.sector, at=now)
    with pytest.raises(PermissionDenied):
        services.update_organisation(by=chen, organisation=hospital, name="X", at=now)
    with pytest.raises(PermissionDenied):
        services.end_organisation(by=chen, organisation=hospital, day=DAY, at=now)


def test_the_service_changes_only_the_fields_it_names(amina: User, beta: Partnership, hospital: Organisation) -> None:
    with pytest.raises(TypeError):
        services.update_organisation(by=amina, organisation=hospital, partnership=beta, at=timezone.now())
    assert factories.member(beta, "Other").partnership == beta
