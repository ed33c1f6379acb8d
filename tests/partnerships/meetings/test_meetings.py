"""The Meetings tab: what was decided and who came, by name only to those who see the people."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from partnerships.meetings import queries, services
from partnerships.models import ActionItem, Attendance, Decision, Meeting, Membership, Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.audit import entries as audit
from tests import factories
from tests.conftest import Members
from tests.partnerships.conftest import StatusesAt

LIST = "/p/alpha/meetings/"
PRESENT, APOLOGIES, ABSENT = Attendance.Status.PRESENT, Attendance.Status.APOLOGIES, Attendance.Status.ABSENT


def _today(partnership: Partnership) -> date:
    return partnership.day(timezone.now())


@pytest.fixture
def meeting(alpha: Partnership) -> Meeting:
    return Meeting.objects.create(
        partnership=alpha, title="Spring meeting", held_on=date(2026, 3, 6), minutes=90, agenda="Intake\nFunding"
    )


@pytest.fixture
def ahead(alpha: Partnership) -> Meeting:
    return Meeting.objects.create(
        partnership=alpha, title="Meeting to come", held_on=_today(alpha) + timedelta(days=30)
    )


@pytest.fixture
def elsewhere(beta: Partnership) -> Meeting:
    return Meeting.objects.create(partnership=beta, title="Of another", held_on=date(2026, 3, 6))


def _given(**fields: Any) -> dict[str, Any]:
    given = {"title": "Autumn meeting", "held_on": "2026-10-02", "minutes": "120", "mode": "hybrid", "agenda": "Third"}
    return given | fields


def _note(meeting: Meeting, person: Stakeholder, status: str) -> None:
    Attendance.objects.create(meeting=meeting, stakeholder=person, status=status)


# The list


def test_the_list_says_for_each_meeting_who_came_what_was_decided_and_what_is_open(
    viewer: Client, meeting: Meeting, members: Members, alpha: Partnership
) -> None:
    for person in members[:7]:
        _note(meeting, person, PRESENT)
    _note(meeting, members[7], APOLOGIES)
    Decision.objects.create(meeting=meeting, text="One list")
    ActionItem.objects.create(partnership=alpha, meeting=meeting, text="Open")
    ActionItem.objects.create(partnership=alpha, meeting=meeting, text="Done", done_on=date(2026, 4, 1))
    page = viewer.get(LIST)
    line = page.context["years"][2026][0]
    assert (line["present"], line["listed"], line["meeting"].decided, line["meeting"].open_actions) == (7, 12, 1, 1)
    for words in ("Spring meeting", "Mar 6, 2026", "7 of 12", "90 min", "In person", ">2026<"):
        assert words in page.content.decode()


def test_meetings_stand_under_their_year_newest_first(alpha: Partnership, meeting: Meeting, ahead: Meeting) -> None:
    Meeting.objects.create(partnership=alpha, title="First", held_on=date(2023, 5, 1))
    years = queries.meeting_years(alpha, list(queries.meeting_rows(alpha)), _today(alpha))
    assert [line["meeting"].title for lines in years.values() for line in lines] == [
        "Meeting to come",
        "Spring meeting",
        "First",
    ]
    assert list(years)[-1] == 2023
    assert years[ahead.held_on.year][0]["ahead"]


def test_members_of_the_day_are_counted_and_guests_whose_attendance_was_noted(
    alpha: Partnership, meeting: Meeting, farid: Stakeholder, former_member: Stakeholder
) -> None:
    _note(meeting, former_member, PRESENT)
    factories.member(alpha, "Later", since=date(2026, 5, 1))
    line = queries.meeting_years(alpha, list(queries.meeting_rows(alpha)), _today(alpha))[2026][0]
    assert (line["present"], line["listed"]) == (1, 2)


def test_an_empty_list_offers_to_add_the_first_meeting_to_those_who_may(coordinator: Client, viewer: Client) -> None:
    assert "Add the first meeting" in coordinator.get(LIST).content.decode()
    text = viewer.get(LIST).content.decode()
    assert "No meeting is written down yet" in text
    assert "Add " not in text


def test_the_list_takes_the_same_queries_for_few_and_for_many(
    coordinator: Client, alpha: Partnership, meeting: Meeting, members: Members, django_assert_max_num_queries: Any
) -> None:
    coordinator.get(LIST)
    for n in range(30):
        one = Meeting.objects.create(partnership=alpha, title=f"M{n}", held_on=date(2025, 1, 1) + timedelta(days=n))
        Attendance.objects.bulk_create(Attendance(meeting=one, stakeholder=m, status=PRESENT) for m in members)
    with django_assert_max_num_queries(10):
        page = coordinator.get(LIST)
    assert "Page 1 of 2" in page.content.decode()
    assert coordinator.get(LIST + "?page=rubbish").status_code == 200


# Who may


def test_who_may_open_the_pages_of_meetings(
    statuses_at: StatusesAt, evaluator: Client, administrator: Client, meeting: Meeting
) -> None:
    decision = Decision.objects.create(meeting=meeting, text="One list")
    for address in (LIST, f"{LIST}{meeting.pk}/"):
        assert statuses_at(address) == (200, 200, 200, 404, 403), address
    of_the_meeting = [f"{LIST}{meeting.pk}/{tail}/" for tail in ("edit", "delete", "attendance", "decisions/add")]
    for address in (*of_the_meeting, f"{LIST}add/", f"/p/alpha/decisions/{decision.pk}/delete/"):
        assert statuses_at(address) == (200, 403, 403, 404, 403), address
    assert "Only a coordinator" in evaluator.get(f"{LIST}add/").content.decode()
    assert "people with a role in this partnership" in administrator.get(LIST).content.decode()


def test_an_administrator_with_a_role_sees_what_the_role_shows(
    administrator: Client, ada: User, alpha: Partnership, meeting: Meeting
) -> None:
    alpha.grants.create(user=ada, role="viewer")
    assert administrator.get(LIST).status_code == 200
    assert administrator.get(f"{LIST}add/").status_code == 403


def test_readers_see_no_button_that_would_be_refused(
    viewer: Client, evaluator: Client, alpha: Partnership, meeting: Meeting
) -> None:
    Decision.objects.create(meeting=meeting, text="One list")
    ActionItem.objects.create(partnership=alpha, meeting=meeting, text="Open")
    for browser in (viewer, evaluator):
        text = browser.get(LIST).content.decode() + browser.get(f"{LIST}{meeting.pk}/").content.decode()
        for words in ("Add ", "Edit", "Delete", "Mark as done", "Write down", "Note attendance", "decisions/add"):
            assert words not in text


def test_a_meeting_of_another_partnership_is_not_found(coordinator: Client, elsewhere: Meeting) -> None:
    theirs = Decision.objects.create(meeting=elsewhere, text="Theirs")
    for pk in (elsewhere.pk, 999999, 10**30):
        for tail in ("", "edit/", "delete/", "attendance/", "decisions/add/"):
            assert coordinator.get(f"{LIST}{pk}/{tail}").status_code == 404
        assert coordinator.post(f"{LIST}{pk}/attendance/everyone/").status_code == 404
        assert coordinator.post(f"{LIST}{pk}/delete/").status_code == 404
    assert coordinator.post(f"/p/alpha/decisions/{theirs.pk}/delete/").status_code == 404
    assert Decision.objects.count() == 1


def test_the_wrong_verb_is_refused(coordinator: Client, meeting: Meeting) -> None:
    assert coordinator.post(LIST).status_code == 405
    assert coordinator.post(f"{LIST}{meeting.pk}/").status_code == 405
    assert coordinator.put(f"{LIST}add/").status_code == 405
    assert coordinator.get(f"{LIST}{meeting.pk}/attendance/everyone/").status_code == 405


# One meeting


def test_attendance_is_named_to_coordinators_and_evaluators_and_counted_for_viewers(
    coordinator: Client, viewer: Client, evaluator: Client, meeting: Meeting, members: Members
) -> None:
    for person, status in zip(members[:3], (PRESENT, APOLOGIES, ABSENT), strict=True):
        _note(meeting, person, status)
    for browser in (coordinator, evaluator):
        assert "Farid" in browser.get(f"{LIST}{meeting.pk}/").content.decode()
    text = viewer.get(f"{LIST}{meeting.pk}/").content.decode()
    assert "1 of 12 people were present" in text
    assert "1 of 1 organisation was represented" in text
    assert "Farid" not in text
    assert "Member 1" not in text
    assert "Valley hospital" not in text


def test_the_page_of_a_meeting_takes_a_bounded_number_of_queries(
    coordinator: Client, alpha: Partnership, meeting: Meeting, members: Members, django_assert_max_num_queries: Any
) -> None:
    coordinator.get(f"{LIST}{meeting.pk}/")
    for n, person in enumerate(members):
        _note(meeting, person, PRESENT)
        Decision.objects.create(meeting=meeting, text=f"Decision {n}")
        ActionItem.objects.create(partnership=alpha, meeting=meeting, text=f"Action {n}", owner=person)
    with django_assert_max_num_queries(14):
        coordinator.get(f"{LIST}{meeting.pk}/")
    with django_assert_max_num_queries(10):
        coordinator.get(f"{LIST}{meeting.pk}/attendance/")


def test_a_meeting_is_added_and_recorded(coordinator: Client, alpha: Partnership) -> None:
    answer = coordinator.post(f"{LIST}add/", _given())
    made = Meeting.objects.get()
    assert answer.headers["Location"] == f"{LIST}{made.pk}/"
    assert (made.partnership, made.title, made.held_on) == (alpha, "Autumn meeting", date(2026, 10, 2))
    assert (made.minutes, made.mode, made.agenda) == (120, "hybrid", "Third")
    assert audit.history(alpha.scope)[0].sentence == "Amina added the meeting Autumn meeting"


@pytest.mark.parametrize(
    "field, value",
    [
        ("title", ""),
        ("title", "x" * 121),
        ("title", "a\x00b"),
        ("held_on", ""),
        ("held_on", "0026-03-06"),
        ("held_on", "1999-01-01"),
        ("held_on", "2126-01-01"),
        ("held_on", "next week"),
        ("minutes", "4"),
        ("minutes", "961"),
        ("minutes", "-90"),
        ("minutes", "an hour"),
        ("mode", "by post"),
        ("agenda", "x" * 8001),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_kept(
    coordinator: Client, meeting: Meeting, field: str, value: str
) -> None:
    for address in (f"{LIST}add/", f"{LIST}{meeting.pk}/edit/"):
        page = coordinator.post(address, _given(**{field: value}))
        assert page.status_code == 200
        assert list(page.context["form"].errors) == [field]
        assert page.context["form"][field].value() == value
    meeting.refresh_from_db()
    assert Meeting.objects.get() == meeting
    assert meeting.title == "Spring meeting"


def test_a_meeting_may_be_planned_a_year_ahead_and_no_further(amina: User, alpha: Partnership) -> None:
    now, today = timezone.now(), _today(alpha)
    services.create_meeting(by=amina, partnership=alpha, title="Next year", held_on=today + timedelta(days=365), at=now)
    with pytest.raises(ValidationError):
        services.create_meeting(by=amina, partnership=alpha, title="Later", held_on=today + timedelta(days=367), at=now)


def test_a_meeting_is_changed_and_the_history_names_the_fields(
    coordinator: Client, alpha: Partnership, meeting: Meeting
) -> None:
    assert coordinator.post(f"{LIST}{meeting.pk}/edit/", _given(minutes="")).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.minutes, meeting.mode) == ("Autumn meeting", None, "hybrid")
    coordinator.post(f"{LIST}{meeting.pk}/edit/", _given(minutes=""))
    assert [line.action for line in audit.history(alpha.scope)] == ["meeting.updated"]


def test_a_meeting_that_was_held_cannot_move_to_a_day_that_has_not_come(
    coordinator: Client, alpha: Partnership, meeting: Meeting, farid: Stakeholder
) -> None:
    later = (_today(alpha) + timedelta(days=9)).isoformat()
    _note(meeting, farid, PRESENT)
    page = coordinator.post(f"{LIST}{meeting.pk}/edit/", _given(held_on=later))
    assert list(page.context["form"].errors) == ["held_on"]
    Attendance.objects.update(status=APOLOGIES)
    assert coordinator.post(f"{LIST}{meeting.pk}/edit/", _given(held_on=later)).status_code == 302


def test_deleting_a_meeting_says_what_goes_and_keeps_the_action_items(
    coordinator: Client, amina: User, alpha: Partnership, meeting: Meeting, farid: Stakeholder
) -> None:
    _note(meeting, farid, PRESENT)
    for n in range(2):
        Decision.objects.create(meeting=meeting, text=f"Decision {n}")
    item = ActionItem.objects.create(partnership=alpha, meeting=meeting, text="Write the plan")
    text = coordinator.get(f"{LIST}{meeting.pk}/delete/").content.decode()
    for words in ("The attendance of 1 person", "2 decisions", "1 action item stays"):
        assert words in text
    assert Meeting.objects.exists()
    assert coordinator.post(f"{LIST}{meeting.pk}/delete/").headers["Location"] == LIST
    item.refresh_from_db()
    assert item.meeting is None
    assert not Meeting.objects.exists()
    assert not Decision.objects.exists()
    services.delete_meeting(by=amina, meeting=meeting, at=timezone.now())  # a second click, a moment later
    assert len(audit.history(alpha.scope)) == 1
    assert "(attendance: 1, decisions: 2)" in audit.history(alpha.scope)[0].sentence


def test_a_decision_is_written_down_and_deleted_after_asking(coordinator: Client, meeting: Meeting) -> None:
    answer = coordinator.post(f"{LIST}{meeting.pk}/decisions/add/", {"text": "One waiting list"})
    assert answer.headers["Location"] == f"{LIST}{meeting.pk}/#decisions"
    decision = meeting.decisions.get()
    assert "One waiting list" in coordinator.get(f"/p/alpha/decisions/{decision.pk}/delete/").content.decode()
    assert meeting.decisions.count() == 1
    assert coordinator.post(f"/p/alpha/decisions/{decision.pk}/delete/").status_code == 302
    assert not meeting.decisions.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 501, "a\x00b"])
def test_a_decision_that_does_not_fit_is_refused_beside_its_field(
    coordinator: Client, meeting: Meeting, text: str
) -> None:
    page = coordinator.post(f"{LIST}{meeting.pk}/decisions/add/", {"text": text})
    assert list(page.context["form"].errors) == ["text"]
    assert not Decision.objects.exists()


def test_what_is_typed_is_never_markup(coordinator: Client, alpha: Partnership) -> None:
    evil = "<script>alert(1)</script>"
    meeting = Meeting.objects.create(partnership=alpha, title=evil, held_on=date(2026, 3, 6), agenda=evil)
    Decision.objects.create(meeting=meeting, text=evil)
    for address in (LIST, f"{LIST}{meeting.pk}/", f"{LIST}{meeting.pk}/delete/", f"{LIST}{meeting.pk}/attendance/"):
        assert "<script>alert" not in coordinator.get(address).content.decode()


# Attendance


def test_the_attendance_page_asks_about_members_of_that_day_by_organisation(
    coordinator: Client, alpha: Partnership, meeting: Meeting, members: Members, former_member: Stakeholder
) -> None:
    later = factories.member(alpha, "Joined later", since=date(2026, 5, 1))
    page = coordinator.get(f"{LIST}{meeting.pk}/attendance/")
    groups = [(group.name, len(people)) for group, people in page.context["rows"]]
    assert groups == [("Valley hospital", 1), ("For themselves", 11)]
    assert {person.pk for person in page.context["form"].fields["guest"].queryset} == {former_member.pk, later.pk}


def test_attendance_is_noted_changed_and_taken_back(
    coordinator: Client, alpha: Partnership, meeting: Meeting, members: Members
) -> None:
    address = f"{LIST}{meeting.pk}/attendance/"
    one, two, three = members[:3]
    sent = {f"person_{one.pk}": PRESENT, f"person_{two.pk}": APOLOGIES, f"person_{three.pk}": ABSENT}
    assert coordinator.post(address, sent).headers["Location"] == f"{LIST}{meeting.pk}/"
    assert dict(meeting.attendance.values_list("stakeholder", "status")) == {
        one.pk: PRESENT,
        two.pk: APOLOGIES,
        three.pk: ABSENT,
    }
    coordinator.post(address, {f"person_{one.pk}": "", f"person_{two.pk}": PRESENT})
    assert dict(meeting.attendance.values_list("stakeholder", "status")) == {two.pk: PRESENT, three.pk: ABSENT}
    coordinator.post(address, {f"person_{two.pk}": PRESENT})
    assert [line.sentence for line in audit.history(alpha.scope)] == [
        "Amina noted the attendance at Spring meeting (people: 2)",
        "Amina noted the attendance at Spring meeting (people: 3)",
    ]


def test_guests_are_noted_as_present_and_then_asked_about_in_a_group_of_their_own(
    coordinator: Client, meeting: Meeting, farid: Stakeholder, former_member: Stakeholder
) -> None:
    address = f"{LIST}{meeting.pk}/attendance/"
    coordinator.post(address, {"guest": former_member.pk})
    assert meeting.attendance.get().stakeholder == former_member
    rows = coordinator.get(address).context["rows"]
    assert [group.name for group, _people in rows] == ["Valley hospital", "Not members on that day"]
    coordinator.post(address, {f"person_{former_member.pk}": ""})
    assert not meeting.attendance.exists()


def test_somebody_who_left_since_is_still_listed_where_they_were(meeting: Meeting, farid: Stakeholder) -> None:
    Membership.objects.filter(stakeholder=farid).update(ended_on=date(2026, 3, 6))
    assert [(group.name, [person.name for person in group.people]) for group in queries.roster(meeting)] == [
        ("Valley hospital", ["Farid"])
    ]


def test_everyone_else_is_marked_present_and_apologies_stay(
    coordinator: Client, meeting: Meeting, members: Members, former_member: Stakeholder
) -> None:
    _note(meeting, members[0], APOLOGIES)
    answer = coordinator.post(f"{LIST}{meeting.pk}/attendance/everyone/")
    assert answer.headers["Location"] == f"{LIST}{meeting.pk}/attendance/"
    assert meeting.attendance.filter(status=PRESENT).count() == 11
    assert meeting.attendance.get(stakeholder=members[0]).status == APOLOGIES


def test_before_the_day_only_apologies_are_asked_and_taken(
    coordinator: Client, ahead: Meeting, farid: Stakeholder
) -> None:
    address = f"{LIST}{ahead.pk}/attendance/"
    assert [
        value for value, _label in coordinator.get(address).context["form"].fields[f"person_{farid.pk}"].choices
    ] == [
        APOLOGIES,
        "",
    ]
    assert coordinator.post(address, {f"person_{farid.pk}": PRESENT}).status_code == 200
    coordinator.post(f"{address}everyone/")
    assert not ahead.attendance.exists()
    assert coordinator.post(address, {f"person_{farid.pk}": APOLOGIES}).status_code == 302
    assert "1 member has sent apologies" in coordinator.get(f"{LIST}{ahead.pk}/").content.decode()


def test_attendance_takes_nothing_that_was_not_asked(
    coordinator: Client,
    amina: User,
    beta: Partnership,
    meeting: Meeting,
    farid: Stakeholder,
    former_member: Stakeholder,
) -> None:
    stranger, address = factories.member(beta, "Stranger"), f"{LIST}{meeting.pk}/attendance/"
    assert coordinator.post(address, {f"person_{farid.pk}": "asleep"}).status_code == 200
    assert coordinator.post(address, {"guest": stranger.pk}).status_code == 200
    coordinator.post(address, {f"person_{stranger.pk}": PRESENT})
    assert not Attendance.objects.exists()
    with pytest.raises(ValidationError):
        services.record_attendance(by=amina, meeting=meeting, statuses={stranger.pk: PRESENT}, at=timezone.now())


def test_a_meeting_without_members_leads_to_the_people(coordinator: Client, meeting: Meeting) -> None:
    text = coordinator.get(f"{LIST}{meeting.pk}/attendance/").content.decode()
    assert "Nobody was a member on the day" in text
    assert coordinator.get(f"{LIST}{meeting.pk}/").status_code == 200


def test_the_services_refuse_those_who_may_not(chen: User, meeting: Meeting) -> None:
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        services.update_meeting(by=chen, meeting=meeting, at=now, title="Other")
    with pytest.raises(PermissionDenied):
        services.delete_meeting(by=chen, meeting=meeting, at=now)
    with pytest.raises(PermissionDenied):
        services.add_decision(by=chen, meeting=meeting, text="No", at=now)
    with pytest.raises(PermissionDenied):
        services.mark_others_present(by=chen, meeting=meeting, at=now)
