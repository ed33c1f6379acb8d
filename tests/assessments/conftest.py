"""An open round of the alpha partnership with a personal link for each member."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.models import InstrumentVersion, Invitation, Round
from assessments.queries.links import digest_of, token_of
from assessments.services.instruments import publish_instruments
from assessments.services.responding import start
from partnerships.models import Partnership, Stakeholder

PUBLISHED = datetime(2026, 1, 5, 14, tzinfo=UTC)
Invite = Callable[..., Invitation]
Address = Callable[..., str]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The language of the last request of one test is not that of the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def core(db: None) -> InstrumentVersion:
    publish_instruments(at=PUBLISHED)
    return InstrumentVersion.objects.get(code="core_1")


@pytest.fixture
def open_round(alpha: Partnership, core: InstrumentVersion) -> Round:
    """Opened yesterday, open for two weeks."""
    now = timezone.now()
    return Round.objects.create(
        partnership=alpha,
        number=1,
        version=core,
        state=Round.State.OPEN,
        k=5,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=14),
        opened_at=now - timedelta(days=1),
        message="send a one-page summary after every meeting\nshare one calendar",
    )


@pytest.fixture
def invite(open_round: Round) -> Invite:
    """Invites a person to the open round, in their language."""

    def invited(person: Stakeholder, **fields: object) -> Invitation:
        invitation = Invitation(
            round=open_round, stakeholder=person, language=person.language, kind=person.kind.code, **fields
        )
        invitation.link_digest = digest_of(token_of(invitation))
        invitation.save()
        return invitation

    return invited


@pytest.fixture
def farids_invitation(invite: Invite, farid: Stakeholder) -> Invitation:
    return invite(farid, sector="hospital", tenure="1_to_3")


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
