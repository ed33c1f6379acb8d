"""The overview: where the partnership stands, for whoever has a role in it, at a cost that does not grow."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import trans_real

from assessments.models import InstrumentVersion, Round
from partnerships.models import ContextEvent, Meeting, Partnership, Stakeholder
from synergy.accounts.models import User
from tests.assessments.conftest import MakeRound
from tests.assessments.results.reading import words
from tests.conftest import Members
from tests.factories import FIRST, alike, open_round, spread

PAGE = "/p/alpha/"


@pytest.fixture
def two_rounds(closed: MakeRound, members: Members) -> list[Round]:
    """Everything at 3 in spring, at 4 in autumn, from the same twelve people."""
    return [closed(members, spread(2 + number), number) for number in (1, 2)]


def test_the_overview_says_where_we_are_what_changed_and_how_sure_we_are(
    two_rounds: list[Round], coordinator: Client
) -> None:
    page = words(coordinator.get(PAGE).content.decode())
    assert "All four themes are strengths." in page
    assert "rose clearly since round 1." in page
    assert "None of the four themes clearly fell." in page
    assert "12 of 12 invited members answered." in page
    assert "by chance alone." in page
    assert "clear rise +1.0" in page
    assert "12 of 12 answered" in page


def test_everybody_with_a_role_may_read_the_overview(two_rounds: list[Round], reader: Client) -> None:
    assert reader.get(PAGE).status_code == 200


def test_administrators_are_told_why_not_and_outsiders_nothing(
    two_rounds: list[Round], administrator: Client, outsider: Client
) -> None:
    refused = administrator.get(PAGE)
    assert refused.status_code == 403
    assert "administrators do not see them" in refused.content.decode()
    assert outsider.get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_the_overview_cannot_be_posted_to(two_rounds: list[Round], coordinator: Client) -> None:
    assert coordinator.post(PAGE).status_code == 405


def test_before_the_first_round_only_a_coordinator_is_offered_to_plan_one(
    farid: Stakeholder, coordinator: Client, viewer: Client
) -> None:
    assert reverse("round-create", args=["alpha"]) in coordinator.get(PAGE).content.decode()
    page = viewer.get(PAGE).content.decode()
    assert "No results yet" in page
    assert reverse("round-create", args=["alpha"]) not in page


def test_while_the_first_round_is_open_there_are_counts_and_no_results(
    alpha: Partnership, core: InstrumentVersion, viewer: Client
) -> None:
    open_round(alpha, core)
    page = words(viewer.get(PAGE).content.decode())
    assert "No results exist while a round is open" in page
    assert "0 of 0 have answered" in page


def test_a_planned_round_says_its_date(alpha: Partnership, core: InstrumentVersion, coordinator: Client) -> None:
    round = open_round(alpha, core)
    Round.objects.filter(pk=round.pk).update(state=Round.State.PLANNED)
    assert "The first round opens on March 4, 2024." in words(coordinator.get(PAGE).content.decode())


def test_an_open_round_stands_above_the_results_of_the_last_one(
    alpha: Partnership, core: InstrumentVersion, two_rounds: list[Round], coordinator: Client
) -> None:
    open_round(alpha, core, 3)
    page = words(coordinator.get(PAGE).content.decode())
    assert "Round 3 is open until" in page
    assert "Plan the next round" not in page
    assert "Results appear when it closes." in page


def test_fewer_answers_than_k_publish_nothing_and_say_so(
    closed: MakeRound, members: Members, coordinator: Client
) -> None:
    closed(members[:4], spread(4), invited=members[4:])
    html = coordinator.get(PAGE).content.decode()
    assert "Nothing is published: 4 people answered, and fewer than 5 would be recognisable." in words(html)
    assert 'class="themes"' not in html
    assert "4 of 12" in words(html)


def test_small_rounds_get_no_verdict_and_answers_all_alike_their_mean(
    closed: MakeRound, members: Members, coordinator: Client
) -> None:
    closed(members[:6], spread(4))
    closed(members[:6], alike(5), 2)
    page = words(coordinator.get(PAGE).content.decode())
    assert "5.00 of 5" in page
    assert "interval 3.6" in page
    closed(members[:6], spread(3), 3)
    closed(members[:6], spread(4), 4)
    page = words(coordinator.get(PAGE).content.decode())
    assert "too few to tell (could be" in page
    assert "Too few people answered round 3" in page
    assert "a theme may well move by up to about a whole point by chance alone" in page
    assert "With so few answers, take this as a first impression." in page


def test_meetings_and_events_of_the_time_are_numbered_oldest_first(
    alpha: Partnership, two_rounds: list[Round], coordinator: Client
) -> None:
    middle = (FIRST + timedelta(days=90)).date()
    meeting = Meeting.objects.create(partnership=alpha, title="Review day", held_on=middle + timedelta(days=9))
    ContextEvent.objects.create(partnership=alpha, title="New act", category="policy", happened_on=middle)
    ContextEvent.objects.create(partnership=alpha, title="Long ago", category="other", happened_on=date(2019, 1, 1))
    html = coordinator.get(PAGE).content.decode()
    assert "1 Jun 2024: New act policy 2 Jun 2024: Review day meeting" in words(html)
    assert meeting.get_absolute_url() in html
    assert "Long ago" not in html


@pytest.mark.parametrize("path", [PAGE, "/p/alpha/results/"])
def test_the_number_of_queries_does_not_grow_with_rounds(
    closed: MakeRound, path: str, members: Members, coordinator: Client
) -> None:
    for number in (1, 2):
        closed(members, spread(3 + number % 2), number)
    coordinator.get(path)
    with CaptureQueriesContext(
        connection,
    ) as few:
        coordinator.get(path)
    for number in range(3, 13):
        closed(members, spread(3 + number % 2), number)
    with CaptureQueriesContext(connection) as many:
        coordinator.get(path)
    assert len(many) == len(few) <= 20


def test_long_histories_are_shortened_until_asked_for(closed: MakeRound, members: Members, coordinator: Client) -> None:
    for number in range(1, 15):
        closed(members[:6], spread(3), number)
    assert "Show all 14 rounds" in coordinator.get(PAGE).content.decode()
    assert "The four themes over 14 rounds" in coordinator.get(PAGE + "?rounds=all").content.decode()


def test_plotly_is_asked_for_once_and_only_where_charts_are(two_rounds: list[Round], coordinator: Client) -> None:
    assert coordinator.get(PAGE).content.decode().count("plotly.min.js") == 1
    assert "plotly.min.js" not in coordinator.get("/p/alpha/rounds/").content.decode()


def test_specs_are_plain_json(two_rounds: list[Round], coordinator: Client) -> None:
    html = coordinator.get(PAGE).content.decode()
    specs = re.findall(r'(?s)<script type="application/json">(.*?)</script>', html)
    assert len(specs) == 5
    assert all(json.loads(spec)["panels"] for spec in specs)


def test_the_planned_next_round_leaves_no_second_button(
    alpha: Partnership, core: InstrumentVersion, two_rounds: list[Round], coordinator: Client
) -> None:
    assert "Plan the next round" in coordinator.get(PAGE).content.decode()
    Round.objects.filter(pk=open_round(alpha, core, 3).pk).update(
        state=Round.State.PLANNED,
        opens_at=timezone.now() + timedelta(days=9),
        closes_at=timezone.now() + timedelta(days=30),
    )
    page = coordinator.get(PAGE).content.decode()
    assert "is planned: it opens on" in words(page)
    assert "Plan the next round" not in page


def test_every_finding_can_be_translated(
    two_rounds: list[Round], coordinator: Client, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a language in which every translation is marked, no sentence comes through unmarked."""
    french = trans_real.translation("fr")
    monkeypatch.setattr(french, "gettext", lambda words: "¤" + words.split("\x04")[-1])
    monkeypatch.setattr(french, "ngettext", lambda one, many, n: "¤" + (one if n == 1 else many).split("\x04")[-1])
    User.objects.filter(pk=amina.pk).update(language="fr")
    for path in (PAGE, "/p/alpha/results/"):
        html = coordinator.get(path).content.decode()
        found = re.findall(r'(?s)<(p) class="(?:lead|muted|verdict[^"]*)">(.*?)</p>', html)
        found += re.findall(r"(?s)<figcaption>\s*<(h2)>(.*?)</h2>", html)
        found += re.findall(r"(?s)<figcaption>.*?<(p)>(.*?)</p>", html)
        said = [sentence for _tag, text in found for sentence in re.split(r"(?<=[.!?]) ", words(text)) if sentence]
        assert len(said) > 12
        second_halves = ("Lowest:", "Hollow:")  # of texts that are translated as one
        assert [sentence for sentence in said if not sentence.startswith(("¤", *second_halves))] == []


def test_the_source_of_the_bands_is_read_on_demand(two_rounds: list[Round], coordinator: Client) -> None:
    page = coordinator.get(PAGE).content.decode()
    asked_for = re.findall(r"(?s)<details class=.quiet small.>.*?</details>", page)
    assert [text for text in asked_for if "How to read this" in text and "Wilder" in text]
    assert "Wilder" not in re.sub(r"(?s)<details.*?</details>", "", page)
