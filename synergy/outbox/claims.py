"""A worker claims one piece of due work, gives signs of life while it works, and loses the piece when it dies."""

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from traceback import extract_tb

from django.db import Error, connection, transaction
from django.utils import timezone, translation

from synergy.outbox.models import Work, WorkQuerySet
from synergy.outbox.processes import has_died, this_process
from synergy.outbox.works import WorkRefused, require

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# A worker that gave no sign of life for so long counts as dead: nobody can ask a process on another machine.
SILENT_FOR = timedelta(seconds=60)
_SIGN_EVERY = 10.0  # seconds between two signs of life
_GLANCE = 0.5  # seconds between two notes of progress: a note is a write, and some steps take milliseconds
# After so many workers in a row died of the same work, it waits as after a failure: the work may be what kills them.
_DEATHS_IN_A_ROW = 5


class Cancelled(Exception):
    """Somebody cancelled the work."""


class Lost(Exception):
    """Another worker has the work now, because this worker gave no sign of life for too long."""


class PutOff(Exception):
    """The work failed and will be tried again; the text says where, without the words of the error."""


class Claim:
    """The right of this process alone to do a piece of work; `at` is the moment somebody asked for the work.

    Three attempts at one close: worker 1 claims the round (attempt 1) and its machine loses power. A minute later
    worker 2 claims the same row (attempt 2) and is paused by its host; worker 3 takes over (attempt 3) and ends the
    close. When worker 2 wakes up, the row no longer says attempt 2: every write of worker 2 finds no row, and is Lost.
    """

    def __init__(self, work: Work, now: datetime) -> None:
        self.work, self.at = work, work.asked_at
        self._claimed, self._began = now, time.monotonic()
        self._noted = 0.0

    def progress(self, done: int, total: int) -> None:
        """Note how far the work is, outside of transactions, so that pages see it. Raises Cancelled, or Lost."""
        if done < total and time.monotonic() - self._noted < _GLANCE:
            return
        self._noted = time.monotonic()
        self._require(self._mine().update(steps_done=done, steps_total=total, seen_at=timezone.now()))
        if self._mine().filter(to_cancel=True).exists():
            raise Cancelled

    @contextmanager
    def step(self) -> Iterator[None]:
        """Open a transaction for what the work writes on its way. Raises Lost or Cancelled before anything is written.

        A paused process does not know how long it stood still: meanwhile another process may have taken the work over
        and ended it. The step therefore locks the row of the work first, so that nobody takes the work over within it.
        """
        with transaction.atomic():
            held = list(self._mine().select_for_update())
            self._require(len(held))
            if held[0].to_cancel:
                raise Cancelled
            yield

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Open the step that stores the results and marks the work as done: a reader sees both or neither."""
        with self.step():
            _take_time()
            yield
            self.end(Work.State.DONE)

    def give_sign(self) -> None:
        self._mine().update(seen_at=timezone.now())

    def end(self, state: Work.State, reason: str = "") -> None:
        self._mine().update(state=state, last_error=reason[:300], ended_at=self._now())

    def put_off(self, reason: str) -> None:
        later = self._now() + BACK_OFF[min(self.work.attempts, len(BACK_OFF)) - 1]
        self._mine().update(state=Work.State.WAITING, last_error=reason, due_at=later)

    def _now(self) -> datetime:
        return self._claimed + timedelta(seconds=time.monotonic() - self._began)

    def _mine(self) -> WorkQuerySet:
        return Work.objects.filter(
            pk=self.work.pk, state=Work.State.RUNNING, claimed_by=self.work.claimed_by, attempts=self.work.attempts
        )

    def _require(self, rows: int) -> None:
        if not rows:
            raise Lost


def do_due_work(at: datetime) -> int:
    """Do the piece of work that has been due for longest, and return how many were done, 0 or 1. Raises PutOff.

    One short transaction claims the work. While the work is being done no transaction is open and no lock is held,
    because other people go on answering.
    """
    release_dead(at)
    claim = claim_work(at)
    if claim is not None:
        do_work(claim)
    return int(claim is not None)


def claim_work(at: datetime) -> Claim | None:
    """Claim the piece of work that has been due for longest; None when nothing is due, or others were quicker."""
    return _claimed(Work.objects.due(at).order_by("due_at", "pk"), at)


def claim_this(work: Work, at: datetime) -> Claim | None:
    """Claim this piece of work, whenever it is due; None when another worker has it, or it has ended."""
    return _claimed(Work.objects.filter(pk=work.pk, state=Work.State.WAITING), at)


@transaction.atomic
def _claimed(waiting: WorkQuerySet, at: datetime) -> Claim | None:
    work = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if work is None:
        return None
    # SQLite has no row locks: there the condition on the state decides which of two workers gets the row.
    free = Work.objects.filter(pk=work.pk, state=Work.State.WAITING)
    work.state, work.attempts, work.claimed_by, work.seen_at = (
        Work.State.RUNNING, work.attempts + 1, this_process(), timezone.now(),
    )  # fmt: skip
    taken = free.update(
        state=work.state, attempts=work.attempts, claimed_by=work.claimed_by, seen_at=work.seen_at,
        steps_done=0, steps_total=0,
    )  # fmt: skip
    return Claim(work, at) if taken else None


@transaction.atomic
def release_dead(at: datetime) -> int:
    """Let other workers take up what a worker left: it died (its own machine sees that at once) or fell silent."""
    freed = 0
    for work in Work.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=Work.State.RUNNING):
        silent = work.seen_at is None or work.seen_at < timezone.now() - SILENT_FOR
        if silent or has_died(work.claimed_by):
            work.state = Work.State.WAITING
            if work.attempts >= _DEATHS_IN_A_ROW:
                work.due_at, work.last_error = at + BACK_OFF[0], "Stopped"
            work.save(update_fields=["state", "due_at", "last_error"])
            freed += 1
    return freed


def do_work(claim: Claim) -> None:
    """Do claimed work. Work that fails is put off, and PutOff is raised, so that the tick says so."""
    try:
        with _signs_of_life(claim), _rarely_collected(), translation.override(claim.work.language or None):
            require(claim.work.kind).runner()(claim)
    except Lost:
        pass  # the worker that took the work over goes on with it
    except Cancelled:
        claim.end(Work.State.CANCELLED)
    except WorkRefused as refusal:
        claim.end(Work.State.FAILED, str(refusal))
    except Exception as error:
        # The words of an error may quote what the work was about, those of a database above all: only places are kept.
        places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(extract_tb(error.__traceback__)))
        with suppress(Error):  # the database is away: the claim falls silent, and a later tick takes the work up
            _drop_broken_connection()
            claim.put_off(type(error).__name__)
        raise PutOff(f"{claim.work.kind}: {type(error).__name__} in {places}") from None


def _drop_broken_connection() -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _take_time() -> None:
    """Let statements of the last transaction take longer than those of pages: one stores the rows of a whole round."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Collect garbage rarely while the work computes, and nothing loaded before: that took a quarter of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def _signs_of_life(claim: Claim) -> Iterator[None]:
    """Give signs of life from a thread and a connection of their own, because computing gives none for minutes."""
    over = threading.Event()

    def give_signs() -> None:
        try:
            while not over.wait(_SIGN_EVERY):
                with suppress(Error):
                    _drop_broken_connection()
                    claim.give_sign()
        finally:
            connection.close()

    thread = threading.Thread(target=give_signs, daemon=True, name="signs of life")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
