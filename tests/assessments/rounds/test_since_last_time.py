"""What was done since the last round is asked in both languages, from round 2 on, and read as whole sentences."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.invitations.links import token_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.models.round import whole_sentences
from assessments.rounds.cancelling import cancel_round
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests import factories
from tests.factories import AT, planned_round

ClientOf = Callable[[User], Client]
FRENCH = "ouvert un guichet\n- Nous publions les décisions."


@pytest.fixture
def second(amina: User, alpha: Partnership, core: InstrumentVersion) -> Round:
    """Planned for tomorrow, after a first round that has closed."""
    factories.open_round(alpha, core, state=Round.State.CLOSED, closed_at=AT, invited=0, started=0, submitted=0)
    now = timezone.now()
    times = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=22), "at": now}
    return planned_round(amina, alpha, core, since_fr=FRENCH, **times)


def page_of(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=["alpha", *args])).content.decode()


def test_a_first_round_is_not_asked_what_was_done_since_last_time(
    client_of: ClientOf, amina: User, alpha: Partnership, core: InstrumentVersion
) -> None:
    assert 'name="since_en"' not in page_of(client_of(amina), "round-create")
    first = planned_round(amina, alpha, core)
    assert 'name="since_en"' not in page_of(client_of(amina), "round-update", 1)
    cancel_round(by=amina, round=first, at=AT)
    assert 'name="since_en"' not in page_of(client_of(amina), "round-create")


def test_a_later_round_is_asked_in_both_languages_with_an_example_in_each(
    client_of: ClientOf, amina: User, second: Round
) -> None:
    page = page_of(client_of(amina), "round-create")
    assert 'name="since_en"' in page
    assert 'name="since_fr"' in page
    assert "We opened a help desk on Saturdays." in page
    assert "Nous avons ouvert un guichet le samedi." in page


def test_the_form_shows_each_language_as_it_will_read_without_a_stem_to_break_it(
    client_of: ClientOf, amina: User, second: Round
) -> None:
    page = " ".join(page_of(client_of(amina), "round-update", 2).split())
    shown = "<p><b>Depuis la dernière fois</b></p> <ul><li>Ouvert un guichet.</li><li>Nous publions les décisions.</li>"
    assert shown in page
    assert "nous ouvert" not in page.lower()


def test_a_first_round_that_has_a_text_from_before_can_still_change_it(
    client_of: ClientOf, amina: User, alpha: Partnership, core: InstrumentVersion
) -> None:
    planned_round(amina, alpha, core, since_en="Typed before.")
    assert "Typed before." in page_of(client_of(amina), "round-update", 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []),
        ("  \n - \n", []),
        ("we share one calendar", ["We share one calendar."]),
        ("- One calendar!\r\n• two lists?", ["One calendar!", "Two lists?"]),
        ("état des lieux publié", ["État des lieux publié."]),
        ("Nous lisons « La suite »", ["Nous lisons « La suite »"]),
    ],
)
def test_every_line_reads_as_a_whole_sentence(typed: str, read: list[str]) -> None:
    assert whole_sentences(typed) == read


def test_respondents_read_it_in_their_language_or_not_at_all(second: Round, farid: Stakeholder) -> None:
    Round.objects.filter(pk=second.pk).update(state=Round.State.OPEN, opened_at=AT)
    invitation = factories.invitation(second, farid)

    def welcome(language: str) -> str:
        Invitation.objects.filter(pk=invitation.pk).update(language=language)
        token = token_of(invitation)
        return Client().get(reverse("survey-welcome", args=[token])).content.decode()

    assert "Since last time" not in welcome("en")
    french = welcome("fr")
    assert "Depuis la dernière fois" in french
    assert "Ouvert un guichet." in french


def test_texts_from_before_go_to_the_language_of_the_partnership_and_back(second: Round) -> None:
    migration = import_module("assessments.migrations.0014_since_in_both_languages")
    Round.objects.filter(pk=second.pk).update(since_en="Tenu deux réunions.", since_fr="")
    migration.sort_by_language(apps, None)
    second.refresh_from_db()
    assert (second.since_en, second.since_fr) == ("Tenu deux réunions.", "")
    Partnership.objects.update(default_language="fr")
    migration.sort_by_language(apps, None)
    second.refresh_from_db()
    assert (second.since_en, second.since_fr) == ("", "Tenu deux réunions.")
    migration.join_again(apps, None)
    second.refresh_from_db()
    assert second.since_en == "Tenu deux réunions."
