"""The Actions tab: what somebody will do by a date, late ones first and in words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from partnerships.actions import queries, services
from partnerships.models import ActionItem, Meeting, Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.audit import entries as audit
from tests import factories
from tests.conftest import Members
from tests.partnerships.conftest import StatusesAt

LIST = "/p/alpha/actions/"
DAY = date(2026, 11, 22)


@pytest.fixture
def meeting(alpha: Partnership) -> Meeting:
    return Meeting.objects.create(partnership=alpha, title="Spring meeting", held_on=date(2026, 3, 6))


@pytest.fixture
def item(alpha: Partnership, meeting: Meeting, farid: Stakeholder) -> ActionItem:
    return ActionItem.objects.create(
        partnership=alpha, meeting=meeting, text="Write the plan", owner=farid, due_on=date(2026, 4, 1)
    )


def _given(**fields: Any) -> dict[str, Any]:
    return {"text": "Call the clinics", "owner": "", "due_on": "2026-12-01", "meeting": ""} | fields


@pytest.mark.parametrize(
    "due_in, words",
    [
        (-1, "overdue by 1 day"),
        (-12, "overdue by 12 days"),
        (-75, "overdue by 2 months"),
        (-800, "overdue by 2 years"),
        (0, "due today"),
        (1, "due tomorrow"),
        (14, "due in 14 days"),
        (15, "due Dec 7, 2026"),
    ],
)
def test_when_an_item_is_due_is_said_in_words(due_in: int, words: str) -> None:
    assert queries.due_words(ActionItem(due_on=DAY + timedelta(days=due_in)), DAY) == words


def test_items_without_a_date_and_done_ones_say_so() -> None:
    assert queries.due_words(ActionItem(), DAY) == "no due date"
    assert queries.due_words(ActionItem(due_on=date(2026, 1, 1), done_on=DAY), DAY) == "done Nov 22, 2026"


def test_the_list_shows_open_items_late_ones_first_with_owner_and_meeting(
    viewer: Client, alpha: Partnership, item: ActionItem
) -> None:
    ActionItem.objects.create(partnership=alpha, text="Some day")
    ActionItem.objects.create(partnership=alpha, text="Finished", done_on=date(2026, 5, 1))
    page = viewer.get(LIST)
    text = page.content.decode()
    assert [line["item"].text for line in page.context["lines"]] == ["Write the plan", "Some day"]
    for words in ("Farid", "Spring meeting", "overdue by", "Overdue: 1 of 2 open actions.", "Open (2)", "Done (1)"):
        assert words in text
    assert "Finished" not in text
    assert "Finished" in viewer.get(LIST + "?show=done").content.decode()


@pytest.mark.parametrize("query", ["?show=rubbish", "?owner=rubbish", "?owner=999999", "?page=-4", "?owner=%00"])
def test_the_filter_takes_only_what_is_offered(coordinator: Client, item: ActionItem, query: str) -> None:
    page = coordinator.get(LIST + query)
    assert page.status_code == 200
    assert "Write the plan" in page.content.decode()


def test_the_list_can_be_narrowed_to_one_owner(coordinator: Client, alpha: Partnership, item: ActionItem) -> None:
    gita = factories.member(alpha, "Gita")
    ActionItem.objects.create(partnership=alpha, text="Hers", owner=gita)
    page = coordinator.get(f"{LIST}?owner={gita.pk}")
    assert [line["item"].text for line in page.context["lines"]] == ["Hers"]
    assert "Open (1)" in page.content.decode()


def test_an_empty_list_offers_to_add_the_first_action_to_those_who_may(coordinator: Client, evaluator: Client) -> None:
    assert "Add the first action" in coordinator.get(LIST).content.decode()
    assert "Add " not in evaluator.get(LIST).content.decode()


def test_the_list_takes_the_same_queries_for_few_and_for_many(
    coordinator: Client, alpha: Partnership, item: ActionItem, members: Members, django_assert_max_num_queries: Any
) -> None:
    coordinator.get(LIST)
    for n in range(60):
        ActionItem.objects.create(partnership=alpha, text=f"Item {n}", owner=members[n % 12], meeting=item.meeting)
    with django_assert_max_num_queries(10):
        page = coordinator.get(LIST)
    assert "Page 1 of 2" in page.content.decode()


def test_who_may_open_the_pages_of_action_items(
    statuses_at: StatusesAt,
    viewer: Client,
    evaluator: Client,
    outsider: Client,
    administrator: Client,
    item: ActionItem,
) -> None:
    assert statuses_at(LIST) == (200, 200, 200, 404, 403)
    for tail in ("add/", f"{item.pk}/edit/", f"{item.pk}/delete/"):
        assert statuses_at(LIST + tail) == (200, 403, 403, 404, 403), tail
    for browser, status in ((viewer, 403), (evaluator, 403), (outsider, 404), (administrator, 403)):
        for verb in ("done", "reopen", "delete"):
            assert browser.post(f"{LIST}{item.pk}/{verb}/").status_code == status
    assert "Only a coordinator" in viewer.get(f"{LIST}add/").content.decode()


def test_an_item_of_another_partnership_is_not_found(coordinator: Client, beta: Partnership) -> None:
    theirs = ActionItem.objects.create(partnership=beta, text="Theirs")
    for pk in (theirs.pk, 999999, 10**30):
        assert coordinator.get(f"{LIST}{pk}/edit/").status_code == 404
        for verb in ("done", "reopen", "delete"):
            assert coordinator.post(f"{LIST}{pk}/{verb}/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.done_on is None


def test_the_wrong_verb_is_refused(coordinator: Client, item: ActionItem) -> None:
    assert coordinator.post(LIST).status_code == 405
    assert coordinator.get(f"{LIST}{item.pk}/done/").status_code == 405
    assert coordinator.get(f"{LIST}{item.pk}/reopen/").status_code == 405
    assert coordinator.put(f"{LIST}add/").status_code == 405


def test_an_action_is_added_on_its_own_or_from_a_meeting(
    coordinator: Client, alpha: Partnership, meeting: Meeting, farid: Stakeholder
) -> None:
    assert coordinator.post(f"{LIST}add/", _given(owner=farid.pk)).headers["Location"] == LIST
    alone = ActionItem.objects.get()
    assert (alone.partnership, alone.owner, alone.due_on, alone.meeting) == (alpha, farid, date(2026, 12, 1), None)
    answer = coordinator.post(f"{LIST}add/", _given(meeting=meeting.pk))
    assert answer.headers["Location"] == f"/p/alpha/meetings/{meeting.pk}/#actions"
    assert audit.history(alpha.scope)[0].sentence == "Amina added an action: Call the clinics"


def test_what_does_not_fit_is_refused_beside_its_field_and_kept(
    coordinator: Client, beta: Partnership, item: ActionItem, former_member: Stakeholder
) -> None:
    stranger = factories.member(beta, "Stranger")
    foreign = Meeting.objects.create(partnership=beta, title="Of another", held_on=DAY)
    wrong = [
        ("text", ""),
        ("text", "x" * 501),
        ("text", "a\x00b"),
        ("owner", str(stranger.pk)),
        ("owner", str(former_member.pk)),
        ("owner", "rubbish"),
        ("meeting", str(foreign.pk)),
        ("due_on", "soon"),
        ("due_on", "2999-01-01"),
        ("due_on", "0202-01-01"),
    ]
    for field, value in wrong:
        for address in (f"{LIST}add/", f"{LIST}{item.pk}/edit/"):
            page = coordinator.post(address, _given(**{field: value}))
            assert list(page.context["form"].errors) == [field], value
            assert page.context["form"]["due_on"].value() == _given(**{field: value})["due_on"]
    item.refresh_from_db()
    assert ActionItem.objects.get() == item
    assert item.text == "Write the plan"


def test_an_owner_who_has_left_stays_the_owner(coordinator: Client, item: ActionItem, farid: Stakeholder) -> None:
    farid.memberships.update(ended_on=date(2026, 5, 1))
    assert coordinator.post(f"{LIST}{item.pk}/edit/", _given(owner=farid.pk)).status_code == 302
    item.refresh_from_db()
    assert (item.text, item.owner) == ("Call the clinics", farid)


def test_an_item_is_done_once_and_can_be_reopened(coordinator: Client, alpha: Partnership, item: ActionItem) -> None:
    at_meeting = f"/p/alpha/meetings/{item.meeting_id}/#actions"
    assert coordinator.post(f"{LIST}{item.pk}/done/", {"back": "list"}).headers["Location"] == LIST
    assert coordinator.post(f"{LIST}{item.pk}/done/", {"back": "meeting"}).headers["Location"] == at_meeting
    item.refresh_from_db()
    assert item.done_on == alpha.day(timezone.now())
    for back in ("https://example.org/", "", "list"):
        assert coordinator.post(f"{LIST}{item.pk}/reopen/", {"back": back}).headers["Location"] == LIST
    item.refresh_from_db()
    assert item.done_on is None
    assert [line.action for line in audit.history(alpha.scope)] == ["action_item.reopened", "action_item.done"]


def test_deleting_an_action_asks_first(coordinator: Client, amina: User, alpha: Partnership, item: ActionItem) -> None:
    assert "Write the plan" in coordinator.get(f"{LIST}{item.pk}/delete/").content.decode()
    assert ActionItem.objects.exists()
    assert coordinator.post(f"{LIST}{item.pk}/delete/").headers["Location"] == LIST
    assert not ActionItem.objects.exists()
    assert Meeting.objects.exists()
    services.delete_action_item(by=amina, item=item, at=timezone.now())  # a second click, a moment later
    assert len(audit.history(alpha.scope)) == 1
    assert audit.history(alpha.scope)[0].sentence == "Amina deleted the action Write the plan"


def test_the_services_refuse_those_who_may_not(chen: User, item: ActionItem, alpha: Partnership) -> None:
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        services.create_action_item(by=chen, partnership=alpha, text="No", at=now)
    with pytest.raises(PermissionDenied):
        services.complete_action_item(by=chen, item=item, at=now)
    with pytest.raises(PermissionDenied):
        services.delete_action_item(by=chen, item=item, at=now)
