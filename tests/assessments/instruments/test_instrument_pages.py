"""What staff read of an instrument."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import InstrumentVersion
from assessments.questionnaire import questionnaire


def test_every_item_is_there_in_both_languages_with_what_it_feeds(coordinator: Client, core: InstrumentVersion) -> None:
    page = coordinator.get(reverse("instrument-detail", args=["core_1"])).content.decode()
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


@pytest.mark.parametrize("who", ["coordinator", "viewer", "evaluator", "outsider", "administrator"])
def test_everybody_with_an_account_may_read(who: str, request: pytest.FixtureRequest, core: InstrumentVersion) -> None:
    client = request.getfixturevalue(who)

    assert client.get(reverse("instrument-list")).status_code == 200
    assert client.get(reverse("instrument-detail", args=["core_1"])).status_code == 200


def test_the_list_leads_to_each_version(coordinator: Client, core: InstrumentVersion) -> None:
    page = coordinator.get(reverse("instrument-list")).content.decode()

    assert reverse("instrument-detail", args=["core_1"]) in page
    assert "Core survey" in page


def test_without_a_version_the_list_says_so(administrator: Client) -> None:
    assert "No questionnaire has been published yet" in administrator.get(reverse("instrument-list")).content.decode()


def test_an_unknown_version_is_not_found_and_nothing_is_posted(coordinator: Client, core: InstrumentVersion) -> None:
    assert coordinator.get(reverse("instrument-detail", args=["core_9"])).status_code == 404
    assert coordinator.post(reverse("instrument-detail", args=["core_1"])).status_code == 405
    assert coordinator.post(reverse("instrument-list")).status_code == 405


def test_nobody_without_an_account_reads_the_questionnaires(core: InstrumentVersion) -> None:
    assert Client().get(reverse("instrument-list")).status_code == 302


def test_a_long_questionnaire_costs_no_more_queries(
    coordinator: Client, core: InstrumentVersion, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        coordinator.get(reverse("instrument-detail", args=["core_1"]))
