"""Work that falls due by the clock; each room registers its own, `tick` runs them in order."""

import logging
from collections.abc import Callable
from datetime import datetime

from synergy.outbox.scrubbing import scrub_all

logger = logging.getLogger(__name__)

# A job does everything due at that moment, may run twice at once, and says how many things it did.
Job = Callable[[datetime], int]
_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    _jobs[name] = job


def unregister(name: str) -> None:
    _jobs.pop(name, None)


def run_all(at: datetime) -> dict[str, int | None]:
    """What each job did, in order of registration; None for one that failed, which stops no other."""
    return {name: run_one(name, job, at) for name, job in list(_jobs.items())}


def run_one(name: str, job: Job, at: datetime) -> int | None:
    """What the job did, or None when it failed; the failure is logged without addresses or links."""
    try:
        return job(at)
    except Exception as error:
        logger.exception("The job %s failed: %s", name, scrub_all(f"{type(error).__name__}: {error}"))
        return None
