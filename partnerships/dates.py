"""Which dates can be meant: a slip of the keyboard must not stretch the line of time over centuries."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Partnership

YEARS_BEFORE = 10
EARLIEST_START = date(1900, 1, 1)
START_AHEAD = timedelta(days=366)


def require_near(field: str, day: date, *, partnership: Partnership, at: datetime, years_ahead: int) -> None:
    """Raises ValidationError beside the field for a day further ahead than that, or long before the partnership."""
    today = partnership.day(at)
    if _years_from(today, day) > years_ahead:
        words = ngettext(
            "This is more than %(years)s year ahead: check the year.",
            "This is more than %(years)s years ahead: check the year.",
            years_ahead,
        )
        raise ValidationError({field: words % {"years": years_ahead}})
    if _years_from(day, partnership.started_on) > YEARS_BEFORE:
        words = _("This is more than %(years)s years before the partnership started: check the year.")
        raise ValidationError({field: words % {"years": YEARS_BEFORE}})


def _years_from(earlier: date, later: date) -> float:
    return (later - earlier).days / 365.25


def start_problem(start: date, today: date) -> str:
    """What is wrong with the first day of a membership, as a part of a sentence; empty when the day can be meant."""
    if start < EARLIEST_START:
        return _("this is before %(year)s: check the year.") % {"year": EARLIEST_START.year}
    if start > today + START_AHEAD:
        return _("this is more than a year ahead: check the year.")
    return ""
