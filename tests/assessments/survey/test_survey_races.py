"""Two things at once, on a real database file and real threads: nothing is lost, nothing stored twice."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from assessments.invitations.links import token_of
from assessments.models import Invitation
from assessments.models.answers import Response, SealedAnswers
from assessments.rounds.closing import close_round
from assessments.survey import services as responding
from assessments.survey.services import NotAnswerable, Stale, draft_of
from tests.assessments.conftest import Address
from tests.concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_starting_in_many_windows_makes_one_sealed_row(farids_invitation: Invitation) -> None:
    at = timezone.now()
    results = together(*[lambda: responding.start(invitation=farids_invitation, at=at)] * 6)
    assert results == [None] * 6
    assert SealedAnswers.objects.filter(invitation=farids_invitation).count() == 1


def test_two_submissions_at_once_send_once_and_both_see_thanks(farid_started: Invitation, farids_page: Address) -> None:
    answered = together(*[lambda: Client().post(farids_page("send")).headers["Location"]] * 4)
    assert answered == [farids_page("thanks")] * 4
    farid_started.refresh_from_db()
    assert farid_started.submitted_on
    assert SealedAnswers.objects.count() == 1


def test_answers_to_different_questions_at_once_are_all_kept(farid_started: Invitation, farids_page: Address) -> None:
    codes = ["E1A", "E2A", "RES2", "E1B", "RES3", "E8B"]

    def saving(code: str) -> Callable[[], object]:
        return lambda: Client().post(farids_page("answer"), {f"a-{code}": "4", "seq": "1"}).status_code

    assert together(*[saving(code) for code in codes]) == [200] * 6
    assert draft_of(farid_started).answers == dict.fromkeys(codes, "4")


def test_of_many_answers_to_one_question_the_latest_place_wins(farid_started: Invitation) -> None:
    at = timezone.now()

    def saving(place: int) -> Callable[[], object]:
        value = str(place % 5 + 1)
        return lambda: responding.save_answer(invitation=farid_started, code="E1A", value=value, sequence=place, at=at)

    results = together(*[saving(place) for place in range(1, 9)])
    assert all(isinstance(result, int | Stale) for result in results)
    assert draft_of(farid_started).answers == {"E1A": str(8 % 5 + 1)}


def test_a_submission_and_the_close_at_once_lose_nothing(farid_started: Invitation) -> None:
    """Either the submission came first and is counted, or it is refused; never half of it."""
    at = timezone.now()
    responding.save_answers(invitation=farid_started, answers={"E1A": "4"}, at=at)
    sent, _closed = together(
        lambda: responding.submit(invitation=farid_started, at=at),
        lambda: close_round(by=None, round=farid_started.round, at=at),
    )
    farid_started.refresh_from_db()
    counted = Response.objects.count()
    assert farid_started.round.state == "closed"
    assert (counted == 1) == (sent is None) == (farid_started.submitted_on is not None)
    assert sent is None or isinstance(sent, NotAnswerable)
    assert not SealedAnswers.objects.exists()
    assert token_of(farid_started)
