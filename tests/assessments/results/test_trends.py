"""Scores over rounds and what happened between them."""

from datetime import date, timedelta

import pytest

from assessments.models import InstrumentVersion, Round
from assessments.results.queries import closed_rounds, scores_of
from assessments.results.timeline import MOST, Timeline, timeline
from assessments.results.trends import RECENT, changes_since_first, theme_trends
from assessments.results.wording.charts import trend_sentence, trend_title
from assessments.rounds.queries import upcoming
from partnerships.models import ContextEvent, Meeting, Partnership
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import open_round, spread


@pytest.fixture
def risen(closed: MakeRound, alpha: Partnership, members: Members) -> list[Round]:
    for number, level in ((1, 2), (2, 3), (3, 4)):
        closed(members, spread(level), number)
    return closed_rounds(alpha)


def test_trends_hold_the_published_means_of_every_round(risen: list[Round], django_assert_num_queries: object) -> None:
    trends = theme_trends(risen)
    stored = scores_of(risen)
    assert [trends.value(round, "ATM").mean for round in risen] == [stored[round.pk]["ATM"].mean for round in risen]
    assert [round.number for round in trends.rounds] == [1, 2, 3]
    assert {construct.code for construct in trends.constructs} == {"RES", "ATM", "BEN", "ADA"}
    assert not trends.shortened


def test_change_since_the_first_round_is_a_title_when_it_is_clear(risen: list[Round]) -> None:
    trends = theme_trends(risen)
    changes = changes_since_first(trends)
    assert {change.verdict for change in changes.values()} == {"rise"}
    assert changes["ATM"].difference == 2.0
    assert trend_title(trends, changes) == "All four themes rose clearly since round 1"


def test_without_a_clear_change_the_title_only_names_the_subject(
    closed: MakeRound, alpha: Partnership, members: Members
) -> None:
    for number in (1, 2, 3):
        closed(members, spread(3), number)
    trends = theme_trends(closed_rounds(alpha))
    changes = changes_since_first(trends)
    assert trend_title(trends, changes) == "The four themes over 3 rounds"
    assert "No theme changed clearly since round 1." in trend_sentence(trends, changes, Timeline())
    alone = theme_trends(closed_rounds(alpha)[:1])
    assert changes_since_first(alone) == {}
    assert trend_title(alone, {}) == "The four themes in one round"


def test_rounds_with_too_few_answers_leave_a_gap(closed: MakeRound, alpha: Partnership, members: Members) -> None:
    closed(members, spread(3))
    closed(members[:4], spread(5), 2)
    trends = theme_trends(closed_rounds(alpha))
    assert trends.value(trends.rounds[1], "RES").mean is None
    assert changes_since_first(trends) == {}


def test_only_the_last_rounds_are_drawn_at_first(closed: MakeRound, alpha: Partnership, members: Members) -> None:
    for number in range(1, RECENT + 3):
        closed(members[:5], spread(3), number)
    rounds = closed_rounds(alpha)
    assert [one.number for one in theme_trends(rounds).rounds] == list(range(3, RECENT + 3))
    assert len(theme_trends(rounds, everything=True).rounds) == RECENT + 2


def test_the_timeline_holds_the_span_of_the_rounds_oldest_first(alpha: Partnership, risen: list[Round]) -> None:
    first, last = risen[0].point_on, risen[-1].point_on
    Meeting.objects.create(partnership=alpha, title="Later", held_on=last + timedelta(days=1))
    Meeting.objects.create(partnership=alpha, title="Second", held_on=first + timedelta(days=60))
    ContextEvent.objects.create(partnership=alpha, title="First", category="funding", happened_on=first)
    ContextEvent.objects.create(partnership=alpha, title="Earlier", category="other", happened_on=date(2020, 1, 1))
    found = timeline(alpha, risen)
    assert [(one.title, one.kind) for one in found.entries] == [
        ("First", "funding"),
        ("Second", "meeting"),
    ]
    assert not found.shortened
    assert timeline(alpha, risen[:1]) == timeline(alpha, []) == Timeline()


def test_a_crowded_timeline_keeps_events_then_the_latest_meetings(alpha: Partnership, risen: list[Round]) -> None:
    start = risen[0].point_on + timedelta(days=1)
    ContextEvent.objects.create(partnership=alpha, title="Act", category="policy", happened_on=start)
    Meeting.objects.bulk_create(
        Meeting(partnership=alpha, title=f"Meeting {n}", held_on=start + timedelta(days=12 * n)) for n in range(1, 31)
    )
    found = timeline(alpha, risen)
    assert (len(found.entries), found.total) == (MOST, 31)
    assert found.entries[0].title == "Act"
    assert found.entries[-1].title == "Meeting 30"


def test_no_more_than_three_marks_stand_close_together(alpha: Partnership, risen: list[Round]) -> None:
    start = risen[0].point_on + timedelta(days=40)
    Meeting.objects.bulk_create(
        Meeting(partnership=alpha, title=f"Meeting {n}", held_on=start + timedelta(days=n)) for n in range(8)
    )
    ContextEvent.objects.create(partnership=alpha, title="Act", category="policy", happened_on=start)
    assert [one.title for one in timeline(alpha, risen).entries] == ["Act", "Meeting 6", "Meeting 7"]


def test_the_open_round_comes_before_planned_ones(alpha: Partnership, core: InstrumentVersion) -> None:
    assert upcoming(alpha) is None
    planned = open_round(alpha, core, 1)
    Round.objects.filter(pk=planned.pk).update(state=Round.State.PLANNED)
    found = upcoming(alpha)
    assert found is not None
    assert found.progress is None
    running = open_round(alpha, core, 2)
    found = upcoming(alpha)
    assert found is not None
    assert (found.round, found.progress is not None) == (running, True)
