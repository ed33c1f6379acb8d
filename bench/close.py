"""One close of the open round of a prepared database: CPU time and memory, and the floor under it."""

import time
from datetime import datetime

from django.db import connection

from assessments.models import Round
from assessments.models.answers import Comment, Response
from assessments.rounds.closing import close_round
from bench.processes import database_server, memory, peak_memory, server_cpu
from bench.tables import Missing

_BATCH = 1000


def run(at: str) -> dict[str, float]:
    """Seconds of CPU (`cpu` of this process, `server` of the database server), bytes of memory; `floor` is seconds too.

    The close is called by the clock, as the ticker does. What the process imported before does not count.
    """
    round = Round.objects.get(state=Round.State.OPEN)
    server = database_server()
    held, served, worked = memory(), server_cpu(server), time.process_time()
    closed = close_round(by=None, round=round, at=datetime.fromisoformat(at))
    worked, served = time.process_time() - worked, server_cpu(server) - served
    peak = peak_memory()
    if not closed.submitted or not closed.plan.content:
        raise Missing("the round was closed without any number")
    floor = _floor(closed, server)
    return {"cpu": worked, "server": served, "peak": peak, "growth": peak - held, "floor": floor}


def _floor(round: Round, server: int) -> float:
    """CPU seconds to write the round's responses once more, after they were taken out."""
    responses = list(Response.objects.filter(round=round))
    comments = list(Comment.objects.filter(round=round))
    Response.objects.filter(round=round).delete()
    Comment.objects.filter(round=round).delete()
    connection.ensure_connection()
    began = time.process_time() + server_cpu(server)
    Response.objects.bulk_create(responses, batch_size=_BATCH)
    Comment.objects.bulk_create(comments, batch_size=_BATCH)
    return time.process_time() + server_cpu(server) - began
