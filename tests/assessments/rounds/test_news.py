"""What the list of partnerships says about rounds."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.models import InstrumentVersion, Invitation, Round
from assessments.rounds.news import round_news
from partnerships.models import Partnership
from tests import factories
from tests.conftest import Members

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)


@pytest.fixture
def add(alpha: Partnership, core: InstrumentVersion) -> Callable[..., Round]:
    def made(number: int, state: str, **fields: object) -> Round:
        dates = {"opens_at": NOON, "closes_at": NOON + timedelta(days=14), "opened_at": None}
        return factories.open_round(alpha, core, number, state=state, **(dates | fields))

    return made


def said(alpha: Partnership, day: date = DAY) -> str:
    return round_news([alpha], day).get(alpha.pk, "")


def test_an_open_round_says_until_when_and_how_many_answered(alpha: Partnership, farids_invitation: Invitation) -> None:
    words = said(alpha, timezone.localdate())
    assert words.startswith("Round 1 is open until ")
    assert words.endswith(": 0 of 1 have answered.")


def test_a_round_answered_on_paper_waits_for_its_file(alpha: Partnership, add: Callable[..., Round]) -> None:
    add(3, "open", collection=Round.Collection.IMPORT)
    assert said(alpha) == "Round 3 waits for answers from a file."


def test_the_next_planned_round_is_told_and_an_open_one_comes_before_it(
    alpha: Partnership, add: Callable[..., Round]
) -> None:
    add(4, "planned", opens_at=NOON + timedelta(days=180), closes_at=NOON + timedelta(days=190))
    add(3, "planned", opens_at=NOON + timedelta(days=2))
    assert said(alpha) == "Round 3 is planned for March 4, 2026."
    assert said(alpha, DAY + timedelta(days=9)) == "Round 3 was to open on March 4, 2026 and has not."
    add(2, "open")
    assert said(alpha).startswith("Round 2 is open until March 16, 2026")


def test_results_are_news_for_three_months_and_then_the_next_round_is_due(
    alpha: Partnership, add: Callable[..., Round]
) -> None:
    add(1, "closed", closed_at=NOON - timedelta(days=400))
    add(2, "closed", closed_at=NOON)
    assert said(alpha, DAY + timedelta(days=90)) == "Round 2 closed on March 2, 2026: its results are in."
    assert said(alpha, DAY + timedelta(days=91)) == ""
    assert said(alpha, DAY + timedelta(days=184)) == "Round 2 closed on March 2, 2026; the next one is due."


def test_a_cancelled_round_is_no_news(alpha: Partnership, add: Callable[..., Round]) -> None:
    add(1, "cancelled")
    assert said(alpha) == ""


def test_the_home_page_carries_the_news_of_rounds(viewer: Client, open_round: Round, members: Members) -> None:
    assert "Round 1 is open until" in viewer.get("/").content.decode()


def test_many_partnerships_cost_three_queries(
    alpha: Partnership, beta: Partnership, open_round: Round, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        round_news([alpha, beta], DAY)
