"""Rooms register kinds of due work, ask for a piece once, cancel it, and show how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from synergy.outbox.models import Work

if TYPE_CHECKING:
    from synergy.accounts.models import User
    from synergy.outbox.claims import Claim

# A run gives the same result however often it begins, because an earlier attempt may have ended anywhere in it.
Run = Callable[["Claim"], None]


class WorkRefused(Exception):
    """The work cannot be done, now or later; the text tells whoever asked why, and quotes nothing confidential."""


@dataclass(frozen=True)
class WorkKind:
    """`run` is a dotted path, so that the worker alone loads what computes, and no page does.

    It names a `Run` that ends with `with claim.ending(): ...` or WorkRefused.
    `label` says what goes on, `done_label` what has been done; `place` gives the address that shows the result.
    """

    code: str
    run: str
    label: str | Promise
    done_label: str | Promise
    place: Callable[[Work], str]
    may_be_cancelled: bool = False

    def runner(self) -> Run:
        run: Run = import_string(self.run)
        return run


_kinds: dict[str, WorkKind] = {}
_OVER_AND_NOT_DONE = (Work.State.FAILED, Work.State.CANCELLED)
# A ticker takes work up within a second: work that waits for longer has no ticker.
_LATE_AFTER = timedelta(minutes=2)


class UnknownWorkKind(LookupError):
    """A kind of work that no room has registered."""


def register(kind: WorkKind) -> None:
    _kinds[kind.code] = kind


def require(code: str) -> WorkKind:
    """Raises UnknownWorkKind when nobody registered the kind."""
    if code not in _kinds:
        raise UnknownWorkKind(f"The kind of work {code!r} is not registered: add it with outbox.works.register")
    return _kinds[code]


@transaction.atomic
def queue_work(*, by: "User | None", kind: str, key: str, at: datetime, subject_ref: str = "", scope: str = "") -> Work:
    """Ask for work; `by=None` is the clock. Asked again, a key gives the work as it stands, or anew if it failed.

    `at` is the moment of asking, which the results carry however often the work begins. Raises UnknownWorkKind.
    """
    require(kind)
    known = Work.objects.filter(key=key).first()
    if known is not None and known.state not in _OVER_AND_NOT_DONE:
        return known  # without waiting for the worker, which may hold the row
    work = Work(
        kind=kind, key=key, subject_ref=subject_ref, scope=scope, asked_by=by, language=get_language() or "",
        asked_at=at, due_at=at,
    )  # fmt: skip
    Work.objects.bulk_create([work], ignore_conflicts=True)
    stored = Work.objects.select_for_update(of=("self",)).get(key=key)
    if stored.state in _OVER_AND_NOT_DONE:
        work.pk = stored.pk
        work.save(force_update=True)
        return work
    return stored


@transaction.atomic
def cancel_work(*, pk: UUID, at: datetime) -> bool:
    """Cancel work, at once while it waits and at its next step when it is under way; False when it is too late."""
    work = Work.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if work is None or not require(work.kind).may_be_cancelled:  # None: its last step holds the row
        return False
    if work.state not in (Work.State.WAITING, Work.State.RUNNING):
        return False
    if work.state == Work.State.WAITING:
        work.state, work.ended_at = Work.State.CANCELLED, at
    work.to_cancel = True
    work.save(update_fields=["state", "ended_at", "to_cancel"])
    return True


def begin_anew() -> int:
    """Let work wait again that was under way when a backup was made: the restored database has no worker at it."""
    return Work.objects.filter(state=Work.State.RUNNING).update(state=Work.State.WAITING, claimed_by="")


@dataclass(frozen=True)
class WorkProgress:
    """How far a piece of work is: `percent` 0 to 100, None before its size is known; `place` once it is done."""

    id: UUID
    label: str
    state: str
    percent: int | None
    reason: str
    place: str
    asked_by: int | None
    may_be_cancelled: bool
    late: bool

    @property
    def under_way(self) -> bool:
        return self.state in (Work.State.WAITING, Work.State.RUNNING)

    @property
    def stage(self) -> str:
        """The state; `troubled` for work that failed and will be tried again; `late` when no ticker takes it up."""
        if self.state != Work.State.WAITING:
            return self.state
        return "troubled" if self.reason else "late" if self.late else self.state


def progress_of(key: str) -> WorkProgress | None:
    """Say how far the work of this key is; None when nobody asked for it. One query, because pages ask every second."""
    work = Work.objects.filter(key=key).first()
    return progress(work) if work else None


def progress(work: Work) -> WorkProgress:
    """Raises UnknownWorkKind."""
    kind = require(work.kind)
    done = work.state == Work.State.DONE
    counted = work.state == Work.State.RUNNING and work.steps_total > 0
    return WorkProgress(
        id=work.pk,
        label=str(kind.done_label if done else kind.label),
        state=work.state,
        percent=min(100, 100 * work.steps_done // work.steps_total) if counted else None,
        reason=work.last_error,
        place=kind.place(work),
        asked_by=work.asked_by_id,
        may_be_cancelled=kind.may_be_cancelled and not work.to_cancel,
        late=work.due_at < timezone.now() - _LATE_AFTER,
    )
