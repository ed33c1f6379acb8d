"""Farid at his link: what the tests of rounds and of the survey share."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.invitations.links import token_of
from assessments.models import Invitation
from assessments.survey.services import start

PUBLISHED = datetime(2026, 1, 5, 14, tzinfo=UTC)
Invite = Callable[..., Invitation]
Address = Callable[..., str]


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
