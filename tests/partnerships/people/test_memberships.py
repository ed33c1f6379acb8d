"""Memberships: a person's time in the partnership, never overlapping, ended and not deleted."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from partnerships.models import Membership, Organisation, Partnership, Stakeholder
from partnerships.people import services
from synergy.accounts.models import User
from synergy.audit import entries as audit
from tests import factories
from tests.partnerships.conftest import StatusesAt


def _given(**fields: Any) -> dict[str, Any]:
    return {"organisation": "", "started_on": "2026-01-01", "ended_on": "", "reason": ""} | fields


def _add(person: Stakeholder) -> str:
    return f"/p/alpha/people/{person.pk}/memberships/add/"


def _page(membership: Membership, verb: str) -> str:
    return f"/p/alpha/memberships/{membership.pk}/{verb}/"


def test_a_second_membership_is_added_after_the_first(
    coordinator: Client, alpha: Partnership, former_member: Stakeholder, hospital: Organisation
) -> None:
    answer = coordinator.post(
        _add(former_member), _given(organisation=hospital.pk, started_on="2025-07-01", reason="Came back")
    )
    assert answer.headers["Location"] == former_member.get_absolute_url()
    newest = former_member.memberships.first()
    assert newest is not None
    assert (newest.organisation, newest.started_on, newest.reason) == (hospital, date(2025, 7, 1), "Came back")
    assert audit.history(alpha.scope)[0].action == "membership.created"


@pytest.mark.parametrize(
    "start, end, words",
    [
        ("2025-06-30", "", "This overlaps the membership from"),
        ("2023-01-01", "2024-01-15", "This overlaps the membership from"),
        ("2023-01-01", "", "This overlaps the membership from"),
        ("2024-03-01", "2024-04-01", "This overlaps the membership from"),
        ("0001-01-01", "", "This is before 1900"),
        ("2099-01-01", "", "This is more than a year ahead"),
    ],
)
def test_a_membership_that_overlaps_or_begins_centuries_away_is_refused_in_words(
    coordinator: Client, former_member: Stakeholder, start: str, end: str, words: str
) -> None:
    page = coordinator.post(_add(former_member), _given(started_on=start, ended_on=end))
    assert page.status_code == 200
    assert words in page.context["form"].errors["started_on"][0]
    assert former_member.memberships.count() == 1


def test_an_open_membership_must_end_before_another_begins(coordinator: Client, farid: Stakeholder) -> None:
    page = coordinator.post(_add(farid), _given())
    assert "end that one first" in page.context["form"].errors["started_on"][0]


def test_a_membership_may_begin_the_day_after_another_ends_and_end_before_another_begins(
    coordinator: Client, former_member: Stakeholder
) -> None:
    assert coordinator.post(_add(former_member), _given(started_on="2025-07-01")).status_code == 302
    earlier = _given(started_on="2023-01-01", ended_on="2024-01-14")
    assert coordinator.post(_add(former_member), earlier).status_code == 302
    assert former_member.memberships.count() == 3


@pytest.mark.parametrize(
    "field, value",
    [
        ("started_on", ""),
        ("started_on", "31/12/2026"),
        ("ended_on", "2025-12-31"),
        ("organisation", "999999"),
        ("reason", "x" * 301),
        ("reason", "a\x00b"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    coordinator: Client, alpha: Partnership, field: str, value: str
) -> None:
    person = factories.member(alpha, "Ines")
    Membership.objects.all().delete()
    page = coordinator.post(_add(person), _given(**{field: value}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]


def test_an_organisation_of_another_partnership_is_not_offered(
    coordinator: Client, amina: User, beta: Partnership, hospital: Organisation, former_member: Stakeholder
) -> None:
    other = Organisation.objects.create(partnership=beta, name="Other", sector=hospital.sector)
    page = coordinator.post(_add(former_member), _given(organisation=other.pk))
    assert "organisation" in page.context["form"].errors
    with pytest.raises(ValidationError):
        services.create_membership(
            by=amina, stakeholder=former_member, organisation=other, started_on=date(2026, 1, 1), at=timezone.now()
        )


def test_a_membership_is_corrected(coordinator: Client, alpha: Partnership, farid: Stakeholder) -> None:
    membership = farid.memberships.get()
    assert coordinator.get(_page(membership, "edit")).status_code == 200
    given = _given(started_on="2024-02-01", reason="Knows the clinic")
    assert coordinator.post(_page(membership, "edit"), given).status_code == 302
    membership.refresh_from_db()
    assert (membership.started_on, membership.organisation, membership.reason) == (
        date(2024, 2, 1),
        None,
        "Knows the clinic",
    )
    assert audit.history(alpha.scope)[0].action == "membership.updated"


def test_a_corrected_membership_may_not_overlap_another(coordinator: Client, former_member: Stakeholder) -> None:
    later = Membership.objects.create(stakeholder=former_member, started_on=date(2026, 1, 1))
    page = coordinator.post(_page(later, "edit"), _given(started_on="2025-06-01"))
    assert "started_on" in page.context["form"].errors


def test_ending_asks_says_what_stays_and_keeps_the_row(
    coordinator: Client, alpha: Partnership, farid: Stakeholder
) -> None:
    membership = farid.memberships.get()
    text = coordinator.get(_page(membership, "end")).content.decode()
    assert "Farid is not invited to rounds that open after this day." in text
    assert coordinator.post(_page(membership, "end"), {"day": "2026-10-31"}).status_code == 302
    membership.refresh_from_db()
    assert membership.ended_on == date(2026, 10, 31)
    line = audit.history(alpha.scope)[0]
    assert line.sentence.endswith("on October 31, 2026")


def test_the_last_day_may_not_lie_before_the_first(coordinator: Client, farid: Stakeholder) -> None:
    page = coordinator.post(_page(farid.memberships.get(), "end"), {"day": "2024-01-14"})
    assert page.context["form"].errors == {"day": ["The last day cannot lie before the first."]}


def test_a_longer_end_may_not_reach_into_the_next_membership(coordinator: Client, former_member: Stakeholder) -> None:
    first = former_member.memberships.get()
    Membership.objects.create(stakeholder=former_member, started_on=date(2026, 1, 1))
    page = coordinator.post(_page(first, "end"), {"day": "2026-02-01"})
    assert "This overlaps the membership since" in page.context["form"].errors["day"][0]


def test_who_may_open_the_pages_of_memberships(statuses_at: StatusesAt, evaluator: Client, farid: Stakeholder) -> None:
    membership = farid.memberships.get()
    for address in (_add(farid), _page(membership, "edit"), _page(membership, "end")):
        assert statuses_at(address) == (200, 403, 403, 404, 200), address
    assert "Only a coordinator" in evaluator.get(_add(farid)).content.decode()


def test_the_wrong_verb_and_a_wrong_number_are_refused(
    coordinator: Client, beta: Partnership, farid: Stakeholder
) -> None:
    stranger = factories.member(beta, "Stranger").memberships.get()
    assert coordinator.delete(_page(farid.memberships.get(), "end")).status_code == 405
    for verb in ("edit", "end"):
        assert coordinator.get(_page(stranger, verb)).status_code == 404
        assert coordinator.post(_page(stranger, verb), {"day": "2026-01-01"}).status_code == 404
        assert coordinator.get(f"/p/alpha/memberships/999999/{verb}/").status_code == 404


def test_the_service_refuses_those_who_may_not(chen: User, farid: Stakeholder) -> None:
    membership, now = farid.memberships.get(), timezone.now()
    with pytest.raises(PermissionDenied):
        services.create_membership(by=chen, stakeholder=farid, started_on=date(2026, 1, 1), at=now)
    with pytest.raises(PermissionDenied):
        services.update_membership(by=chen, membership=membership, reason="x", at=now)
    with pytest.raises(PermissionDenied):
        services.end_membership(by=chen, membership=membership, day=date(2026, 1, 1), at=now)


def test_a_person_cannot_be_added_for_a_day_centuries_away(coordinator: Client, alpha: Partnership) -> None:
    kind = factories.member(alpha, "Somebody", kind="clinician").kind
    given = {"name": "Li", "kind": kind.pk, "language": "en", "started_on": "2099-01-01"}
    page = coordinator.post("/p/alpha/people/add/", given)
    assert "more than a year ahead" in page.context["form"].errors["started_on"][0]
    assert not Stakeholder.objects.filter(name="Li").exists()
