"""A database on which one round waits to be closed: answered by everybody, with a closed round before it."""

from datetime import datetime, timedelta

from django.db import connection

from assessments.rounds.closing import close_round
from bench.installations import database, install
from bench.populations import answered_round, partnership_of


def run(responses: int, at: str) -> str:
    """Prepare the database of this process; returns what it runs on."""
    install()
    name = database()
    moment = datetime.fromisoformat(at)
    partnership = partnership_of(responses, f"closing-{responses}", moment)
    before = answered_round(partnership, moment - timedelta(days=182))
    close_round(by=None, round=before, at=moment - timedelta(days=168))
    answered_round(partnership, moment - timedelta(days=14))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # or the server does it, in the middle of a measurement
    connection.close()
    return name
