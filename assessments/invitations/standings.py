"""Where an invitation stands at a moment: whether its link may be answered, and if not, why."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from assessments.models import Invitation, Round

# Whoever was in the middle of answering when the survey closed may still finish, as long as nothing has been counted.
GRACE = timedelta(minutes=5)
# So long people still come by a reminder they find after a leave, and are told that the survey is over and whom to ask.
TOLD_FOR = timedelta(days=90)


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


def says_nothing(invitation: Invitation, at: datetime) -> bool:
    """Whether the link is answered like one that never was: withdrawn, or of a round that ended long ago.

    What it would tell (which partnership, by whom, when) is then of use to nobody but a finder of old mail.
    """
    if invitation.revoked_on:
        return True
    round = invitation.round
    over = round.state in (Round.State.CLOSED, Round.State.CANCELLED)
    return over and at >= (round.closed_at or round.closes_at) + TOLD_FOR


def recorded_day(round: Round, at: datetime) -> date:
    """The day it is there; in anonymous mode the opening day for everybody, which tells nothing."""
    anonymous = round.mode == Round.Mode.ANONYMOUS
    return round.partnership.day((round.opened_at or round.opens_at) if anonymous else at)
