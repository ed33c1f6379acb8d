"""The rounds of a partnership as its pages show them, and the one that is open or planned next."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from assessments.invitations.progress import RoundProgress, frozen_progress, progress_by_round, round_progress
from assessments.models import ImportedFile, InstrumentVersion, Round, Unlinking
from assessments.questionnaire import questionnaire
from partnerships.models import Partnership
from synergy.accounts.zones import moment_there

OPENS, CLOSES = time(9), time(17)
DAYS_OPEN = 21


def round_status(round: Round, late: bool) -> tuple[str, str]:
    """The round’s state as the shape of a status (parts/_status.html) and its words."""
    if late:
        return "late", _("could not open")
    marks: dict[str, str] = {
        Round.State.PLANNED: "next",
        Round.State.OPEN: "now",
        Round.State.CLOSING: "now",
        Round.State.CLOSED: "done",
    }
    return marks.get(round.state, "off"), round.get_state_display()


def is_late(round: Round, at: datetime) -> bool:
    """Whether the round should have opened by itself by now: then something stands in the way."""
    return round.is_planned and round.opens_by_itself and round.opens_at <= at


def close_as_long_as_planned(round: Round, at: datetime) -> datetime | None:
    """When a round opened now would close if it stayed open as long as planned; None unless it opens days early."""
    zone = round.partnership.zone
    early = (round.opens_at.astimezone(zone).date() - at.astimezone(zone).date()).days
    if early < 1 or not round.is_by_links:
        return None
    return (round.closes_at.astimezone(zone) - timedelta(days=early)).astimezone(UTC)  # at the same hour there


def expected_opening(round: Round, at: datetime) -> datetime:
    """When a planned round is likely to open: on its date, or now if its date has passed or a coordinator opens it."""
    return max(at, round.opens_at) if round.opens_by_itself else at


def round_lines(partnership: Partnership, at: datetime) -> list[dict[str, Any]]:
    """All rounds, newest first, each with its status, the name of its questionnaire and its counts. Two queries."""
    rounds = list(Round.objects.filter(partnership=partnership).select_related("version"))
    for round in rounds:
        round.partnership = partnership
    progress = progress_by_round([round for round in rounds if not round.is_closed])
    return [_round_line(round, progress.get(round.pk) or frozen_progress(round), at) for round in rounds]


def _round_line(round: Round, progress: RoundProgress, at: datetime) -> dict[str, Any]:
    return {
        "round": round,
        "status": round_status(round, is_late(round, at)),
        "questionnaire": questionnaire(round.version).name,
        "progress": progress,
        "imported": 0 if round.is_by_links else progress.done,
    }


def imported_responses(round: Round) -> int:
    """How many responses files have brought; no query where answers come by link."""
    if round.is_by_links:
        return 0
    return ImportedFile.objects.filter(round=round).aggregate(rows=Sum("rows"))["rows"] or 0


def unlinking_of(round: Round) -> Unlinking | None:
    """What became of the links of a closed anonymous round; None, without a query, for any other."""
    if not round.is_anonymous or not round.is_closed:
        return None
    return Unlinking.objects.filter(round=round).first()


def offered_versions() -> list[InstrumentVersion]:
    """What a round may ask: the newest version of each instrument. One query."""
    newest: dict[int, InstrumentVersion] = {}
    for version in InstrumentVersion.objects.order_by("instrument", "number"):
        newest[version.instrument_id] = version
    return list(newest.values())


def is_first(partnership: Partnership, round: Round | None) -> bool:
    """Whether no round comes before this one, or before the next one to be planned: then nothing is since last time."""
    before = Round.objects.filter(partnership=partnership).exclude(state=Round.State.CANCELLED)
    return not (before.filter(number__lt=round.number) if round else before).exists()


def usual_dates(partnership: Partnership, at: datetime) -> tuple[datetime, datetime]:
    """When the next round would open and close: a cadence after the last one, or tomorrow, for three weeks."""
    last = Round.objects.filter(partnership=partnership).exclude(state=Round.State.CANCELLED).first()
    tomorrow = partnership.day(at) + timedelta(days=1)
    day = tomorrow
    if last is not None:
        before = partnership.day(last.opened_at or last.opens_at)
        day = max(tomorrow, _months_later(before, partnership.cadence_months))
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))  # not on a weekend
    zone = partnership.zone
    return moment_there(day, OPENS, zone), moment_there(day + timedelta(days=DAYS_OPEN), CLOSES, zone)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one it has."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


@dataclass(frozen=True)
class Upcoming:
    """An open round with its counts, or a planned round without counts; `imported` counts the rows of files."""

    round: Round
    progress: RoundProgress | None = None
    imported: int = 0

    @property
    def takes_files(self) -> bool:
        return not self.round.is_by_links


def upcoming(partnership: Partnership) -> Upcoming | None:
    """The open round, else the planned one that opens first. Three queries at most."""
    waiting = Round.objects.filter(
        partnership=partnership, state__in=[Round.State.OPEN, Round.State.CLOSING, Round.State.PLANNED]
    )
    rounds = sorted(waiting, key=lambda round: (round.is_planned, round.opens_at))
    if not rounds:
        return None
    first = rounds[0]
    first.partnership = partnership
    if first.is_planned:
        return Upcoming(first)
    return Upcoming(first, round_progress(first), imported_responses(first))
