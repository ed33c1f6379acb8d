"""What staff read of an instrument."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import InstrumentVersion
from assessments.questionnaire import questionnaire
from synergy.accounts.models import User

ClientOf = Callable[[User], Client]


def test_every_item_is_there_in_both_languages_with_what_it_feeds(
    client_of: ClientOf, amina: User, core: InstrumentVersion
) -> None:
    page = client_of(amina).get(reverse("instrument-detail", args=["core_1"])).content.decode()
    asked = questionnaire(core)

    for item in asked.items:
        assert item.text.en in page
        assert item.text.fr in page
        for code in item.feeds:
            assert f'href="#score-{code}"' in page
            assert f'id="score-{code}"' in page
    for band in asked.bands:
        assert band.label.en in page
    assert asked.band_source.en in page
    assert asked.notes.en in page
    places = re.findall(r'\bid="([^"]+)"', page)
    assert len(places) == len(set(places)), "an indicator and its only item share a code"


@pytest.mark.parametrize("who", ["amina", "bruno", "chen", "elise", "ada"])
def test_everybody_with_an_account_may_read(
    who: str, request: pytest.FixtureRequest, client_of: ClientOf, core: InstrumentVersion
) -> None:
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("instrument-list")).status_code == 200
    assert client.get(reverse("instrument-detail", args=["core_1"])).status_code == 200


def test_the_list_leads_to_each_version(client_of: ClientOf, amina: User, core: InstrumentVersion) -> None:
    page = client_of(amina).get(reverse("instrument-list")).content.decode()

    assert reverse("instrument-detail", args=["core_1"]) in page
    assert "Core survey" in page


def test_without_a_version_the_list_says_so(client_of: ClientOf, ada: User) -> None:
    assert "No questionnaire has been published yet" in client_of(ada).get(reverse("instrument-list")).content.decode()


def test_an_unknown_version_is_not_found_and_nothing_is_posted(
    client_of: ClientOf, amina: User, core: InstrumentVersion
) -> None:
    assert client_of(amina).get(reverse("instrument-detail", args=["core_9"])).status_code == 404
    assert client_of(amina).post(reverse("instrument-detail", args=["core_1"])).status_code == 405
    assert client_of(amina).post(reverse("instrument-list")).status_code == 405


def test_nobody_without_an_account_reads_it(db: None, core: InstrumentVersion) -> None:
    assert Client().get(reverse("instrument-list")).status_code == 302


def test_a_long_questionnaire_costs_no_more_queries(
    client_of: ClientOf, amina: User, core: InstrumentVersion, django_assert_max_num_queries: Any
) -> None:
    client = client_of(amina)
    with django_assert_max_num_queries(4):
        client.get(reverse("instrument-detail", args=["core_1"]))
