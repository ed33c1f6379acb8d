"""Opening a round: one invitation and one mail in the queue for every member."""

import time
from datetime import datetime

from django.db import transaction

from assessments.invitations.messages import scope_of
from assessments.models import Invitation, Round
from assessments.rounds.services import open_round
from bench.populations import coordinator, partnership_of, planned_round
from bench.sizes import Sizes
from bench.tables import BenchTable, s, times
from synergy.outbox.models import Message


def measure(sizes: Sizes, at: datetime) -> list[BenchTable]:
    table = BenchTable(
        "Opening a round",
        ("Members", "Open, s", "CPU, s", "Invitations", "Mails queued", "Floor, s", "× floor"),
        "Floor: the same rows of invitations and messages, written by `bulk_create` in one transaction.",
    )
    partnership = partnership_of(sizes.invited, "opening", at)
    round = planned_round(partnership, at)
    began, worked = time.perf_counter(), time.process_time()
    open_round(by=coordinator(), round=round, at=at)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    floor = _floor(round)
    queued = Message.objects.in_scope(scope_of(round)).count()
    invited = Invitation.objects.filter(round=round).count()
    table.add(f"{sizes.invited:,}", s(took), s(worked), f"{invited:,}", f"{queued:,}", s(floor), times(took, floor))
    return [table]


def _floor(round: Round) -> float:
    """Seconds to write the round's rows once more; they are rolled back."""
    invitations = list(Invitation.objects.filter(round=round))
    messages = list(Message.objects.in_scope(scope_of(round)))
    with transaction.atomic():
        Message.objects.in_scope(scope_of(round)).delete()
        Invitation.objects.filter(round=round).delete()
        began = time.perf_counter()
        Invitation.objects.bulk_create(invitations, batch_size=1000)
        Message.objects.bulk_create(messages, batch_size=1000)
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took
