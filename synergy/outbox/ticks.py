"""A tick does once what happens by itself: jobs by the clock, due work, mail, and the heartbeat that says so."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from synergy.outbox import jobs
from synergy.outbox.claims import do_due_work
from synergy.outbox.deliveries import Delivery, deliver_due
from synergy.outbox.models import Heartbeat, Work

TICK = "tick"
_FLAGS = ("more_waits", "held")


@dataclass(frozen=True)
class Tick:
    """What a tick did: a count for each job, for due work and for mail; None for a part that failed."""

    jobs: dict[str, int | None]
    work: int | None
    delivery: Delivery | None

    @property
    def failed(self) -> bool:
        return self.delivery is None or self.work is None or None in self.jobs.values()

    @property
    def more_waits(self) -> bool:
        return bool(self.work) or (self.delivery is not None and self.delivery.more_waits)

    def __str__(self) -> str:
        counts = dict(self.jobs) | {"work": self.work}
        if self.delivery is None:
            counts["mail"] = None
        else:
            counts |= {name: count for name, count in asdict(self.delivery).items() if name not in _FLAGS}
        counts |= {"mail_held": 1} if self.delivery and self.delivery.held else {}
        return " ".join(f"{name}={'failed' if count is None else count}" for name, count in counts.items())


def tick(*, at: datetime) -> Tick:
    """Run every job that is due at `at`, do one piece of due work, send due mail, and leave a heartbeat.

    A part that fails stops no other part, and the result says which one failed. `more_waits` of the result says: call
    again. Ticks may repeat and overlap, because jobs, works and messages are each claimed before they are done.
    """
    done = jobs.run_jobs(at)
    work = jobs.run_job("work", do_due_work, at)
    sent: list[Delivery] = []
    per_second = getattr(settings, "OUTBOX_PER_SECOND", 5.0)

    def deliver(now: datetime) -> int:
        sent.append(deliver_due(at=now, per_second=per_second, interrupted=_work_waits))
        return sent[0].sent

    jobs.run_job("mail", deliver, at)
    jobs.run_job("heartbeat", note_heartbeat, at)
    return Tick(done, work, sent[0] if sent else None)


def _work_waits() -> bool:
    """Mail makes way for work: bulk mail takes an hour, while somebody watches the work on a page."""
    return Work.objects.due(timezone.now()).exists()


def note_heartbeat(at: datetime) -> int:
    """Note that the tick ran; a tick that began earlier never moves the moment back."""
    moved = Heartbeat.objects.filter(name=TICK, last_at__lt=at).update(last_at=at)
    if not moved:
        Heartbeat.objects.bulk_create([Heartbeat(name=TICK, last_at=at)], ignore_conflicts=True)
    return moved
