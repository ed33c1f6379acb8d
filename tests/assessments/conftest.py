"""Farid at his link and rounds about to be closed: what the tests of rounds and of the survey share."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.invitations.links import token_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.rounds.services import open_round
from assessments.survey.services import start
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests import factories
from tests.conftest import Members

Address = Callable[..., str]
MakeRound = Callable[..., Round]
SealRound = Callable[..., Round]


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
def planned(amina: User, alpha: Partnership, core: InstrumentVersion) -> MakeRound:
    """Has Amina plan a round of alpha."""
    return partial(factories.planned_round, amina, alpha, core)


@pytest.fixture
def opened(amina: User, planned: MakeRound, members: Members) -> MakeRound:
    """Has Amina plan a round of alpha and open it at once to the twelve members."""
    return lambda **values: open_round(by=amina, round=planned(**values), at=factories.AT)


@pytest.fixture
def closed(alpha: Partnership, core: InstrumentVersion) -> MakeRound:
    """Closes a round of alpha in which these people answered in this way."""
    return partial(factories.closed_round, alpha, core)


@pytest.fixture
def seal(alpha: Partnership, core: InstrumentVersion) -> SealRound:
    """An open round with one sealed, submitted set of answers for each given (person, answers)."""

    def make(answers: list[tuple[Stakeholder, dict[str, Any]]], number: int = 1, **fields: Any) -> Round:
        round = factories.open_round(alpha, core, number, opens_at=factories.AT, closes_at=factories.CLOSES, **fields)
        for person, given in answers:
            factories.sent_answers(round, person, given)
        return round

    return make
