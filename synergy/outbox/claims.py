"""Doing due work: one piece claimed at a time, watched while it is done, and taken up again when its worker died."""

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
# A worker that gave no sign of life for so long is taken for dead, wherever it ran.
SILENT_FOR = timedelta(seconds=60)
_SIGN_EVERY = 10.0  # seconds between two signs of life
_GLANCE = 0.5  # seconds between two notes of progress
# So many workers in a row died of it at once: from then on it waits as after a failure.
_DEATHS_IN_A_ROW = 5


class Cancelled(Exception):
    """Somebody called the work off."""


class Lost(Exception):
    """Another worker took the work over: this one gave no sign of life for too long."""


class PutOff(Exception):
    """The work failed and is tried again later; says where, without the words of the error."""


class Claim:
    """A piece of work in the hands of this process alone; `at` is the moment it was asked for."""

    def __init__(self, work: Work, now: datetime) -> None:
        self.work, self.at = work, work.asked_at
        self._claimed, self._began = now, time.monotonic()
        self._noted = 0.0

    def progress(self, done: int, total: int) -> None:
        """Note how far it is; not inside a transaction. Raises Cancelled, or Lost."""
        if done < total and time.monotonic() - self._noted < _GLANCE:
            return
        self._noted = time.monotonic()
        self._require(self._mine().update(steps_done=done, steps_total=total, seen_at=timezone.now()))
        if self._mine().filter(to_cancel=True).exists():
            raise Cancelled

    @contextmanager
    def step(self) -> Iterator[None]:
        """A transaction for what the work writes on its way. Raises Lost, or Cancelled, before anything is written.

        A process that was paused does not know how long: while it stood still another one may have taken the work
        over, and ended it. Here the row of the work is held, so that nobody takes it over before the step is through.
        """
        with transaction.atomic():
            held = list(self._mine().select_for_update())
            self._require(len(held))
            if held[0].to_cancel:
                raise Cancelled
            yield

    @contextmanager
    def ending(self) -> Iterator[None]:
        """The step in which the results are stored and the work is done, both or neither."""
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
    """Do the piece of work that has been due for longest; says how many were done, 0 or 1. Raises PutOff.

    It is claimed in one short transaction; while it is done no transaction is open and no lock is held.
    """
    release_dead(at)
    claim = claim_work(at)
    if claim is not None:
        do_work(claim)
    return int(claim is not None)


def claim_work(at: datetime) -> Claim | None:
    """The longest due piece of work, claimed by this call alone; None when nothing is due."""
    return _claimed(Work.objects.due(at).order_by("due_at", "pk"), at)


def claim_this(work: Work, at: datetime) -> Claim | None:
    """This piece of work, whenever it is due; None when somebody has it or it has ended."""
    return _claimed(Work.objects.filter(pk=work.pk, state=Work.State.WAITING), at)


@transaction.atomic
def _claimed(waiting: WorkQuerySet, at: datetime) -> Claim | None:
    work = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if work is None:
        return None
    # SQLite has no row locks; the state in the condition decides there.
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
    """Let work be taken up again whose worker died (seen at once on its own machine) or fell silent."""
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
    """Do claimed work. What fails is tried again later, and raises PutOff."""
    try:
        with _signs_of_life(claim), _rarely_collected(), translation.override(claim.work.language or None):
            require(claim.work.kind).runner()(claim)
    except Lost:
        pass  # whoever took it over goes on with it
    except Cancelled:
        claim.end(Work.State.CANCELLED)
    except WorkRefused as refusal:
        claim.end(Work.State.FAILED, str(refusal))
    except Exception as error:
        # The words of an error, and those of a database above all, may quote what was being worked on.
        places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(extract_tb(error.__traceback__)))
        with suppress(Error):  # the database is away: the claim falls silent, and a later tick takes it up
            _drop_broken_connection()
            claim.put_off(type(error).__name__)
        raise PutOff(f"{claim.work.kind}: {type(error).__name__} in {places}") from None


def _drop_broken_connection() -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _take_time() -> None:
    """One statement of the last transaction may take longer than one of a page."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Fewer garbage collections while the work computes, and none of what was loaded before: a quarter of its time."""
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
    """Signs of life from a thread of its own, over a connection of its own, while the work computes."""
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
