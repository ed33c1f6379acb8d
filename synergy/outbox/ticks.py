"""Everything that happens by itself, once."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings

from synergy.outbox import jobs
from synergy.outbox.deliveries import Delivery, deliver_due
from synergy.outbox.models import Beat

TICK = "tick"


@dataclass(frozen=True)
class Tick:
    """What one tick did: a count for each job (None: it failed) and for the mail (None: it could not be sent)."""

    jobs: dict[str, int | None]
    delivery: Delivery | None

    @property
    def failed(self) -> bool:
        return self.delivery is None or None in self.jobs.values()

    @property
    def more_waits(self) -> bool:
        return self.delivery is not None and self.delivery.more_waits

    def __str__(self) -> str:
        counts = dict(self.jobs)
        if self.delivery is None:
            counts["mail"] = None
        else:
            counts |= {name: count for name, count in asdict(self.delivery).items() if name != "more_waits"}
        return " ".join(f"{name}={'failed' if count is None else count}" for name, count in counts.items())


def tick(*, at: datetime) -> Tick:
    """Runs every job that is due at `at`, then sends the mail that is due; leaves a heartbeat.

    Idempotent, and safe while another tick runs.
    """
    done = jobs.run_all(at)
    sent: list[Delivery] = []

    def deliver(now: datetime) -> int:
        sent.append(deliver_due(at=now, per_second=getattr(settings, "OUTBOX_PER_SECOND", 5.0)))
        return sent[0].sent

    jobs.run_one("mail", deliver, at)
    jobs.run_one("heartbeat", beat, at)
    return Tick(done, sent[0] if sent else None)


def beat(at: datetime) -> int:
    """Notes that the tick ran; never moves back."""
    moved = Beat.objects.filter(name=TICK, last_at__lt=at).update(last_at=at)
    if not moved:
        Beat.objects.bulk_create([Beat(name=TICK, last_at=at)], ignore_conflicts=True)
    return moved
