"""Farid at his link and rounds about to be closed: what the tests of rounds and of the survey share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.invitations.links import token_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.survey.services import start
from partnerships.models import Partnership, Stakeholder
from tests import factories

Address = Callable[..., str]
SealRound = Callable[..., Round]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The language of the last request of one test is not that of the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def farids_page(farids_invitation: Invitation) -> Address:
    """The address of a page behind Farid's link."""

    def address(noun: str, *args: int) -> str:
        return reverse(f"survey-{noun}", args=[token_of(farids_invitation), *args])

    return address


@pytest.fixture
def farid_started(farids_invitation: Invitation) -> Invitation:
    start(invitation=farids_invitation, at=timezone.now())
    farids_invitation.refresh_from_db()
    return farids_invitation


@pytest.fixture
def seal(alpha: Partnership, core: InstrumentVersion) -> SealRound:
    """An open round with one sealed, submitted set of answers for each given (person, answers)."""

    def make(answers: list[tuple[Stakeholder, dict[str, Any]]], number: int = 1, **fields: Any) -> Round:
        round = factories.open_round(alpha, core, number, opens_at=factories.AT, closes_at=factories.CLOSES, **fields)
        for person, given in answers:
            factories.sent_answers(round, person, given)
        return round

    return make
