"""A mail server that takes its time, or waits for a sign of the test in the middle of a mail."""

import asyncio
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faults.copies import Installation
from tests.faults.processes import Process
from tests.synergy.conftest import PostOffice

UNPACED = "tests.faults.unpaced"  # settings


class GatedOffice(PostOffice):
    """`under_way` is set when the text of a mail has arrived; it is answered once the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.under_way = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.under_way.set()
        await asyncio.sleep(self.seconds)
        while not self.gate.is_set():
            await asyncio.sleep(0.01)
        return await super().handle_DATA(server, session, envelope)

    @property
    def most_for_one(self) -> int:
        """The number of mails that the person with most of them got."""
        return max(Counter(self.addresses).values(), default=0)


def let_wait(installation: Installation, number: int) -> None:
    """So many invitations wait to be sent; the others have left."""
    now = installation.in_sql(datetime.now(UTC))
    installation.change(
        f"UPDATE outbox_message SET state = 'queued', queued_at = {now}, due_at = {now} WHERE id IN"
        f" (SELECT id FROM outbox_message ORDER BY key LIMIT {number})"
    )


def in_state(installation: Installation, *states: str) -> int:
    return installation.number(f"outbox_message WHERE state IN ({', '.join(map(repr, states))})")


def ticked(installation: Installation) -> Process:
    """A tick that has ended well."""
    ticker = installation.tick(settings=UNPACED)
    assert ticker.wait() == 0, ticker.said
    return ticker


def sixteen_minutes_later(installation: Installation) -> None:
    """For mail that is being sent; then a tick."""
    then = installation.in_sql(datetime.now(UTC) - timedelta(minutes=16))
    installation.change(f"UPDATE outbox_message SET claimed_at = {then} WHERE state = 'sending'")
    ticked(installation)
