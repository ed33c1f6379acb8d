"""Rounds in the states that tests need, made through the services."""

from datetime import UTC, datetime, timedelta
from typing import Any

from assessments.models import InstrumentVersion, Round
from assessments.rounds.services import plan_round
from partnerships.models import Partnership
from synergy.accounts.models import User

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)  # a Monday, 10:00 in Toronto
OPENS = datetime(2026, 3, 3, 14, tzinfo=UTC)
CLOSES = datetime(2026, 3, 24, 21, tzinfo=UTC)


def planned(by: User, partnership: Partnership, version: InstrumentVersion, **values: Any) -> Round:
    """A round that opens tomorrow for three weeks."""
    wanted = {"opens_at": OPENS, "closes_at": CLOSES, "at": AT} | values
    return plan_round(by=by, partnership=partnership, version=version, **wanted)


def later(**parts: float) -> datetime:
    return AT + timedelta(**parts)
