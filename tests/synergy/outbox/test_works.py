"""Due work: asked for once, done by one worker at a time, taken up again whatever happened to the one before."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from synergy.outbox import claims, works
from synergy.outbox.claims import Claim, Lost, PutOff, claim_work, do_due_work, release_dead
from synergy.outbox.models import Heartbeat, Work
from synergy.outbox.processes import has_died, this_process
from synergy.outbox.ticks import note_heartbeat
from synergy.outbox.works import WorkKind, WorkRefused, cancel_work, progress_of, queue_work
from tests.concurrency import together
from tests.synergy.conftest import AT

Make = Callable[..., Work]
_does: list[Callable[[Claim], None]] = []


def run(claim: Claim) -> None:
    """What the test at hand wants the work to do."""
    _does[-1](claim)


def finish(claim: Claim) -> None:
    with claim.ending():
        Heartbeat.objects.create(name=claim.work.key, last_at=claim.at)


@pytest.fixture
def ask(db: None) -> Iterator[Make]:
    words = ("It is added up", "It is added up now")
    works.register(
        WorkKind("sums", "tests.synergy.outbox.test_works.run", *words, lambda work: "/there/", may_be_cancelled=True)
    )
    _does.append(finish)
    yield lambda key="a", at=AT, **more: queue_work(by=None, kind="sums", key=key, at=at, **more)
    _does.clear()
    works._kinds.pop("sums")


def state_of(work: Work) -> str:
    work.refresh_from_db()
    return work.state


def test_work_asked_for_twice_is_done_once_and_carries_the_moment_of_asking(ask: Make) -> None:
    first, second = ask(), ask()
    assert first.pk == second.pk
    later = AT + timedelta(hours=3)
    assert (do_due_work(later), do_due_work(later)) == (1, 0)
    assert state_of(first) == Work.State.DONE
    assert Heartbeat.objects.get().last_at == AT
    assert ask().state == Work.State.DONE


def test_no_work_is_done_before_it_is_due(ask: Make) -> None:
    ask()
    assert do_due_work(AT - timedelta(seconds=1)) == 0


def test_work_that_fails_is_tried_again_later_and_the_words_of_its_error_stand_nowhere(
    ask: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(claim: Claim) -> None:
        with claim.ending():
            Heartbeat.objects.create(name="half", last_at=claim.at)
            raise RuntimeError("she answered 4")

    _does.append(fails)
    work = ask()
    with pytest.raises(PutOff, match="sums: RuntimeError in fails") as raised:
        do_due_work(AT)
    assert not Heartbeat.objects.exists()
    assert "answered" not in f"{raised.value}{caplog.text}{raised.value.__cause__}"
    assert state_of(work) == Work.State.WAITING
    assert work.last_error == "RuntimeError"
    assert do_due_work(AT + timedelta(seconds=59)) == 0
    _does.append(finish)
    assert do_due_work(AT + timedelta(minutes=2)) == 1
    assert (state_of(work), work.attempts, work.last_error) == (Work.State.DONE, 2, "")


def test_refused_work_is_not_tried_again_until_somebody_asks_again(ask: Make) -> None:
    def refuses(claim: Claim) -> None:
        raise WorkRefused("The round is not open.")

    _does.append(refuses)
    work = ask()
    assert do_due_work(AT) == 1
    shown = progress_of("a")
    assert shown is not None
    assert (shown.stage, shown.reason, shown.place) == ("failed", "The round is not open.", "/there/")
    assert do_due_work(AT + timedelta(days=1)) == 0
    _does.append(finish)
    assert ask().pk == work.pk
    assert do_due_work(AT) == 1
    assert (state_of(work), work.last_error) == (Work.State.DONE, "")


def test_work_says_how_far_it_is(ask: Make) -> None:
    seen = []

    def counts(claim: Claim) -> None:
        claim.progress(1, 4)
        seen.append(progress_of("a"))
        finish(claim)

    _does.append(counts)
    ask()
    do_due_work(AT)
    assert [(one.percent, one.stage, one.label) for one in seen if one] == [(25, "running", "It is added up")]
    done = progress_of("a")
    assert done is not None
    assert (done.percent, done.stage, done.label) == (None, "done", "It is added up now")


def test_work_is_cancelled_while_it_waits_or_at_its_next_step(ask: Make) -> None:
    waiting = ask("waiting")
    assert cancel_work(pk=waiting.pk, at=AT)
    assert state_of(waiting) == Work.State.CANCELLED

    def is_called_off(claim: Claim) -> None:
        assert cancel_work(pk=claim.work.pk, at=AT)
        claim.progress(1, 1)
        raise AssertionError("it went on")

    _does.append(is_called_off)
    running = ask("running")
    assert do_due_work(AT) == 1
    assert state_of(running) == Work.State.CANCELLED
    assert not cancel_work(pk=running.pk, at=AT)


def test_a_worker_that_lost_its_work_stores_nothing(ask: Make) -> None:
    work = ask()
    slow = claim_work(AT)
    assert slow is not None
    assert claim_work(AT) is None
    silent = timezone.now() - claims.SILENT_FOR - timedelta(seconds=1)
    Work.objects.update(seen_at=silent)
    assert release_dead(AT) == 1
    quick = claim_work(AT)
    assert quick is not None
    for step in (lambda: slow.progress(1, 1), lambda: finish(slow)):
        with pytest.raises(Lost):
            step()
    finish(quick)
    assert state_of(work) == Work.State.DONE
    assert Heartbeat.objects.count() == 1


def test_a_tick_that_lost_its_claim_goes_on_quietly(ask: Make) -> None:
    def is_taken_over(claim: Claim) -> None:
        Work.objects.update(claimed_by="another")
        finish(claim)

    _does.append(is_taken_over)
    work = ask()
    assert do_due_work(AT) == 1
    assert (state_of(work), work.last_error, Heartbeat.objects.count()) == (Work.State.RUNNING, "", 0)


def test_work_cancelled_after_its_last_step_stores_nothing(ask: Make) -> None:
    def is_called_off(claim: Claim) -> None:
        assert cancel_work(pk=claim.work.pk, at=AT)
        finish(claim)

    _does.append(is_called_off)
    work = ask()
    do_due_work(AT)
    assert (state_of(work), Heartbeat.objects.count()) == (Work.State.CANCELLED, 0)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_worker_at_its_last_step(ask: Make) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for everything")
    said: list[object] = []

    def others() -> None:
        try:
            said.extend([ask().state, cancel_work(pk=Work.objects.get().pk, at=AT), release_dead(AT)])
        finally:
            connections.close_all()

    def is_slow(claim: Claim) -> None:
        with claim.ending():
            Work.objects.update(seen_at=AT)
            thread = threading.Thread(target=others)
            thread.start()
            thread.join()

    _does.append(is_slow)
    work = ask()
    do_due_work(AT)
    assert said == [Work.State.RUNNING, False, 0]
    assert state_of(work) == Work.State.DONE


def test_work_that_nobody_takes_up_is_called_late(ask: Make) -> None:
    ask()
    Work.objects.update(due_at=timezone.now() - timedelta(minutes=3))
    shown = progress_of("a")
    assert shown is not None
    assert shown.stage == "late"


def test_a_worker_that_gives_signs_of_life_keeps_its_work(ask: Make) -> None:
    ask()
    claim = claim_work(AT)
    assert claim is not None
    Work.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    claim.give_sign()
    assert release_dead(AT) == 0


@pytest.mark.django_db(transaction=True)
def test_signs_of_life_come_by_themselves_while_a_worker_computes(ask: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_SIGN_EVERY", 0.05)
    long_ago = timezone.now() - timedelta(hours=1)

    def computes(claim: Claim) -> None:
        Work.objects.update(seen_at=long_ago)
        for _turn in range(400):
            if Work.objects.get().seen_at != long_ago:
                break
            threading.Event().wait(0.02)
        finish(claim)

    _does.append(computes)
    work = ask()
    do_due_work(AT)
    assert state_of(work) == Work.State.DONE
    assert work.seen_at is not None
    assert work.seen_at > long_ago


def test_the_work_of_a_process_that_died_is_taken_up_at_once(ask: Make) -> None:
    code = "from synergy.outbox.processes import this_process; print(this_process(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        work = ask()
        assert claim_work(AT) is not None
        Work.objects.update(claimed_by=name)
        assert not has_died(name)
        assert release_dead(AT) == 0
        other.kill()
    assert has_died(name)
    assert do_due_work(AT) == 1
    assert state_of(work) == Work.State.DONE


def test_a_process_elsewhere_is_never_taken_for_dead_from_here() -> None:
    assert not has_died("another-machine/4026531836/1/99")
    assert not has_died("")
    assert not has_died(this_process())
    number, began = this_process().rsplit("/", 2)[1:]
    assert number == str(os.getpid())
    assert has_died(this_process().removesuffix(began) + "1")  # the number was used again


def test_work_whose_workers_keep_dying_waits_before_the_next_one(ask: Make) -> None:
    work = ask()
    for _death in range(5):
        assert claim_work(AT) is not None
        Work.objects.update(claimed_by=this_process() + "0")
        assert release_dead(AT) == 1
    assert claim_work(AT) is None
    assert claim_work(AT + timedelta(minutes=1)) is not None
    assert work.attempts == 0


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_do_each_piece_of_work_once(ask: Make) -> None:
    for number in range(12):
        ask(f"k{number}")

    def empties() -> None:
        while do_due_work(AT):
            pass

    assert together(*[empties] * 4) == [None] * 4
    assert Heartbeat.objects.count() == 12
    assert set(Work.objects.values_list("state", flat=True)) == {Work.State.DONE}
    assert set(Work.objects.values_list("attempts", flat=True)) == {1}


def test_the_database_holds_running_work_to_a_claim_and_keys_to_one_row(ask: Make) -> None:
    work = ask()
    for wrong in ({"state": Work.State.RUNNING}, {"key": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Work.objects.filter(pk=work.pk).update(**wrong)


def test_the_last_transaction_of_work_may_take_longer_than_a_page(ask: Make) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("statement_timeout is PostgreSQL's")
    seen: list[Any] = []

    def looks(claim: Claim) -> None:
        with claim.ending(), connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            seen.append(cursor.fetchone()[0])

    _does.append(looks)
    ask()
    do_due_work(AT)
    assert seen == ["10min"]


def health() -> tuple[int, list[str]]:
    answer = Client().get("/health/")
    return answer.status_code, answer.json()["reasons"]


@pytest.mark.django_db(transaction=True)
def test_work_that_nobody_takes_up_is_reported(ask: Make) -> None:
    work = ask(at=timezone.now())
    Work.objects.update(due_at=timezone.now() - timedelta(minutes=9))
    assert health()[0] == 200
    Work.objects.update(due_at=timezone.now() - timedelta(minutes=11))
    assert health() == (503, ["Due work has waited for more than 10 minutes: start manage.py tick --loop"])
    assert do_due_work(timezone.now()) == 1
    assert health()[0] == 200
    assert state_of(work) == Work.State.DONE


@pytest.mark.django_db(transaction=True)
def test_work_that_fails_is_reported_by_its_kind(ask: Make) -> None:
    def fails(claim: Claim) -> None:
        raise RuntimeError("she answered 4")

    _does.append(fails)
    ask()
    with pytest.raises(PutOff):
        do_due_work(AT)
    assert health() == (503, ["Due work failed and is tried again (sums): see due work in the admin"])


@pytest.mark.django_db(transaction=True)
def test_work_that_never_ends_or_whose_workers_die_of_it_is_reported(ask: Make) -> None:
    ask()
    assert claim_work(AT) is not None
    Work.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    assert health() == (503, ["Due work has not ended for an hour (sums): see due work in the admin"])
    Work.objects.update(attempts=5, claimed_by=this_process() + "0")
    assert release_dead(timezone.now()) == 1
    assert health() == (503, ["Due work failed and is tried again (sums): see due work in the admin"])


@pytest.mark.django_db(transaction=True)
def test_a_tick_at_a_long_piece_of_work_has_not_stopped(ask: Make) -> None:
    note_heartbeat(timezone.now() - timedelta(minutes=11))
    assert "The tick has not run for 10 minutes" in health()[1][0]
    ask(at=timezone.now() - timedelta(seconds=1))
    assert claim_work(timezone.now()) is not None
    assert health()[0] == 200
