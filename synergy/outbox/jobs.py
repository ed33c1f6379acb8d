"""Work that falls due by the clock; each room registers its own, `tick` runs them in order."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from synergy.outbox.scrubbing import scrub_all

logger = logging.getLogger(__name__)

# A job does everything due at that moment, may run twice at once, and says how many things it did.
Job = Callable[[datetime], int]
_jobs: dict[str, Job] = {}
_Row = TypeVar("_Row", bound=Model)


def register(name: str, job: Job) -> None:
    _jobs[name] = job


def unregister(name: str) -> None:
    _jobs.pop(name, None)


def run_jobs(at: datetime) -> dict[str, int | None]:
    """What each job did, in order of registration; None for one that failed, which stops no other."""
    return {name: run_job(name, job, at) for name, job in list(_jobs.items())}


def run_job(name: str, job: Job, at: datetime) -> int | None:
    """What the job did, or None when it failed; the failure is logged without addresses or links."""
    try:
        return job(at)
    except Exception as error:
        logger.exception("The job %s failed: %s", name, scrub_all(f"{type(error).__name__}: {error}"))
        return None


def for_each(rows: Iterable[_Row], do: Callable[[_Row], int], *, what: str) -> int:
    """Inside a job: do it for every row, and say how many things that did; `what` names it in the log.

    A row that fails stops no other: it is logged without its words, and after the last row the first failure is raised,
    so that the tick says so.
    """
    done, failures = 0, []
    for row in rows:
        try:
            done += do(row)
        except Exception as error:
            logger.error("%s failed for %s %s: %s", what, row._meta.model_name, row.pk, type(error).__name__)
            failures.append(error)
    if failures:
        raise failures[0]
    return done
