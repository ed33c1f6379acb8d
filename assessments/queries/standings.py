"""Where an invitation stands at a moment: whether its link may be answered, and if not, why."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from assessments.models import Invitation, Round

# Whoever was in the middle of answering when the survey closed may still finish, as long as nothing has been counted.
GRACE = timedelta(minutes=5)


class Standing(StrEnum):
    OPEN = "open"
    GRACE = "grace"  # the hour has passed; what was begun may be sent for a few minutes more
    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REVOKED = "revoked"

    @property
    def answerable(self) -> bool:
        return self in (Standing.OPEN, Standing.GRACE)


_BY_STATE = {
    Round.State.PLANNED: Standing.PLANNED,
    Round.State.CLOSING: Standing.CLOSED,
    Round.State.CLOSED: Standing.CLOSED,
    Round.State.CANCELLED: Standing.CANCELLED,
}


def standing_of(invitation: Invitation, at: datetime) -> Standing:
    """By the server's clock; the round's own state wins over its dates."""
    if invitation.revoked_on:
        return Standing.REVOKED
    if invitation.round.state in _BY_STATE:
        return _BY_STATE[Round.State(invitation.round.state)]
    closes_at = invitation.round.closes_at
    if at < closes_at:
        return Standing.OPEN
    begun = invitation.started_on is not None
    return Standing.GRACE if begun and at < closes_at + GRACE else Standing.CLOSED


def day_of_acts(round: Round, at: datetime) -> date:
    """The day it is there; in anonymous mode the opening day for everybody, which tells nothing."""
    anonymous = round.mode == Round.Mode.ANONYMOUS
    return round.partnership.day((round.opened_at or round.opens_at) if anonymous else at)
