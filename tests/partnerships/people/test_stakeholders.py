"""The People tab: members of today first, former ones apart, everything behind the one door."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from partnerships.models import (
    Attendance,
    Meeting,
    Membership,
    Organisation,
    Partnership,
    Sector,
    Stakeholder,
    StakeholderKind,
)
from partnerships.people import queries, services
from synergy.accounts.models import User
from synergy.audit import entries as audit
from synergy.audit.changes import on_conflict
from synergy.audit.models import Entry
from tests import factories
from tests.concurrency import together
from tests.conftest import Members
from tests.partnerships.conftest import StatusesAt

LIST = "/p/alpha/people/"
DAY = date(2026, 11, 22)


def _new(**fields: Any) -> dict[str, Any]:
    clinician = StakeholderKind.objects.get(code="clinician").pk
    given = {"name": "Gita Roy", "email": "gita@example.org", "language": "fr", "kind": clinician}
    return given | {"started_on": "2026-02-03", "organisation": "", "reason": "Runs the clinic"} | fields


def test_the_list_shows_members_with_kind_organisation_language_and_since(
    coordinator: Client, farid: Stakeholder
) -> None:
    page = coordinator.get(LIST)
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("Farid", "farid@alpha.example.org", "clinician", "Valley hospital", "English", "Jan 15, 2024"):
        assert words in text


def test_former_members_are_listed_apart(coordinator: Client, farid: Stakeholder, former_member: Stakeholder) -> None:
    today, former = coordinator.get(LIST).content.decode(), coordinator.get(LIST + "?show=former").content.decode()
    assert "Farid" in today
    assert "Former member</a>" not in today
    assert "Former members (1)" in today
    assert "Former member</a>" in former
    assert "Farid" not in former


def test_people_who_join_later_are_neither_members_nor_former_members(coordinator: Client, alpha: Partnership) -> None:
    factories.member(alpha, "Hana", since=date(2099, 1, 1))
    assert alpha.stakeholders.counts_on(DAY) == {"members": 0, "later": 1, "former": 0, "all": 1}
    assert "Hana" in coordinator.get(LIST + "?show=later").content.decode()


def test_a_person_without_any_membership_is_still_found(coordinator: Client, farid: Stakeholder) -> None:
    Membership.objects.all().delete()
    page = coordinator.get(LIST + "?show=former")
    assert "Farid" in page.content.decode()
    assert coordinator.get(farid.get_absolute_url()).status_code == 200


def test_the_last_day_of_a_membership_counts(alpha: Partnership, farid: Stakeholder) -> None:
    Membership.objects.update(ended_on=DAY)
    assert alpha.stakeholders.counts_on(DAY)["members"] == 1
    assert alpha.stakeholders.counts_on(date(2026, 11, 23))["former"] == 1


@pytest.mark.parametrize(
    "query, found, missed",
    [
        ("?q=valley", "Farid", "Member 1<"),
        ("?q=MEMBER+1@alpha", "Member 1<", "Farid"),
        ("?kind=academic", "Member 8", "Farid"),
        ("?kind=rubbish", "Farid", "Nobody fits"),
        ("?organisation=99999", "Farid", "Nobody fits"),
        ("?organisation=9999999999999999999999", "Farid", "Nobody fits"),
        ("?page=99999999999999999999&sort=since", "Farid", "Nobody fits"),
        ("?sort=kind", "Farid", "Nobody fits"),
        ("?sort=password&show=everything&page=-3", "Farid", "Nobody fits"),
        ("?sort=since&page=abc", "Farid", "Nobody fits"),
        ("?q='\"--<script>alert", "Nobody fits", "<script>alert"),
        ("?q=%00", "Farid", "<title>Error"),
    ],
)
def test_search_filter_and_sort_take_only_what_is_offered(
    coordinator: Client, members: Members, query: str, found: str, missed: str
) -> None:
    page = coordinator.get(LIST + query)
    assert page.status_code == 200
    text = page.content.decode()
    assert found.lower() in text.lower()
    assert missed not in text


def test_the_list_is_sorted_as_asked(alpha: Partnership, members: Members) -> None:
    for sort in queries.SORTS:
        rows = list(queries.stakeholder_rows(alpha, DAY, sort=sort))
        assert len(rows) == len(members)
    by_organisation = queries.stakeholder_rows(alpha, DAY, sort="organisation")
    assert next(iter(by_organisation)).name == "Farid"


def test_the_list_of_people_says_which_groups_reach_k(alpha: Partnership, members: Members) -> None:
    kinds, sectors = queries.compositions(alpha, DAY)
    assert kinds["groups"][0] == ("clinician", 5, True)
    assert kinds["reaching"] == 1
    assert sectors["groups"] == [("no organisation", 11, True), ("hospital or CISSS/CIUSSS", 1, False)]


def test_an_empty_partnership_offers_to_add_the_first_person(coordinator: Client) -> None:
    text = coordinator.get(LIST).content.decode()
    assert "Nobody is listed yet" in text
    assert "Add the first person" in text


def test_the_list_takes_the_same_queries_for_few_and_for_many(
    coordinator: Client, alpha: Partnership, members: Members, django_assert_max_num_queries: Any
) -> None:
    coordinator.get(LIST)
    for n in range(60):
        factories.member(alpha, f"More {n}")
    with django_assert_max_num_queries(14):
        page = coordinator.get(LIST)
    assert "Page 1 of 2" in page.content.decode()


def test_who_may_open_the_people_pages(statuses_at: StatusesAt, viewer: Client, farid: Stakeholder) -> None:
    for address in (LIST, f"{LIST}{farid.pk}/"):
        assert statuses_at(address) == (200, 403, 200, 404, 200), address
    for tail in ("add/", f"{farid.pk}/edit/", f"{farid.pk}/memberships/add/"):
        assert statuses_at(LIST + tail) == (200, 403, 403, 404, 200), tail
    assert "coordinators, evaluators and administrators" in viewer.get(LIST).content.decode()


def test_an_evaluator_sees_no_button_that_would_be_refused(evaluator: Client, farid: Stakeholder) -> None:
    text = evaluator.get(LIST).content.decode() + evaluator.get(farid.get_absolute_url()).content.decode()
    for words in ("Add a person", "Import", "/edit/", "/end/", "Mark:"):
        assert words not in text


def test_a_person_of_another_partnership_is_not_found(
    coordinator: Client, beta: Partnership, farid: Stakeholder
) -> None:
    stranger = factories.member(beta, "Stranger")
    for address in ("", "edit/", "memberships/add/"):
        assert coordinator.get(f"{LIST}{stranger.pk}/{address}").status_code == 404
        assert coordinator.get(f"{LIST}999999/{address}").status_code == 404
        assert coordinator.get(f"{LIST}99999999999999999999999/{address}").status_code == 404
    for address in ("undeliverable/", "opt-out/"):
        assert coordinator.post(f"{LIST}{stranger.pk}/{address}", {"on": "1"}).status_code == 404


def test_the_wrong_verb_is_refused(coordinator: Client, farid: Stakeholder) -> None:
    assert coordinator.post(LIST).status_code == 405
    assert coordinator.post(farid.get_absolute_url()).status_code == 405
    assert coordinator.put(f"{LIST}add/").status_code == 405
    assert coordinator.get(f"{LIST}{farid.pk}/opt-out/").status_code == 405
    assert coordinator.get(f"{LIST}{farid.pk}/undeliverable/").status_code == 405


def test_a_person_and_their_first_membership_are_added_in_one_form(
    coordinator: Client, alpha: Partnership, hospital: Organisation
) -> None:
    answer = coordinator.post(f"{LIST}add/", _new(organisation=hospital.pk))
    person = Stakeholder.objects.get(partnership=alpha)
    assert answer.headers["Location"] == f"{LIST}{person.pk}/"
    stay = person.memberships.get()
    assert (person.name, person.language, person.kind.code) == ("Gita Roy", "fr", "clinician")
    assert (stay.organisation, stay.started_on, stay.reason) == (hospital, date(2026, 2, 3), "Runs the clinic")
    assert [line.sentence for line in audit.history(alpha.scope)][-1] == "Amina added Gita Roy"


def test_an_address_already_used_is_refused_beside_the_field(coordinator: Client, farid: Stakeholder) -> None:
    page = coordinator.post(f"{LIST}add/", _new(email="FARID@alpha.example.org"))
    assert page.status_code == 200
    assert page.context["form"].errors == {"email": ["Farid already has this address in the partnership."]}
    assert Stakeholder.objects.count() == 1


def test_two_who_take_the_same_address_at_once_are_told_in_words(
    amina: User, alpha: Partnership, farid: Stakeholder
) -> None:
    with pytest.raises(ValidationError, match="already has this address"), on_conflict(services._taken()):
        Stakeholder.objects.create(partnership=alpha, name="Late", email="Farid@alpha.example.org", kind=farid.kind)
    assert Stakeholder.objects.count() == 1


def test_the_same_address_may_be_used_in_another_partnership(coordinator: Client, beta: Partnership) -> None:
    factories.member(beta, "Twin", email="gita@example.org")
    assert coordinator.post(f"{LIST}add/", _new()).status_code == 302


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "\u3164"),
        ("email", "not an address"),
        ("language", "de"),
        ("kind", "999999"),
        ("organisation", "999999"),
        ("started_on", "tomorrow"),
        ("reason", "x" * 301),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(coordinator: Client, field: str, value: str) -> None:
    page = coordinator.post(f"{LIST}add/", _new(**{field: value}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert not Stakeholder.objects.exists()


def test_fields_that_are_not_asked_cannot_be_smuggled_in(
    coordinator: Client, alpha: Partnership, beta: Partnership
) -> None:
    coordinator.post(f"{LIST}add/", _new(partnership=beta.pk, opted_out="on", undeliverable="on"))
    person = Stakeholder.objects.get()
    assert (person.partnership, person.opted_out, person.undeliverable) == (alpha, False, False)


def test_a_new_address_counts_as_one_that_mail_reaches(coordinator: Client, farid: Stakeholder) -> None:
    address = f"{LIST}{farid.pk}/"
    coordinator.post(f"{address}undeliverable/", {"on": "1"})
    farid.refresh_from_db()
    assert farid.undeliverable
    given = {"name": "Farid", "email": "new@example.org", "language": "fr", "kind": farid.kind_id}
    assert coordinator.post(f"{address}edit/", given).status_code == 302
    farid.refresh_from_db()
    assert (farid.email, farid.language, farid.undeliverable) == ("new@example.org", "fr", False)


def test_opting_out_is_noted_once_and_can_be_taken_back(
    coordinator: Client, alpha: Partnership, farid: Stakeholder
) -> None:
    for value in ("1", "1", "0", "rubbish"):
        assert coordinator.post(f"{LIST}{farid.pk}/opt-out/", {"on": value}).status_code == 302
    farid.refresh_from_db()
    assert not farid.opted_out
    actions = [line.action for line in audit.history(alpha.scope)]
    assert actions == ["stakeholder.opted_in", "stakeholder.opted_out"]


def test_the_page_of_a_person_counts_their_meetings(
    coordinator: Client, alpha: Partnership, farid: Stakeholder
) -> None:
    for n, status in enumerate(("present", "present", "apologies")):
        meeting = Meeting.objects.create(partnership=alpha, title=f"Meeting {n}", held_on=date(2026, n + 1, 1))
        Attendance.objects.create(meeting=meeting, stakeholder=farid, status=status)
    text = coordinator.get(farid.get_absolute_url()).content.decode()
    assert "Present at 2 of 3 meetings" in text
    assert "apologies once" in text
    assert "Asked to join" in text


def test_a_name_is_never_markup(coordinator: Client, alpha: Partnership) -> None:
    person = factories.member(alpha, "<script>alert(1)</script>", email="x@example.org")
    for address in (LIST, person.get_absolute_url(), f"{LIST}{person.pk}/edit/"):
        assert "<script>alert" not in coordinator.get(address).content.decode()


def test_the_service_refuses_those_who_may_not(chen: User, farid: Stakeholder) -> None:
    with pytest.raises(PermissionDenied):
        services.update_stakeholder(by=chen, stakeholder=farid, at=timezone.now(), name="Other")
    with pytest.raises(PermissionDenied):
        services.set_opted_out(by=chen, stakeholder=farid, value=True, at=timezone.now())


def test_every_page_about_people_opens_in_french(outsider: Client, beta: Partnership) -> None:
    person = factories.member(beta, "Zoé", since=date(2024, 3, 1))
    stay = person.memberships.get()
    for address in (
        "people/",
        "people/?show=former",
        "people/?q=zzz",
        "people/add/",
        f"people/{person.pk}/",
        f"people/{person.pk}/edit/",
        f"people/{person.pk}/memberships/add/",
        f"memberships/{stay.pk}/edit/",
        f"memberships/{stay.pk}/end/",
        "organisations/",
        "organisations/add/",
        "people/import/",
    ):
        page = outsider.get(f"/p/beta/{address}")
        assert page.status_code == 200, address
        assert '<html lang="fr">' in page.content.decode()
    assert "1er mars 2024" in outsider.get(person.get_absolute_url()).content.decode()


def test_a_person_and_their_new_organisation_are_added_in_one_go(coordinator: Client, alpha: Partnership) -> None:
    sector = Sector.objects.get(code="third_sector")
    coordinator.post(f"{LIST}add/", _new(new_organisation="River house", sector=sector.pk))
    person = Stakeholder.objects.get(name="Gita Roy")
    organisation = person.memberships.get().organisation
    assert organisation
    assert (organisation.name, organisation.sector, organisation.partnership) == ("River house", sector, alpha)
    assert Entry.objects.filter(action="organisation.created").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"new_organisation": "River house"}, "A new organisation needs a sector."),
        ({"new_organisation": "River house", "organisation": "listed"}, "not both"),
        ({"new_organisation": "VALLEY hospital", "sector": "any"}, "already"),
    ],
    ids=["without a sector", "beside a listed one", "of a name that is taken"],
)
def test_a_new_organisation_that_does_not_fit_is_refused_and_what_was_typed_stays(
    coordinator: Client, alpha: Partnership, hospital: Organisation, typed: dict[str, Any], said: str
) -> None:
    known = {"listed": hospital.pk, "any": hospital.sector_id}
    answer = coordinator.post(f"{LIST}add/", _new(**{name: known.get(value, value) for name, value in typed.items()}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert f'value="{typed["new_organisation"]}"' in page
    assert not Stakeholder.objects.filter(name="Gita Roy").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_the_same_new_organisation_at_the_same_moment_one_is_added(
    amina: User, alpha: Partnership
) -> None:
    kind, sector = StakeholderKind.objects.get(code="clinician"), Sector.objects.get(code="third_sector")

    def add(name: str) -> Stakeholder:
        return services.create_stakeholder(
            by=amina, partnership=alpha, name=name, kind=kind, started_on=DAY, new_organisation="River house",
            sector=sector, at=timezone.now(),
        )  # fmt: skip

    answers = together(*(partial(add, name) for name in ("Gita", "Hugo")))
    [refusal] = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert list(refusal.message_dict) == ["new_organisation"]
    assert Stakeholder.objects.get() in answers


def test_the_form_for_another_person_starts_with_what_the_last_one_had(
    coordinator: Client, hospital: Organisation
) -> None:
    answer = coordinator.post(f"{LIST}add/", _new(organisation=hospital.pk, then="another"))
    page = coordinator.get(answer["Location"]).content.decode()
    assert "Gita Roy has been added." in page
    assert f'<option value="{hospital.pk}" selected' in page
    assert '<option value="fr" selected' in page
    assert 'value="Gita Roy"' not in page
    assert coordinator.get(f"{LIST}add/?organisation=rubbish&kind=%00&language=xx").status_code == 200
