"""The close of a round: answers are copied in random order, then scored, in one transaction."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from assessments.models import Round
from assessments.models.answers import Comment, Response
from assessments.services import closing
from bench.populations import answered_round, coordinator, partnership_of
from bench.sizes import Sizes
from bench.tables import Missing, Table, s, times

# Names of the closing room that turn copied answers into numbers; the rest of the close is copying.
_SCORING = ("_respondents", "publish")


def measure(sizes: Sizes, at: datetime) -> list[Table]:
    table = Table(
        "Closing a round",
        ("Answers", "Close, s", "CPU, s", "Copying, s", "Scoring, s", "Floor, s", "× floor", "Answers a second"),
        "Every round has two breakdowns and one round before it, to be compared with. Scoring includes reading that"
        " round and storing the numbers.\nFloor: `bulk_create` of the same rows of responses.",
    )
    for number in sizes.closed:
        partnership = partnership_of(number, f"closing-{number}", at)
        before = answered_round(partnership, at - timedelta(days=182))
        closing.close_round(by=coordinator(), round=before, at=at - timedelta(days=168))
        round = answered_round(partnership, at - timedelta(days=14))
        worked = time.process_time()
        took, scoring = _close(round, at)
        worked = time.process_time() - worked
        floor = _floor(round)
        rate = f"{number / took:,.0f}"
        spent = (s(took), s(worked), s(took - scoring), s(scoring))
        table.add(f"{number:,}", *spent, s(floor), times(took, floor), rate)
    return [table]


def _close(round: Round, at: datetime) -> tuple[float, float]:
    """Seconds of the whole close, and of its scoring."""
    with _watched(closing, _SCORING) as watch:
        began = time.perf_counter()
        closing.close_round(by=coordinator(), round=round, at=at)
        took = time.perf_counter() - began
    return took, watch.spent


def _floor(round: Round) -> float:
    """Seconds to write the round's responses once more, after they were taken out."""
    responses = list(Response.objects.filter(round=round))
    comments = list(Comment.objects.filter(round=round))
    Response.objects.filter(round=round).delete()
    Comment.objects.filter(round=round).delete()
    began = time.perf_counter()
    Response.objects.bulk_create(responses, batch_size=1000)
    Comment.objects.bulk_create(comments, batch_size=1000)
    return time.perf_counter() - began


class _Watch:
    """Adds up the seconds spent in some functions; one that calls another counts once."""

    def __init__(self) -> None:
        self.spent = 0.0
        self._depth = 0

    def timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            self._depth += 1
            try:
                return function(*args, **kwargs)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.spent += time.perf_counter() - began

        return called


@contextmanager
def _watched(module: Any, names: tuple[str, ...]) -> Iterator[_Watch]:
    """Watches these functions of the module."""
    if missing := [name for name in names if not hasattr(module, name)]:
        raise Missing(f"{module.__name__} has no {', '.join(missing)} any more: bench/closings.py times them")
    watch, originals = _Watch(), {name: getattr(module, name) for name in names}
    for name, function in originals.items():
        setattr(module, name, watch.timed(function))
    try:
        yield watch
    finally:
        for name, function in originals.items():
            setattr(module, name, function)
