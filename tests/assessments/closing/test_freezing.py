"""What follows the claim of a close: interrupted anywhere, done again with the same result, and in nobody's way."""

import random
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.utils import timezone

from assessments.closing.publishing import compute_rows, rules_of
from assessments.disclosure.publications import publication
from assessments.disclosure.respondents import Respondents, Row
from assessments.invitations.mails import queue_invitations
from assessments.models import Change, Finding, Gap, Invitation, ItemTally, PublicationPlan, Round, Score
from assessments.models.answers import Comment, Response, SealedAnswers
from assessments.models.named import NamedResponse
from assessments.questionnaire import questionnaire
from assessments.rounds.closing import begin_close, begin_due_closes, close_round, work_key
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.outbox.claims import SILENT_FOR, Claim, PutOff, claim_this, do_due_work, do_work
from synergy.outbox.models import Message, State, Work
from tests.assessments.conftest import SealRound
from tests.conftest import Members
from tests.factories import CLOSES

PUBLISHED = (Score, ItemTally, Gap, Finding, Change, PublicationPlan)


class Interrupted(BaseException):
    """As when the process ends."""


class Brittle(Claim):
    """A claim whose worker is stopped after a thousand copies, or just before the last transaction."""

    stops_at = "progress"

    def progress(self, done: int, total: int) -> None:
        if self.stops_at == "progress":
            raise Interrupted

    def ending(self) -> Any:
        raise Interrupted


def claimed(round: Round, by: User) -> Claim:
    """The work of this round, whose close somebody has just asked for."""
    begin_close(by=by, round=round, at=CLOSES)
    claim = claim_this(Work.objects.get(key=work_key(round)), CLOSES)
    assert claim is not None
    return claim


def answered(seal: SealRound, members: Members, number: int = 1, **fields: Any) -> Round:
    """A round in which everybody has answered every question, each in their own way, with a comment."""
    round = seal([(person, {}) for person in members], number=number, **fields)
    chance = random.Random(number)
    for sealed in SealedAnswers.objects.filter(round=round):
        items = questionnaire(round.version).items
        sealed.answers = {item.code: chance.randint(1, min(5, len(item.options))) for item in items}
        sealed.comments = {"O1": f"comment {chance.random()}"}
        sealed.save()
    return round


def stored(round: Round) -> tuple[list[str], list[str]]:
    answers = sorted(str(sorted(response.answers.items())) for response in Response.objects.filter(round=round))
    return answers, sorted(Comment.objects.filter(round=round).values_list("text", flat=True))


@pytest.mark.parametrize("stops_at", ["progress", "ending"])
@pytest.mark.parametrize("mode", Round.Mode.values)
def test_a_close_interrupted_anywhere_ends_as_if_nothing_had_happened(
    seal: SealRound, members: Members, amina: User, mode: str, stops_at: str
) -> None:
    round = answered(seal, members, mode=mode)
    brittle = Brittle(claimed(round, amina).work, CLOSES)
    brittle.stops_at = stops_at
    with pytest.raises(Interrupted):
        do_work(brittle)
    round.refresh_from_db()
    assert round.is_closing
    assert SealedAnswers.objects.count() == Response.objects.count() == len(members)
    assert not any(model._default_manager.exists() for model in PUBLISHED)
    assert Invitation.objects.filter(round=round, submitted_on__isnull=False).count() == len(members)

    Work.objects.update(state=Work.State.WAITING)
    assert do_due_work(CLOSES + timedelta(hours=1)) == 1
    round.refresh_from_db()
    assert (round.is_closed, round.closed_at, round.submitted) == (True, CLOSES, len(members))
    assert not SealedAnswers.objects.exists()
    assert len(stored(round)[0]) == len(stored(round)[1]) == len(members)
    assert NamedResponse.objects.count() == (len(members) if mode == Round.Mode.IDENTIFIED else 0)
    assert Entry.objects.filter(action="round.close").count() == 1
    assert Entry.objects.get(action="round.close").actor_id == amina.pk


class Paused(Claim):
    """A claim whose worker stands still before its n-th writing for so long that another one closes the round."""

    before = 0

    def step(self) -> Any:
        if self.before == 0:
            Work.objects.update(seen_at=timezone.now() - SILENT_FOR - timedelta(seconds=1))
            assert do_due_work(CLOSES + timedelta(minutes=2)) == 1
        self.before -= 1
        return super().step()


# Finding out that it is closing, the copies, the comments, the end.
@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("mode", Round.Mode.values)
def test_a_worker_that_wakes_up_after_another_has_closed_the_round_changes_nothing(
    seal: SealRound, members: Members, amina: User, mode: str, before: int
) -> None:
    round = answered(seal, members, mode=mode)
    paused = Paused(claimed(round, amina).work, CLOSES)
    paused.before = before
    do_work(paused)
    assert paused.before < 0
    round.refresh_from_db()
    assert round.is_closed
    assert len(stored(round)[0]) == len(stored(round)[1]) == len(set(stored(round)[1])) == len(members)
    assert NamedResponse.objects.count() == (len(members) if mode == Round.Mode.IDENTIFIED else 0)
    assert Entry.objects.filter(action="round.close").count() == 1
    assert Work.objects.get().state == Work.State.DONE


def test_copies_that_are_not_whole_are_never_taken_for_the_answers(
    seal: SealRound, members: Members, amina: User
) -> None:
    round = answered(seal, members)

    class Disturbed(Claim):
        def ending(self) -> Any:
            Response.objects.filter(round=round).first().delete()  # type: ignore[union-attr]
            return super().ending()

    with pytest.raises(PutOff, match="Incomplete"):
        do_work(Disturbed(claimed(round, amina).work, CLOSES))
    assert SealedAnswers.objects.count() == len(members)
    assert not Score.objects.exists()
    assert do_due_work(CLOSES + timedelta(minutes=2)) == 1
    assert Response.objects.count() == len(members)


def test_mails_of_an_anonymous_round_keep_their_state_under_their_new_keys(
    seal: SealRound, members: Members, amina: User
) -> None:
    round = answered(seal, members, mode=Round.Mode.ANONYMOUS)
    invitations = list(Invitation.objects.filter(round=round).select_related("stakeholder", "round__partnership"))
    queue_invitations(invitations, CLOSES)
    sent = Message.objects.filter(subject_ref=str(invitations[0].pk))
    assert sent.update(state=State.SENT) == 1
    before = {message.pk: (message.state, message.recipient) for message in Message.objects.all()}
    close_round(by=amina, round=round, at=CLOSES)
    assert {message.pk: (message.state, message.recipient) for message in Message.objects.all()} == before
    now = {str(pk) for pk in Invitation.objects.filter(round=round).values_list("pk", flat=True)}
    assert {message.subject_ref for message in Message.objects.all()} == now
    assert not now & {str(invitation.pk) for invitation in invitations}
    assert all(message.subject_ref in message.key for message in Message.objects.all())


def test_what_is_published_does_not_depend_on_the_order_of_the_answers(seal: SealRound) -> None:
    """Rows are copied in random order, and an interrupted close draws another one."""
    round = seal([])
    chance, asked = random.Random(7), questionnaire(round.version)
    values = {item.code: [*range(1, 1 + min(5, len(item.options))), "dk"] for item in asked.items}
    people = [
        Row(str(n), {"kind": chance.choice("abc")}, {code: chance.choice(some) for code, some in values.items()}, False)
        for n in range(60)
    ]
    published = set()
    for _order in range(5):
        chance.shuffle(people)
        respondents = Respondents.from_rows(asked.scoring, people, ["kind"])
        rows = compute_rows(round, publication(respondents, rules_of(round), []), {})
        published.add(str([model_to_dict(row, exclude=["id"]) for alike in rows for row in alike]))
    assert len(published) == 1


def test_a_round_found_closing_without_work_gets_it_again(seal: SealRound, members: Members, amina: User) -> None:
    round = answered(seal, members)
    begin_close(by=amina, round=round, at=CLOSES)
    Work.objects.all().delete()
    assert begin_due_closes(CLOSES + timedelta(minutes=1)) == 0
    assert do_due_work(CLOSES + timedelta(minutes=1)) == 1
    round.refresh_from_db()
    assert round.is_closed


def test_a_round_whose_close_is_asked_for_twice_or_by_the_clock_as_well_is_closed_once(
    seal: SealRound, members: Members, amina: User
) -> None:
    round = answered(seal, members)
    for _click in range(2):
        assert begin_close(by=amina, round=round, at=CLOSES).is_closing
    assert begin_due_closes(CLOSES + timedelta(minutes=1)) == 0
    assert (do_due_work(CLOSES), do_due_work(CLOSES)) == (1, 0)
    assert Response.objects.count() == len(members)


def test_no_transaction_is_open_while_a_close_copies_and_computes(
    seal: SealRound, members: Members, amina: User
) -> None:
    """The depth of transactions at every statement: only the last ones, and each thousand copies, stand in one."""
    round = answered(seal, members)
    begin_close(by=amina, round=round, at=CLOSES)
    depth = len(connection.savepoint_ids)
    inside: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if len(connection.savepoint_ids) > depth:
            inside.append(sql.split(" WHERE ")[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        do_due_work(CLOSES)
    reads = [sql for sql in inside if re.match('SELECT (?!COUNT).*"assessments_(sealed|response)', sql)]
    assert reads == []
    assert any('DELETE FROM "assessments_sealedanswers"' in sql for sql in inside)
    assert any('INSERT INTO "assessments_score"' in sql for sql in inside)
