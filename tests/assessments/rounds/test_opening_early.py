"""A round that is opened before its date stays open as long as planned, unless somebody chooses the date planned."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import InstrumentVersion, Round
from partnerships.models import Partnership
from tests import factories
from tests.conftest import Members

LENGTH = timedelta(days=21)


@pytest.fixture
def planned_for_later(alpha: Partnership, core: InstrumentVersion, members: Members) -> Round:
    """Planned for three weeks, seven months from now."""
    opens_at = timezone.now() + timedelta(days=210)
    return factories.open_round(
        alpha, core, state=Round.State.PLANNED, opened_at=None, opens_at=opens_at, closes_at=opens_at + LENGTH
    )


def test_the_page_that_opens_a_round_early_proposes_the_length_planned(
    coordinator: Client, planned_for_later: Round
) -> None:
    page = coordinator.get("/p/alpha/rounds/1/open/").content.decode()
    assert "it stays open as long as planned" in page
    assert page.index('value="length" checked') < page.index('value="date"')


@pytest.mark.parametrize(("chosen", "days"), [({}, 21), ({"closes": "length"}, 21), ({"closes": "date"}, 231)])
def test_a_round_opened_early_closes_as_was_chosen(
    coordinator: Client, planned_for_later: Round, chosen: dict[str, str], days: int
) -> None:
    coordinator.post("/p/alpha/rounds/1/open/", chosen)
    planned_for_later.refresh_from_db()
    assert planned_for_later.is_open
    assert abs(planned_for_later.closes_at - timezone.now() - timedelta(days=days)) < timedelta(hours=2)


def test_a_round_opened_on_its_day_is_not_asked_about(coordinator: Client, planned_for_later: Round) -> None:
    now = timezone.now()
    Round.objects.update(opens_at=now - timedelta(minutes=1), closes_at=now + LENGTH)
    assert 'name="closes"' not in coordinator.get("/p/alpha/rounds/1/open/").content.decode()


def test_the_chances_of_groups_say_which_share_they_suppose_to_answer_in_the_first_round_too(
    coordinator: Client, planned_for_later: Round
) -> None:
    page = " ".join(coordinator.get("/p/alpha/rounds/1/open/").content.decode().split())
    assert "The chances suppose that 70% of the members answer, and every question." in page
    assert "as last time" not in page
