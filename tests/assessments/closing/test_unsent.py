"""Answers begun and not sent are deleted at the close, unless the round said before it opened that they count."""

from typing import Any

import pytest
from django.utils import timezone

from assessments.invitations.progress import unsent_sentences
from assessments.invitations.promises import promise_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.models.answers import Response, SealedAnswers
from assessments.questionnaire import questionnaire
from assessments.rounds.closing import close_round
from assessments.rounds.services import update_round
from partnerships.models import Partnership
from synergy.accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(alpha: Partnership, core: InstrumentVersion, request: pytest.FixtureRequest) -> Round:
    """Six sent, one has half of the scored questions, one fewer, one only “I don't know”, one was revoked."""
    scored = questionnaire(core).scoring.scored
    half = -(-len(scored) // 2)
    round = factories.open_round(alpha, core, counts_unsent=request.param)
    for number in range(6):
        factories.sent_answers(
            round, factories.member(alpha, f"Sent {number}"), factories.answers_of(core, factories.spread(3), number)
        )
    begun: dict[str, dict[str, Any]] = {
        "Half": dict.fromkeys(scored[:half], 4),
        "Fewer": dict.fromkeys(scored[: half - 1], 4),
        "Cannot say": dict.fromkeys(scored, "dk"),
        "Revoked": dict.fromkeys(scored, 4),
    }
    for name, answers in begun.items():
        revoked_on = round.opens_at.date() if name == "Revoked" else None
        factories.sent_answers(round, factories.member(alpha, name), answers, submitted_on=None, revoked_on=revoked_on)
    return close_round(by=None, round=round, at=round.closes_at)


@pytest.mark.parametrize("closed", [False], indirect=True)
def test_what_was_not_sent_is_deleted_at_the_close(closed: Round) -> None:
    assert (closed.submitted, closed.unsent) == (6, 0)
    assert Response.objects.filter(round=closed).count() == 6
    assert not SealedAnswers.objects.exists()
    assert unsent_sentences(closed) == []


@pytest.mark.parametrize("closed", [True], indirect=True)
def test_half_of_the_scored_questions_count_where_the_round_says_so(closed: Round) -> None:
    assert (closed.submitted, closed.unsent) == (7, 1)
    assert Response.objects.filter(round=closed).count() == 7
    assert not SealedAnswers.objects.exists()
    assert unsent_sentences(closed) == ["1 of them has not sent the answers, which count all the same."]


def test_counting_unsent_answers_is_promised_and_stays_as_it_was_at_the_opening(
    open_round: Round, farids_invitation: Invitation, amina: User
) -> None:
    assert "do not send" not in promise_of(open_round, "en").text
    update_round(by=amina, round=open_round, at=timezone.now(), counts_unsent=True)
    open_round.refresh_from_db()
    assert not open_round.counts_unsent
    open_round.counts_unsent = True
    assert "do not send" in promise_of(open_round, "en").text
    assert "do not send" in promise_of(open_round, "en").sentence
    assert "n’envoyez pas" in promise_of(open_round, "fr").text
