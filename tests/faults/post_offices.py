"""A mail server that takes its time, or waits for a sign of the test in the middle of a mail."""

import asyncio
import threading
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from tests.faults.copies import Installation
from tests.synergy.conftest import PostOffice


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
