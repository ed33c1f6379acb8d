"""Counts of a round, and how far each person is."""

from typing import Any

import pytest

from assessments.invitations import pages
from assessments.invitations import progress as queries
from assessments.invitations.messages import counts_by_state, message_lines, round_messages
from assessments.invitations.services import replace_link, revoke_invitation
from assessments.models import Invitation, Round
from assessments.rounds.closing import close_round
from assessments.rounds.queries import round_lines
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from tests.assessments.conftest import MakeRound
from tests.conftest import Members
from tests.factories import AT


@pytest.fixture
def round(opened: MakeRound, members: Members) -> Round:
    """Twelve invited: two done, one begun, one without working mail, one who wants none, one revoked."""
    round = opened()
    day = AT.date()
    Invitation.objects.filter(stakeholder__in=members[:2]).update(started_on=day, submitted_on=day)
    Invitation.objects.filter(stakeholder=members[2]).update(started_on=day, sections_done=3)
    Stakeholder.objects.filter(pk=members[3].pk).update(undeliverable=True)
    Stakeholder.objects.filter(pk=members[4].pk).update(opted_out=True)
    Invitation.objects.filter(stakeholder=members[5]).update(revoked_on=day)
    return round


def test_the_response_rate_is_done_among_those_who_could_be_reached(round: Round) -> None:
    counted = queries.round_progress(round)

    assert counted == queries.RoundProgress(invited=12, started=1, done=2, unreachable=1, opted_out=1, revoked=1)
    assert (counted.not_started, counted.asked, counted.rate) == (8, 10, pytest.approx(2 / 10))


def test_revoking_whoever_is_silent_does_not_raise_the_response_rate(
    round: Round, amina: User, members: Members
) -> None:
    before = queries.round_progress(round).rate
    Invitation.objects.filter(stakeholder=members[2]).update(revoked_on=AT.date())
    revoke_invitation(by=amina, invitation=round.invitations.get(stakeholder=members[6]), at=AT)
    replace_link(by=amina, invitation=round.invitations.get(stakeholder=members[7]), at=AT)

    counted = queries.round_progress(round)
    assert (counted.invited, counted.started, counted.revoked, counted.not_started) == (12, 0, 3, 7)
    assert counted.rate == before
    closed = close_round(by=amina, round=round, at=AT)
    assert (closed.invited, closed.started) == (12, 2)


def test_somebody_who_answered_was_reached_whatever_became_of_the_mail(round: Round, members: Members) -> None:
    Stakeholder.objects.filter(pk=members[0].pk).update(undeliverable=True)

    assert queries.round_progress(round).asked == 10


def test_a_round_without_invitations_has_no_rate(planned: MakeRound) -> None:
    assert queries.round_progress(planned()).rate is None


def test_a_line_says_how_far_a_person_is(round: Round, members: Members) -> None:
    lines = {line["name"]: line for line in pages.invited_people(round, list(pages.listed_invitations(round)))}
    begun, bounced, revoked = (lines[members[place].name] for place in (2, 3, 5))

    assert (begun["status_words"], begun["sections_done"], begun["sections"]) == ("started", 3, 7)
    assert (bounced["trouble"], bounced["can_resend"]) == ("e-mail does not arrive", False)
    assert not revoked["can_change"]
    assert lines["Farid"]["message"] is not None


def test_the_list_can_be_narrowed_by_name_and_status(round: Round) -> None:
    assert [invitation.stakeholder.name for invitation in pages.listed_invitations(round, name="fari")] == ["Farid"]
    assert pages.listed_invitations(round, status="done").count() == 2
    assert pages.listed_invitations(round, status="nonsense").count() == 12


def test_in_an_anonymous_round_nothing_tells_who_has_answered(round: Round) -> None:
    round.mode = Round.Mode.ANONYMOUS
    round.save()
    lines = pages.invited_people(round, list(pages.listed_invitations(round, status="done")))

    assert len(lines) == 12
    assert {(line["status"], line["sections_done"]) for line in lines} == {("", 0), ("revoked", 0)}
    assert {message.kind for message in round_messages(round)} == {"invitation"}


def test_the_message_log_names_people_and_states(round: Round, members: Members) -> None:
    shown = list(round_messages(round))
    lines = message_lines(round, shown)

    assert {name for name, _mark, _message in lines} == {person.name for person in members}
    assert counts_by_state(round) == [("next", "Queued", 12)]


def test_members_not_invited_are_known(round: Round, members: Members) -> None:
    assert pages.not_invited(round, members) == []
    Invitation.objects.filter(stakeholder=members[7]).delete()
    assert pages.not_invited(round, members) == [members[7]]


def test_the_list_of_rounds_takes_two_queries(
    planned: MakeRound, round: Round, alpha: Partnership, django_assert_num_queries: Any
) -> None:
    for _number in range(5):
        planned()
    with django_assert_num_queries(2):
        lines = round_lines(alpha, AT)

    assert [line["round"].number for line in lines] == [6, 5, 4, 3, 2, 1]
    assert lines[-1]["progress"].done == 2


def test_a_round_that_was_due_and_did_not_open_is_marked(planned: MakeRound, alpha: Partnership) -> None:
    round = planned()

    assert round_lines(alpha, AT)[0]["status"] == ("next", "planned")
    assert round_lines(alpha, round.opens_at)[0]["status"] == ("late", "could not open")
