"""The Journal tab: events and meetings on one line of time, newest first."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from partnerships.journal import queries, services
from partnerships.models import ContextEvent, Decision, Meeting, Partnership
from synergy.accounts.models import User
from synergy.audit import entries as audit
from tests.partnerships.conftest import StatusesAt

LIST = "/p/alpha/journal/"


@pytest.fixture
def event(alpha: Partnership) -> ContextEvent:
    return ContextEvent.objects.create(
        partnership=alpha,
        happened_on=date(2025, 10, 27),
        category="funding",
        title="Grant ends",
        description="Two projects stop.",
    )


@pytest.fixture
def meeting(alpha: Partnership) -> Meeting:
    meeting = Meeting.objects.create(partnership=alpha, title="Spring meeting", held_on=date(2026, 3, 6))
    Decision.objects.create(meeting=meeting, text="One list")
    return meeting


def _given(**fields: Any) -> dict[str, Any]:
    given = {"title": "New act", "happened_on": "2026-02-01", "category": "policy", "description": "In force"}
    return given | fields


def test_the_journal_tells_events_and_meetings_by_year(viewer: Client, event: ContextEvent, meeting: Meeting) -> None:
    page = viewer.get(LIST)
    assert list(page.context["years"]) == [2026, 2025]
    text = page.content.decode()
    for words in ("Grant ends", "Two projects stop.", "Funding", "October 27, 2025", "numbered marks"):
        assert words in text
    for words in ("Spring meeting", f"/p/alpha/meetings/{meeting.pk}/", "1 decision"):
        assert words in text
    assert text.index("Spring meeting") < text.index("Grant ends")


def test_entries_of_one_day_in_the_journal_have_a_settled_order(alpha: Partnership, meeting: Meeting) -> None:
    for title in ("A", "B"):
        ContextEvent.objects.create(partnership=alpha, happened_on=meeting.held_on, category="other", title=title)
    years = queries.journal_years(queries.journal_index(alpha), meeting.held_on)
    entries = [entry for year in years.values() for entry in year]
    assert [entry["event"].title if "event" in entry else "meeting" for entry in entries] == ["B", "A", "meeting"]


def test_the_journal_is_filtered_by_category(coordinator: Client, event: ContextEvent, meeting: Meeting) -> None:
    only_funding = coordinator.get(LIST + "?category=funding").content.decode()
    assert "Grant ends" in only_funding
    assert "Spring meeting" not in only_funding
    only_meetings = coordinator.get(LIST + "?category=meeting").content.decode()
    assert "Spring meeting" in only_meetings
    assert "Grant ends" not in only_meetings
    assert "No entry of this kind" in coordinator.get(LIST + "?category=policy").content.decode()
    for rubbish in ("?category=rubbish", "?category=%00&page=x"):
        assert "Grant ends" in coordinator.get(LIST + rubbish).content.decode()


def test_an_empty_journal_offers_to_add_the_first_event_to_those_who_may(coordinator: Client, viewer: Client) -> None:
    assert "Add the first event" in coordinator.get(LIST).content.decode()
    assert "Add " not in viewer.get(LIST).content.decode()


def test_readers_see_no_button_that_would_be_refused(viewer: Client, evaluator: Client, event: ContextEvent) -> None:
    for browser in (viewer, evaluator):
        text = browser.get(LIST).content.decode()
        assert "/edit/" not in text
        assert "Add " not in text


def test_the_journal_takes_the_same_queries_for_few_and_for_many(
    coordinator: Client, alpha: Partnership, event: ContextEvent, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    coordinator.get(LIST)
    for n in range(40):
        day = date(2024, 1, 1) + timedelta(days=n)
        ContextEvent.objects.create(partnership=alpha, happened_on=day, category="other", title=f"E{n}")
        Meeting.objects.create(partnership=alpha, held_on=day, title=f"M{n}")
    with django_assert_max_num_queries(11):
        page = coordinator.get(LIST)
    assert "Page 1 of 2" in page.content.decode()
    assert coordinator.get(LIST + "?page=2").status_code == 200


def test_who_may_open_the_pages_of_the_journal(
    statuses_at: StatusesAt, viewer: Client, administrator: Client, event: ContextEvent
) -> None:
    assert statuses_at(LIST) == (200, 200, 200, 404, 403)
    for tail in ("add/", f"{event.pk}/edit/", f"{event.pk}/delete/"):
        assert statuses_at(LIST + tail) == (200, 403, 403, 404, 403), tail
    assert "Only a coordinator" in viewer.get(f"{LIST}add/").content.decode()
    assert "people with a role in this partnership" in administrator.get(LIST).content.decode()


def test_an_event_of_another_partnership_is_not_found(coordinator: Client, beta: Partnership) -> None:
    theirs = ContextEvent.objects.create(
        partnership=beta, happened_on=date(2026, 1, 1), category="other", title="Theirs"
    )
    for pk in (theirs.pk, 999999, 10**30):
        assert coordinator.get(f"{LIST}{pk}/edit/").status_code == 404
        assert coordinator.post(f"{LIST}{pk}/delete/").status_code == 404
    assert "Theirs" not in coordinator.get(LIST).content.decode()
    assert ContextEvent.objects.exists()


def test_the_wrong_verb_is_refused(coordinator: Client, event: ContextEvent) -> None:
    assert coordinator.post(LIST).status_code == 405
    assert coordinator.put(f"{LIST}add/").status_code == 405
    assert coordinator.delete(f"{LIST}{event.pk}/delete/").status_code == 405


def test_an_event_is_added_changed_and_deleted_and_each_is_recorded(coordinator: Client, alpha: Partnership) -> None:
    assert coordinator.post(f"{LIST}add/", _given()).headers["Location"] == LIST
    event = ContextEvent.objects.get()
    assert (event.partnership, event.happened_on, event.category) == (alpha, date(2026, 2, 1), "policy")
    assert coordinator.post(f"{LIST}{event.pk}/edit/", _given(category="other", title="Act")).status_code == 302
    event.refresh_from_db()
    assert (event.category, event.title) == ("other", "Act")
    assert "its mark on the trend charts" in coordinator.get(f"{LIST}{event.pk}/delete/").content.decode()
    assert ContextEvent.objects.exists()
    assert coordinator.post(f"{LIST}{event.pk}/delete/").headers["Location"] == LIST
    assert not ContextEvent.objects.exists()
    assert [line.sentence for line in audit.history(alpha.scope)] == [
        "Amina deleted the context event Act of February 1, 2026",
        "Amina changed the context event Act",
        "Amina added a context event: New act",
    ]


@pytest.mark.parametrize(
    "field, value",
    [
        ("title", ""),
        ("title", "x" * 121),
        ("title", "a\x00b"),
        ("happened_on", ""),
        ("happened_on", "yesterday"),
        ("happened_on", "2999-01-01"),
        ("happened_on", "0202-01-01"),
        ("category", ""),
        ("category", "weather"),
        ("description", "x" * 4001),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_kept(
    coordinator: Client, event: ContextEvent, field: str, value: str
) -> None:
    for address in (f"{LIST}add/", f"{LIST}{event.pk}/edit/"):
        page = coordinator.post(address, _given(**{field: value}))
        assert page.status_code == 200
        assert list(page.context["form"].errors) == [field]
        assert page.context["form"][field].value() == value
    assert ContextEvent.objects.get().title == "Grant ends"


def test_what_is_typed_is_never_markup(coordinator: Client, alpha: Partnership) -> None:
    evil = "<script>alert(1)</script>"
    event = ContextEvent.objects.create(
        partnership=alpha, happened_on=date(2026, 1, 1), category="other", title=evil, description=evil
    )
    for address in (LIST, f"{LIST}{event.pk}/edit/", f"{LIST}{event.pk}/delete/"):
        assert "<script>alert" not in coordinator.get(address).content.decode()


def test_the_services_refuse_those_who_may_not(chen: User, event: ContextEvent, alpha: Partnership) -> None:
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        services.create_context_event(
            by=chen, partnership=alpha, happened_on=date(2026, 1, 1), category="other", title="No", at=now
        )
    with pytest.raises(PermissionDenied):
        services.update_context_event(by=chen, event=event, at=now, title="No")
    with pytest.raises(PermissionDenied):
        services.delete_context_event(by=chen, event=event, at=now)
