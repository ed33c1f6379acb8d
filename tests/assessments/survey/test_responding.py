"""The write door for sealed answers: what is stored, what is refused, and who wins a race."""

from datetime import UTC, datetime, timedelta

import pytest

from assessments.invitations.standings import Standing
from assessments.models import Invitation, Round
from assessments.models.answers import SealedAnswers
from assessments.survey import services as responding
from assessments.survey.services import NotAllowed, NotAnswerable, NotStarted, Stale, draft_of
from synergy.audit.models import Entry


@pytest.fixture
def at(open_round: Round) -> datetime:
    return open_round.opens_at + timedelta(days=1)


@pytest.fixture
def started(farids_invitation: Invitation, at: datetime) -> Invitation:
    responding.start(invitation=farids_invitation, at=at)
    farids_invitation.refresh_from_db()
    return farids_invitation


def save(invitation: Invitation, at: datetime, code: str, value: object, sequence: int = 1) -> int:
    return responding.save_answer(invitation=invitation, code=code, value=value, sequence=sequence, at=at)  # type: ignore[arg-type]


def sealed(invitation: Invitation) -> SealedAnswers:
    return SealedAnswers.objects.get(invitation=invitation)


def test_starting_keeps_the_day_and_what_the_membership_says(started: Invitation, at: datetime) -> None:
    assert started.started_on == started.round.partnership.day(at)
    assert sealed(started).about == {"kind": "clinician", "sector": "hospital", "tenure": "1_to_3"}


def test_starting_twice_changes_nothing(started: Invitation, at: datetime) -> None:
    save(started, at, "RES1", "4")
    responding.start(invitation=started, at=at + timedelta(days=3))
    started.refresh_from_db()
    assert started.started_on == started.round.partnership.day(at)
    assert sealed(started).answers == {"RES1": 4}


def test_numbers_are_stored_as_numbers_and_the_rest_as_codes(started: Invitation, at: datetime) -> None:
    for code, value in [("RES1", "5"), ("RES2", "na"), ("RES3", "dk"), ("I1", 3)]:
        save(started, at, code, value)
    assert sealed(started).answers == {"RES1": 5, "RES2": "na", "RES3": "dk", "I1": 3}
    assert draft_of(started).answers == {"RES1": "5", "RES2": "na", "RES3": "dk", "I1": "3"}


def test_an_empty_value_clears_an_answer(started: Invitation, at: datetime) -> None:
    save(started, at, "RES1", "5", 1)
    save(started, at, "RES1", "", 2)
    assert sealed(started).answers == {}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("RES1", "6"),
        ("RES1", "0"),
        ("RES1", "4.0"),
        ("RES1", "٤"),
        ("I1", "4"),
        ("NOPE", "4"),
        ("RES1", "yes"),
        ("", ""),
    ],
)
def test_a_value_that_does_not_fit_the_question_is_never_stored(
    started: Invitation, at: datetime, code: str, value: str
) -> None:
    with pytest.raises(NotAllowed):
        save(started, at, code, value)
    with pytest.raises(NotAllowed):
        responding.save_answers(invitation=started, answers={"RES2": "4", code: value}, at=at)
    assert sealed(started).answers == {}


def test_a_late_retry_loses_against_a_newer_answer(started: Invitation, at: datetime) -> None:
    save(started, at, "RES1", "2", 7)
    for late in (3, 7):
        with pytest.raises(Stale) as newer:
            save(started, at, "RES1", "5", late)
        assert newer.value.sequence == 7
    assert sealed(started).answers == {"RES1": 2}


def test_a_page_wins_over_the_autosaves_before_it(started: Invitation, at: datetime) -> None:
    save(started, at, "RES1", "2", 3)
    responding.save_answers(invitation=started, answers={"RES1": "4"}, sequence=5, at=at)
    with pytest.raises(Stale):
        save(started, at, "RES1", "1", 5)
    assert sealed(started).answers == {"RES1": 4}


@pytest.mark.parametrize("sequence", [0, -1, 2**31])
def test_a_place_out_of_range_is_refused(started: Invitation, at: datetime, sequence: int) -> None:
    with pytest.raises(NotAllowed):
        save(started, at, "RES1", "4", sequence)


def test_comments_keep_their_lines_and_lose_unseen_characters(started: Invitation, at: datetime) -> None:
    save(started, at, "S1", "  One\r\ntwo\x00 \u202ethree\u0007 👩‍⚕️ ", 1)
    assert sealed(started).comments == {"S1": "One\ntwo three 👩‍⚕️"}
    save(started, at, "S1", " \x00 ", 2)
    assert sealed(started).comments == {}


def test_a_comment_beyond_the_limit_is_refused(started: Invitation, at: datetime) -> None:
    save(started, at, "O1", "x" * 4000, 1)
    with pytest.raises(NotAllowed):
        save(started, at, "O1", "x" * 4001, 2)


def test_sections_done_follow_the_answers_and_the_pages(started: Invitation, at: datetime) -> None:
    responding.save_answers(invitation=started, answers={"RES1": "4"}, section=2, at=at)
    started.refresh_from_db()
    assert started.sections_done == 2
    responding.save_answers(invitation=started, answers={}, section=99, at=at)
    started.refresh_from_db()
    assert started.sections_done == 7


def test_what_the_person_says_of_themselves_is_checked_against_the_vocabulary(
    started: Invitation, at: datetime
) -> None:
    responding.save_about(invitation=started, about={"kind": "academic", "tenure": ""}, at=at)
    assert draft_of(started).about == {"kind": "academic", "sector": "hospital", "tenure": ""}
    for wrong in ({"kind": "wizard"}, {"name": "Farid"}, {"tenure": "forever"}):
        with pytest.raises(NotAllowed):
            responding.save_about(invitation=started, about=wrong, at=at)


def test_sending_twice_changes_nothing_and_editing_keeps_it_sent(started: Invitation, at: datetime) -> None:
    responding.submit(invitation=started, at=at)
    responding.submit(invitation=started, at=at + timedelta(days=2))
    responding.reopen(invitation=started, at=at)
    save(started, at, "RES1", "4")
    started.refresh_from_db()
    assert started.submitted_on == started.round.partnership.day(at)
    assert started.status == Invitation.Status.DONE
    assert sealed(started).answers == {"RES1": 4}


def test_deleting_leaves_nothing_and_a_late_save_brings_nothing_back(started: Invitation, at: datetime) -> None:
    save(started, at, "RES1", "4")
    responding.submit(invitation=started, at=at)
    responding.delete_answers(invitation=started, at=at)
    started.refresh_from_db()
    assert (started.started_on, started.submitted_on, started.sections_done) == (None, None, 0)
    with pytest.raises(NotStarted):
        save(started, at, "RES1", "4", 9)
    assert not SealedAnswers.objects.exists()


def test_nothing_is_accepted_before_starting(farids_invitation: Invitation, at: datetime) -> None:
    with pytest.raises(NotStarted):
        save(farids_invitation, at, "RES1", "4")
    with pytest.raises(NotStarted):
        responding.submit(invitation=farids_invitation, at=at)


@pytest.mark.parametrize(("seconds", "accepted"), [(-1, True), (0, True), (299, True), (300, False), (301, False)])
def test_what_was_begun_may_be_sent_for_five_minutes_after_the_close(
    started: Invitation, seconds: int, accepted: bool
) -> None:
    moment = started.round.closes_at + timedelta(seconds=seconds)
    if accepted:
        responding.submit(invitation=started, at=moment)
        return
    with pytest.raises(NotAnswerable) as refusal:
        responding.submit(invitation=started, at=moment)
    assert refusal.value.standing == Standing.CLOSED


def test_nobody_starts_after_the_close(farids_invitation: Invitation) -> None:
    with pytest.raises(NotAnswerable):
        responding.start(invitation=farids_invitation, at=farids_invitation.round.closes_at)


@pytest.mark.parametrize("state", ["closing", "closed", "cancelled", "planned"])
def test_the_state_of_the_round_is_read_again_inside_the_transaction(
    started: Invitation, at: datetime, state: str
) -> None:
    assert started.round.is_open  # what the page saw when it was asked for
    Round.objects.filter(pk=started.round_id).update(state=state)
    with pytest.raises(NotAnswerable):
        save(started, at, "RES1", "4")
    with pytest.raises(NotAnswerable):
        responding.delete_answers(invitation=started, at=at)


def test_a_revoked_invitation_takes_nothing(started: Invitation, at: datetime) -> None:
    Invitation.objects.filter(pk=started.pk).update(revoked_on=datetime(2026, 1, 1, tzinfo=UTC).date())
    with pytest.raises(NotAnswerable) as refusal:
        save(started, at, "RES1", "4")
    assert refusal.value.standing == Standing.REVOKED


def test_in_anonymous_mode_the_days_tell_nothing(farids_invitation: Invitation, at: datetime) -> None:
    Round.objects.update(mode=Round.Mode.ANONYMOUS)
    responding.start(invitation=farids_invitation, at=at + timedelta(days=5))
    responding.submit(invitation=farids_invitation, at=at + timedelta(days=6))
    farids_invitation.refresh_from_db()
    opening = farids_invitation.round.partnership.day(farids_invitation.round.opens_at)
    assert farids_invitation.started_on == farids_invitation.submitted_on == opening


def test_what_respondents_do_leaves_no_entry_in_the_history(started: Invitation, at: datetime) -> None:
    save(started, at, "O1", "sentinel words")
    responding.submit(invitation=started, at=at)
    responding.set_language(invitation=started, language="fr")
    responding.delete_answers(invitation=started, at=at)
    assert not Entry.objects.exists()
