"""Planning, changing, cancelling and opening rounds."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from assessments.groupings import tenure
from assessments.invitations.links import digest_of, find_invitation, token_of
from assessments.invitations.promises import promise_of
from assessments.models import InstrumentVersion, Invitation, Round
from assessments.rounds.cancelling import cancel_round
from assessments.rounds.closing import close_round
from assessments.rounds.opening_checks import check_opening
from assessments.rounds.queries import usual_dates
from assessments.rounds.services import open_due_rounds, open_round, update_round
from partnerships.models import Membership, Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.accounts.zones import moment_there
from synergy.audit.models import Entry
from synergy.outbox.models import Message
from synergy.outbox.ticks import tick
from synergy.web.formats import moment_in_words
from tests import factories
from tests.assessments.conftest import MakeRound
from tests.concurrency import together
from tests.conftest import Members
from tests.factories import AT, CLOSES, OPENS, later, planned_round


def codes(refusal: Any) -> list[str]:
    return [error.code for error in refusal.value.error_list]


def test_a_planned_round_takes_the_next_number_and_the_k_of_the_partnership(
    planned: MakeRound, alpha: Partnership
) -> None:
    first, second = planned(), planned()

    assert (first.number, second.number) == (1, 2)
    assert (first.k, first.mode, first.state) == (5, Round.Mode.CONFIDENTIAL, Round.State.PLANNED)
    assert Entry.objects.filter(action="round.plan", scope=alpha.scope).count() == 2


def test_k_may_be_raised_but_not_lowered(planned: MakeRound) -> None:
    assert planned(k=7).k == 7
    with pytest.raises(ValidationError) as refusal:
        planned(k=4)

    assert "k" in refusal.value.error_dict


def test_a_round_closes_after_it_opens_and_not_in_the_past(planned: MakeRound) -> None:
    for values in ({"closes_at": OPENS}, {"opens_at": later(days=-9), "closes_at": later(days=-1)}):
        with pytest.raises(ValidationError) as refusal:
            planned(**values)
        assert "closes_at" in refusal.value.error_dict


def test_a_breakdown_nobody_knows_is_refused(planned: MakeRound) -> None:
    with pytest.raises(ValidationError):
        planned(breakdowns=["shoe_size"])


@pytest.mark.parametrize("who", ["bruno", "chen", "elise", "ada"])
def test_only_a_coordinator_plans(
    who: str, request: pytest.FixtureRequest, alpha: Partnership, core: InstrumentVersion
) -> None:
    with pytest.raises(PermissionDenied):
        planned_round(request.getfixturevalue(who), alpha, core)


def test_opening_invites_the_members_of_that_day_and_nobody_else(
    opened: MakeRound, alpha: Partnership, members: Members, former_member: Stakeholder
) -> None:
    factories.member(alpha, "Comes later", since=date(2026, 6, 1))
    round = opened()

    invited = set(round.invitations.values_list("stakeholder__name", flat=True))
    assert invited == {person.name for person in members}
    assert (round.state, round.opened_at) == (Round.State.OPEN, AT)


def test_an_invitation_keeps_what_the_membership_says_on_that_day(opened: MakeRound, farid: Stakeholder) -> None:
    round = opened()
    invitation = round.invitations.get(stakeholder=farid)

    assert (invitation.kind, invitation.sector, invitation.tenure) == ("clinician", "hospital", "1_to_3")
    assert invitation.link_digest == digest_of(token_of(invitation))
    assert find_invitation(token_of(invitation)) == invitation


def test_the_day_of_opening_is_that_of_the_partnership(planned: MakeRound, amina: User, members: Members) -> None:
    Membership.objects.filter(stakeholder=members[1]).update(ended_on=date(2026, 3, 2))
    eleven_in_the_evening = datetime(2026, 3, 3, 4, tzinfo=UTC)
    round = open_round(by=amina, round=planned(), at=eleven_in_the_evening)

    assert round.invitations.filter(stakeholder=members[1]).exists()


def test_every_member_mail_can_reach_gets_one_mail(opened: MakeRound, alpha: Partnership, members: Members) -> None:
    factories.member(alpha, "No address", email="")
    Stakeholder.objects.filter(pk=members[1].pk).update(undeliverable=True)
    Stakeholder.objects.filter(pk=members[2].pk).update(opted_out=True)
    opened()

    sent_to = set(Message.objects.filter(kind="invitation").values_list("recipient", flat=True))
    assert sent_to == {person.email for person in [members[0], *members[3:]]}
    assert Invitation.objects.count() == 13


def test_fewer_than_k_members_and_the_round_stays_planned(planned: MakeRound, amina: User, alpha: Partnership) -> None:
    for number in range(4):
        factories.member(alpha, f"Member {number}")
    round = planned()
    with pytest.raises(ValidationError) as refusal:
        open_round(by=amina, round=round, at=AT)

    round.refresh_from_db()
    assert codes(refusal) == ["too_few"]
    assert "4 members" in refusal.value.messages[0]
    assert (round.state, Invitation.objects.count(), Message.objects.count()) == (Round.State.PLANNED, 0, 0)


def test_five_members_are_enough_and_few_enough_for_a_warning(
    planned: MakeRound, amina: User, alpha: Partnership
) -> None:
    for number in range(5):
        factories.member(alpha, f"Member {number}")
    round = planned()
    check = check_opening(round, AT)

    assert (check.obstacles, len(check.warnings)) == ((), 1)
    assert "5 are invited" in " ".join(promise_of(round, "en", invited=check.members).notes)
    assert open_round(by=amina, round=round, at=AT).is_open


def test_the_check_names_those_mail_does_not_reach_and_forecasts_the_groups(
    planned: MakeRound, alpha: Partnership, members: Members
) -> None:
    factories.member(alpha, "No address", email="", kind="supplier")
    for number in range(5):
        factories.member(alpha, f"Clinician {number}")
    check = check_opening(planned(), AT)

    assert (check.members, check.by_mail, check.without_address) == (18, 17, ("No address",))
    assert [(group.members, group.chance) for group in check.breakdowns[0].groups][:2] == [(10, "likely"), (3, "never")]
    assert not check.warnings


def test_only_one_round_is_open_at_a_time(planned: MakeRound, amina: User, members: Members) -> None:
    first, second = planned(), planned()
    open_round(by=amina, round=first, at=AT)
    with pytest.raises(ValidationError) as refusal:
        open_round(by=amina, round=second, at=AT)

    assert codes(refusal) == ["other_open"]


def test_a_round_that_closes_in_time_is_no_lasting_obstacle(opened: MakeRound, planned: MakeRound) -> None:
    opened()
    following = planned(opens_at=CLOSES, closes_at=CLOSES + timedelta(days=9))

    assert [obstacle.code for obstacle in check_opening(following, AT).lasting] == ["other_open"]
    assert check_opening(following, CLOSES).lasting == ()
    assert check_opening(following, CLOSES).obstacles


def test_an_open_round_is_not_opened_again(planned: MakeRound, amina: User, members: Members) -> None:
    round = planned()
    open_round(by=amina, round=round, at=AT)
    with pytest.raises(ValidationError) as refusal:
        open_round(by=amina, round=round, at=AT)

    assert "state" in codes(refusal)
    assert Invitation.objects.count() == len(members)


def test_a_round_of_imported_answers_opens_without_members_and_invites_nobody(
    planned: MakeRound, amina: User, members: Members
) -> None:
    past = {"opens_at": later(days=-90), "closes_at": later(days=-60)}
    round = planned(collection=Round.Collection.IMPORT, **past)
    assert not round.opens_by_itself
    assert open_due_rounds(AT) == 0

    assert open_round(by=amina, round=round, at=AT).is_open
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)


def test_the_clock_opens_a_round_on_its_date_and_not_before(planned: MakeRound, members: Members) -> None:
    round = planned()

    assert open_due_rounds(OPENS - timedelta(seconds=1)) == 0
    assert open_due_rounds(OPENS) == 1
    assert open_due_rounds(OPENS + timedelta(seconds=1)) == 0
    entry = Entry.objects.get(action="round.open")
    round.refresh_from_db()
    assert (round.opened_at, entry.actor, entry.details["invited"]) == (OPENS, None, 12)


def test_a_date_in_the_past_invites_nobody(planned: MakeRound, amina: User, members: Members) -> None:
    for past in (AT, later(days=-300)):
        with pytest.raises(ValidationError) as refusal:
            planned(opens_at=past)
        assert set(refusal.value.error_dict) == {"opens_at"}
    round = planned()
    with pytest.raises(ValidationError) as refusal:
        update_round(by=amina, round=round, at=AT, opens_at=later(minutes=-1))
    assert "opens_at" in refusal.value.error_dict

    by_hand = planned(opens_at=later(days=-3), opens_by_itself=False)
    assert (open_due_rounds(AT), Message.objects.count()) == (0, 0)
    assert open_round(by=amina, round=by_hand, at=AT).is_open


def test_a_round_is_open_for_a_year_at_most_and_in_a_year_people_live_in(
    opened: MakeRound, planned: MakeRound, amina: User
) -> None:
    for field, dates in (
        ("closes_at", {"closes_at": OPENS + timedelta(days=367)}),
        ("opens_at", {"opens_at": OPENS.replace(year=2062), "closes_at": CLOSES.replace(year=2062)}),
        ("opens_at", {"opens_at": OPENS.replace(year=206), "closes_at": CLOSES.replace(year=206)}),
    ):
        with pytest.raises(ValidationError) as refusal:
            planned(collection=Round.Collection.IMPORT, **dates)
        assert set(refusal.value.error_dict) == {field}

    round = opened()
    with pytest.raises(ValidationError):
        update_round(by=amina, round=round, at=AT, closes_at=OPENS + timedelta(days=400))


def test_a_round_opened_by_hand_waits_for_a_hand(planned: MakeRound, members: Members) -> None:
    planned(opens_by_itself=False)

    assert open_due_rounds(OPENS + timedelta(days=1)) == 0


def test_a_due_round_that_cannot_open_stays_planned_and_stops_neither_the_tick_nor_other_rounds(
    planned: MakeRound, beta: Partnership, elise: User, core: InstrumentVersion, members: Members
) -> None:
    empty = planned_round(elise, beta, core, opens_at=OPENS - timedelta(hours=1))
    planned()

    done = tick(at=OPENS)

    empty.refresh_from_db()
    assert (done.failed, done.jobs["rounds_opened"], empty.state) == (False, 1, Round.State.PLANNED)


def test_a_due_round_that_breaks_stops_no_other_and_the_tick_says_so(
    planned: MakeRound, beta: Partnership, elise: User, core: InstrumentVersion, members: Members
) -> None:
    broken = planned_round(elise, beta, core, opens_at=OPENS - timedelta(hours=1))
    well = planned()
    Partnership.objects.filter(pk=beta.pk).update(time_zone="Nowhere/Town")

    done = tick(at=OPENS)

    assert done.jobs["rounds_opened"] is None
    for round, state in ((broken, Round.State.PLANNED), (well, Round.State.OPEN)):
        round.refresh_from_db()
        assert round.state == state


def test_a_planned_round_can_be_cancelled(planned: MakeRound, amina: User) -> None:
    round = planned()
    assert cancel_round(by=amina, round=round, at=AT).state == Round.State.CANCELLED
    assert cancel_round(by=amina, round=round, at=AT).state == Round.State.CANCELLED
    assert Entry.objects.filter(action="round.cancel").count() == 1


def test_a_planned_round_can_be_changed_in_every_way(planned: MakeRound, amina: User) -> None:
    round = planned()
    changed = update_round(
        by=amina, round=round, at=AT, k=6, breakdowns=[], since_en="We met twice.", opens_at=later(days=3)
    )

    assert (changed.k, changed.breakdowns, changed.since_en) == (6, [], "We met twice.")
    assert Entry.objects.get(action="round.update").details["fields"] == ["k", "breakdowns", "since_en", "opens_at"]


def test_an_open_round_keeps_its_promises_and_may_close_later(opened: MakeRound, amina: User) -> None:
    round = opened(k=6)
    later_on = CLOSES + timedelta(days=7)
    changed = update_round(by=amina, round=round, at=AT, closes_at=later_on, breakdowns=[], opens_at=CLOSES)

    assert (changed.closes_at, changed.breakdowns, changed.opens_at) == (later_on, ["kind"], AT)
    with pytest.raises(ValidationError):
        update_round(by=amina, round=round, at=AT, k=5)


def test_a_round_opened_before_its_date_may_close_before_that_date(opened: MakeRound, amina: User) -> None:
    round = opened()

    assert update_round(by=amina, round=round, at=AT, closes_at=later(hours=20)).closes_at < OPENS


def test_a_closed_round_is_not_changed(opened: MakeRound, amina: User) -> None:
    round = opened()
    closed = close_round(by=amina, round=round, at=later(days=1))
    with pytest.raises(ValidationError):
        update_round(by=amina, round=closed, at=later(days=2), since_en="x")


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 3, 8), time(17), datetime(2026, 3, 8, 21, tzinfo=UTC)),  # the day clocks are put forward
        (date(2026, 3, 7), time(17), datetime(2026, 3, 7, 22, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),  # twice that day: the first
    ],
)
def test_an_hour_there_is_the_right_moment_on_the_days_clocks_change(day: date, hour: time, expected: datetime) -> None:
    assert moment_there(day, hour, ZoneInfo("America/Toronto")) == expected


def test_an_hour_that_is_skipped_is_refused() -> None:
    with pytest.raises(ValueError):
        moment_there(date(2026, 3, 8), time(2, 30), ZoneInfo("America/Toronto"))


def test_moments_are_said_in_the_zone_of_the_partnership() -> None:
    words = moment_in_words(CLOSES, ZoneInfo("America/St_Johns"))

    assert words.replace("\u00a0", " ") == "Tuesday, March 24, 2026, at 6:30 PM (St Johns time)"


def test_the_next_round_is_proposed_a_cadence_after_the_last_one(planned: MakeRound, alpha: Partnership) -> None:
    assert usual_dates(alpha, AT)[0] == OPENS
    planned()

    opens, closes = usual_dates(alpha, AT)
    assert opens == datetime(2026, 9, 3, 13, tzinfo=UTC)
    assert closes == datetime(2026, 9, 24, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "code"),
    [
        (date(2025, 3, 3), "under_1"),
        (date(2025, 3, 2), "1_to_3"),
        (date(2023, 3, 2), "1_to_3"),
        (date(2023, 3, 1), "over_3"),
    ],
)
def test_the_length_of_membership_counts_whole_years(since: date, code: str) -> None:
    assert tenure(since, date(2026, 3, 2)) == code


def test_the_promise_is_said_word_for_word_in_both_languages(planned: MakeRound) -> None:
    round = planned(k=6)

    assert promise_of(round, "en").text == (
        "Your answers are confidential: they are stored under a code so that change over time can be measured."
        " Coordinators never see"
        " individual answers; results appear only for groups of 6 or more. The system’s operators could technically"
        " trace the code."
    )
    assert promise_of(round, "en").notes == (
        "Take care not to identify yourself in comments.",
        "A question is shown as it was answered: if everybody gives the same answer, everybody’s answer is known.",
    )
    assert "groupes de 6 personnes ou plus" in promise_of(round, "fr").text


def test_the_number_of_queries_of_opening_does_not_grow_with_the_members(
    amina: User,
    alpha: Partnership,
    beta: Partnership,
    elise: User,
    core: InstrumentVersion,
    members: Members,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for number in range(60):
        factories.member(beta, f"Person {number}")
    for by, partnership in ((amina, alpha), (elise, beta)):
        round = planned_round(by, partnership, core)
        with django_assert_max_num_queries(22):
            open_round(by=by, round=round, at=AT)


def test_of_several_openings_at_once_one_opens(
    planned: MakeRound, transactional_db: None, amina: User, members: Members
) -> None:
    round = planned()
    outcomes = together(*[lambda: open_round(by=amina, round=round, at=AT)] * 4)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Round", *["ValidationError"] * 3]
    assert (Invitation.objects.count(), Message.objects.count()) == (12, 12)
    assert Entry.objects.filter(action="round.open").count() == 1
    assert connection.is_usable()
