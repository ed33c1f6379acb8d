"""Where an invitation stands at a moment: whether its link may be answered, and if not, why."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from assessments.models import Invitation, Round

# Whoever was in the middle of answering at the closing hour may still finish, as long as nothing has been counted.
GRACE = timedelta(minutes=5)
# So long people still open a reminder that they find after a leave; they read that the survey is over and whom to ask.
ENDING_SHOWN_FOR = timedelta(days=90)


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
    """The standing at a moment of the server's clock; the state of the round wins over the dates of the round."""
    if invitation.revoked_on:
        return Standing.REVOKED
    if invitation.round.state in _BY_STATE:
        return _BY_STATE[Round.State(invitation.round.state)]
    closes_at = invitation.round.closes_at
    if at < closes_at:
        return Standing.OPEN
    started = invitation.started_on is not None
    return Standing.GRACE if started and at < closes_at + GRACE else Standing.CLOSED


def looks_unknown(invitation: Invitation, at: datetime) -> bool:
    """Whether the link leads to the same page as an unknown link: it was revoked, or its round ended long ago.

    Any other page would tell which partnership asked, by whom and when: of use to nobody but a finder of old mail.
    """
    if invitation.revoked_on:
        return True
    round = invitation.round
    over = round.state in (Round.State.CLOSED, Round.State.CANCELLED)
    return over and at >= (round.closed_at or round.closes_at) + ENDING_SHOWN_FOR


def recorded_day(round: Round, at: datetime) -> date:
    """The day under which a start or a submission is stored, in the time zone of the partnership.

    In anonymous mode that is the opening day for everybody: a day of their own would tell two people apart.
    """
    anonymous = round.is_anonymous
    return round.partnership.day((round.opened_at or round.opens_at) if anonymous else at)
