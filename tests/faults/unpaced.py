"""Settings of the suite: mail leaves as fast as the server takes it; nobody waits for five a second here."""

from synergy.settings import *  # noqa: F403

OUTBOX_PER_SECOND = 0
