"""Autosave: “Saved” is said only when it is, and the status tells whether trying again may help."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Invitation, Round
from assessments.survey.services import delete_answers, draft_of
from tests.assessments.conftest import Address

Autosave = Callable[..., Any]


def said(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def autosave(client: Client, farids_page: Address) -> Autosave:
    """Sends what a page sends by itself when something on it changes."""
    return lambda posted: client.post(farids_page("answer"), posted)


def test_an_answer_is_saved_and_said_so(autosave: Autosave, farid_started: Invitation) -> None:
    response = autosave({"a-E1A": "4", "seq": "1"})
    assert (response.status_code, said(response)) == (200, "Saved")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert draft_of(farid_started).answers == {"E1A": "4"}
    assert draft_of(farid_started).sequence == 1


def test_a_comment_is_saved(autosave: Autosave, farid_started: Invitation) -> None:
    autosave({"c-O1": "One thing\r\nand another", "seq": "1"})
    assert draft_of(farid_started).comments == {"O1": "One thing\nand another"}


def test_an_empty_answer_clears_the_answer_before(autosave: Autosave, farid_started: Invitation) -> None:
    for place, value in enumerate(["4", ""], start=1):
        assert autosave({"a-E1A": value, "seq": str(place)}).status_code == 200
    assert draft_of(farid_started).answers == {}


def test_a_late_retry_is_told_of_the_newer_answer(autosave: Autosave, farid_started: Invitation) -> None:
    autosave({"a-E1A": "4", "seq": "9"})
    response = autosave({"a-E1A": "1", "seq": "3"})
    assert response.status_code == 412
    assert response.headers["X-Newest"] == "9"
    assert "Saved" not in said(response)
    assert draft_of(farid_started).answers == {"E1A": "4"}


@pytest.mark.parametrize(
    "posted",
    [
        {"a-E1A": "6", "seq": "1"},
        {"a-NOPE": "4", "seq": "1"},
        {"c-E1A": "4", "seq": "1"},
        {"a-E1A": "4"},
        {"a-E1A": "4", "seq": "0"},
        {"a-E1A": "4", "seq": "-3"},
        {"a-E1A": "4", "seq": "9" * 400},
        {"a-E1A": "4", "seq": "٣"},
        {"a-E1A": "4", "a-E2A": "4", "seq": "1"},
        {"seq": "1"},
        {},
    ],
)
def test_what_does_not_fit_is_refused_with_a_message(
    autosave: Autosave, farid_started: Invitation, posted: dict[str, str]
) -> None:
    response = autosave(posted)
    assert response.status_code == 400
    assert said(response).startswith("Not saved")
    assert draft_of(farid_started).answers == {}


def test_a_comment_too_long_says_by_how_much(autosave: Autosave, farid_started: Invitation) -> None:
    response = autosave({"c-O1": "x" * 5000, "seq": "1"})
    assert response.status_code == 422
    assert "it has 5000" in said(response)


def test_after_the_close_nothing_claims_to_be_saved(autosave: Autosave, farid_started: Invitation) -> None:
    Round.objects.update(closes_at=timezone.now() - timedelta(minutes=10))
    response = autosave({"a-E1A": "4", "seq": "1"})
    assert (response.status_code, said(response)) == (404, "Not saved: the survey is no longer open.")


def test_a_retry_after_deletion_brings_nothing_back(autosave: Autosave, farid_started: Invitation) -> None:
    delete_answers(invitation=farid_started, at=timezone.now())
    response = autosave({"a-E1A": "4", "seq": "1"})
    assert response.status_code == 409
    assert draft_of(farid_started).answers == {}


def test_a_forged_autosave_gets_one_sentence(farid_started: Invitation, farids_page: Address) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(farids_page("answer"), {"a-E1A": "4", "seq": "1"}, headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert said(response).startswith("Not saved: load this page again.")


def test_one_answer_costs_few_queries(
    autosave: Autosave, farid_started: Invitation, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # two of them begin and end the transaction
        autosave({"a-E1A": "4", "seq": "1"})
