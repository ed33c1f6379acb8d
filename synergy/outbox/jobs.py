"""Jobs fall due by the clock: each room registers its own, and the tick runs them in that order."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from synergy.outbox.scrubbing import scrub_all

logger = logging.getLogger(__name__)

# A job does everything due at that moment, may run twice at once, and returns a count of what it did.
Job = Callable[[datetime], int]
_jobs: dict[str, Job] = {}
_Row = TypeVar("_Row", bound=Model)


def register(name: str, job: Job) -> None:
    _jobs[name] = job


def run_jobs(at: datetime) -> dict[str, int | None]:
    """Run each job in order of registration and return its count; None for a job that failed and stopped no other."""
    return {name: run_job(name, job, at) for name, job in list(_jobs.items())}


def run_job(name: str, job: Job, at: datetime) -> int | None:
    """Run the job and return its count, or None when it failed; the log names no address and no link."""
    try:
        return job(at)
    except Exception as error:
        logger.exception("The job %s failed: %s", name, scrub_all(f"{type(error).__name__}: {error}"))
        return None


def for_each(rows: Iterable[_Row], do: Callable[[_Row], int], *, what: str) -> int:
    """Inside a job: call `do` for every row and return the sum of its counts; `what` names the act in the log.

    A row that fails stops no other row. The log names the row without the words of the error, which may quote answers;
    after the last row the first failure is raised, so that the tick says so.
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
