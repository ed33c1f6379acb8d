"""From when somebody may be a member: a slip of the keyboard must not put it centuries away."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

EARLIEST = date(1900, 1, 1)
AHEAD = timedelta(days=366)


def start_problem(start: date, today: date) -> str:
    """What is wrong with this first day, as a part of a sentence; empty when nothing is."""
    if start < EARLIEST:
        return _("this is before %(year)s: check the year.") % {"year": EARLIEST.year}
    if start > today + AHEAD:
        return _("this is more than a year ahead: check the year.")
    return ""
