"""The close of a round: one transaction, nothing lost, nothing twice, and numbers equal to a hand computation."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from assessments.models import Change, InstrumentVersion, Invitation, Round, Score
from assessments.models.answers import Comment, Response, SealedAnswers
from assessments.results.queries import breakdown_of, changes_of, plan_of, scores_of, tallies_of
from assessments.rounds.closing import NotOpen, begin_due_closes, close_round
from partnerships.models import Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.outbox.claims import PutOff, do_due_work
from synergy.outbox.models import Work
from tests import factories
from tests.assessments.conftest import SealRound
from tests.conftest import Members
from tests.factories import AT, CLOSES, alike, answers_of


def test_closing_copies_submitted_answers_and_leaves_no_link(
    seal: SealRound, members: Members, core: InstrumentVersion, amina: User
) -> None:
    round = seal([(person, answers_of(core, alike(4))) for person in members])
    draft = Invitation.objects.filter(round=round).first()
    assert draft is not None
    Invitation.objects.filter(pk=draft.pk).update(submitted_on=None)
    closed = close_round(by=amina, round=round, at=CLOSES)
    assert (closed.state, closed.invited, closed.started, closed.submitted) == ("closed", 12, 12, 11)
    assert Response.objects.filter(round=round).count() == 11
    assert not SealedAnswers.objects.exists()
    ids = {str(row) for row in Invitation.objects.values_list("pk", flat=True)}
    assert not ids & {str(row) for row in Response.objects.values_list("pk", flat=True)}


def test_scores_equal_a_hand_computation(seal: SealRound, members: Members, amina: User) -> None:
    values = [5, 4, 4, 3, 4, 5, 2, 4, 3, 5, 4, 1]
    answers = [(p, {"RES1": v, "RES2": "na", "RES3": 3, "RES4": None}) for p, v in zip(members, values, strict=True)]
    round = close_round(by=amina, round=seal(answers), at=CLOSES)
    value = scores_of([round])[round.pk]["RES"]
    # Two of four items have answers, which is enough: (44 / 12 + 3) / 2.
    assert (value.n, value.mean, value.items) == (12, pytest.approx(10 / 3), ("RES1", "RES3"))
    assert value.band == "discuss"
    tally = tallies_of(round)["RES1"]
    assert tally.counts == {"1": 1, "2": 1, "3": 2, "4": 5, "5": 3}
    assert (tally.na, tally.dk, tally.blank) == (0, 0, 0)
    assert tallies_of(round)["RES2"].shown is False


def test_small_groups_and_those_that_would_give_them_away_are_stored_empty(
    seal: SealRound, members: Members, core: InstrumentVersion, amina: User
) -> None:
    # Kinds: five clinicians, three patient partners, two academics, two decision makers; the last three add up to 7.
    answers = [(p, answers_of(core, alike(2 + n % 3))) for n, p in enumerate(members)]
    round = close_round(by=amina, round=seal(answers), at=CLOSES)
    table = breakdown_of(round, "kind")
    assert table is not None
    assert {group: group in table.shown for group in table.labels} == {
        "clinician": True,
        "patient_partner": False,
        "academic": False,
        "decision_maker": False,
    }
    hidden = Score.objects.filter(round=round, breakdown="kind").exclude(group__in=("", "clinician"))
    assert hidden.exists()
    assert not hidden.exclude(shown=False, n=None, mean=None, sd=None, low=None, high=None, details={}).exists()


def test_fewer_answers_than_k_publish_nothing(
    seal: SealRound, members: Members, core: InstrumentVersion, amina: User
) -> None:
    round = close_round(by=amina, round=seal([(p, answers_of(core, alike(5))) for p in members[:4]]), at=CLOSES)
    assert plan_of(round).published is False
    assert not any(value.shown for value in scores_of([round])[round.pk].values())
    assert not any(tally.shown for tally in tallies_of(round).values())


def test_closing_again_changes_nothing(seal: SealRound, members: Members, core: InstrumentVersion, amina: User) -> None:
    round = seal([(p, answers_of(core, alike(4))) for p in members])
    first = close_round(by=amina, round=round, at=CLOSES)
    again = close_round(by=amina, round=round, at=CLOSES + timedelta(hours=1))
    assert (again.closed_at, Response.objects.count()) == (first.closed_at, 12)


def test_the_clock_closes_rounds_that_are_due_and_no_other(
    seal: SealRound, members: Members, core: InstrumentVersion
) -> None:
    round = seal([(p, answers_of(core, alike(4))) for p in members])
    assert begin_due_closes(CLOSES - timedelta(seconds=1)) == 0
    assert begin_due_closes(CLOSES) == 1
    assert begin_due_closes(CLOSES + timedelta(seconds=1)) == 0
    assert do_due_work(CLOSES + timedelta(seconds=2)) == 1
    assert do_due_work(CLOSES + timedelta(seconds=3)) == 0
    round.refresh_from_db()
    assert (round.is_closed, round.closed_at) == (True, CLOSES)


def test_only_a_coordinator_closes_and_only_an_open_round(seal: SealRound, bruno: User, amina: User) -> None:
    round = seal([])
    with pytest.raises(PermissionDenied):
        close_round(by=bruno, round=round, at=CLOSES)
    Round.objects.filter(pk=round.pk).update(state=Round.State.PLANNED)
    with pytest.raises(NotOpen):
        close_round(by=amina, round=round, at=CLOSES)


def test_change_is_measured_against_the_round_before(
    seal: SealRound, members: Members, core: InstrumentVersion, amina: User
) -> None:
    low = [(p, answers_of(core, alike(2 + n % 2))) for n, p in enumerate(members)]
    close_round(by=amina, round=seal(low), at=CLOSES)
    high = [(p, answers_of(core, alike(4 + n // 2 % 2))) for n, p in enumerate(members)]
    second = close_round(by=amina, round=seal(high, number=2), at=CLOSES + timedelta(days=180))
    change = changes_of(second)[1]["ATM"]
    # All twelve answered both times, so each is their own comparison: changes of 1, 2 and 3 points, 2 on average.
    assert (change.against, change.difference, change.verdict) == (1, 2.0, "rise")
    assert (change.linked, change.n_linked) == (True, 12)
    assert Change.objects.filter(round=second, construct="I1").exists() is False


def test_comments_lose_their_author(seal: SealRound, members: Members, amina: User) -> None:
    round = seal([(person, {"RES1": 4}) for person in members])
    for n, sealed in enumerate(SealedAnswers.objects.filter(round=round)):
        SealedAnswers.objects.filter(pk=sealed.pk).update(comments={"O1": f"Text {n}", "S1": " "})
    close_round(by=amina, round=round, at=CLOSES)
    assert sorted(Comment.objects.values_list("text", flat=True)) == sorted(f"Text {n}" for n in range(12))
    assert {f.name for f in Comment._meta.get_fields()} == {"id", "round", "question", "text", "redacted", "state"}


def test_a_person_keeps_one_code_over_rounds(
    alpha: Partnership, seal: SealRound, farid: Stakeholder, amina: User
) -> None:
    people = [farid, *(factories.member(alpha, f"Person {n}") for n in range(5))]
    for number in (1, 2):
        close_round(by=amina, round=seal([(p, {"RES1": 4}) for p in people], number=number), at=CLOSES)
    keys = [set(Response.objects.filter(round__number=n).values_list("panel_key", flat=True)) for n in (1, 2)]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 6


def _beside_imported(round: Round, answers: list[dict[str, Any]]) -> None:
    SealedAnswers.objects.bulk_create(SealedAnswers(round=round, answers=given) for given in answers)


def test_imported_answers_do_not_help_one_person_reach_k(
    seal: SealRound, members: Members, core: InstrumentVersion, amina: User
) -> None:
    """Whoever imports four answers knows them: a mean over five would tell the fifth person's answer."""
    round = seal([(members[0], answers_of(core, alike(1)))])
    _beside_imported(round, [answers_of(core, alike(2 + n % 2)) for n in range(4)])
    close_round(by=amina, round=round, at=CLOSES)
    assert plan_of(round).published is False
    assert not Score.objects.filter(round=round, shown=True).exists()
    assert not any(tally.shown for tally in tallies_of(round).values())


def test_beside_imported_answers_each_number_needs_k_people_by_link(
    seal: SealRound, members: Members, core: InstrumentVersion, amina: User
) -> None:
    people = [(person, answers_of(core, alike(3 + n % 2))) for n, person in enumerate(members[:6])]
    for _person, given in people[:2]:
        given["RES1"] = "dk"
    round = seal(people)
    _beside_imported(round, [answers_of(core, alike(2 + n % 3)) for n in range(6)])
    round = close_round(by=amina, round=round, at=CLOSES)
    tallies = tallies_of(round)
    assert tallies["RES2"].shown
    assert tallies["RES1"].shown is False
    table = breakdown_of(round, "kind")
    assert table is not None
    assert not table.shown


def test_a_round_that_cannot_be_closed_stops_no_other(
    seal: SealRound, members: Members, core: InstrumentVersion, beta: Partnership
) -> None:
    broken = seal([(person, answers_of(core, alike(4))) for person in members])
    SealedAnswers.objects.filter(round=broken).update(answers={"RES1": "no answer of this item"})
    well = factories.open_round(beta, core, opens_at=AT, closes_at=CLOSES)
    assert begin_due_closes(CLOSES) == 2
    Work.objects.filter(subject_ref=str(well.pk)).update(due_at=CLOSES + timedelta(seconds=1))
    with pytest.raises(PutOff, match="ValueError in") as raised:
        do_due_work(CLOSES)
    assert "no answer" not in str(raised.value)
    assert do_due_work(CLOSES + timedelta(seconds=1)) == 1
    for round, state in ((broken, "closing"), (well, "closed")):
        round.refresh_from_db()
        assert round.state == state
