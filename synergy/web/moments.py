"""Moments in words: the day, the hour and whose hour it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from synergy.web.templatetags import manners


def zone_words(zone: ZoneInfo) -> str:
    """Whose time it is: “Toronto time”."""
    # Translators: %(place)s is the city of a time zone, in its own spelling: “heure de Toronto”
    return _("%(place)s time") % {"place": zone.key.split("/")[-1].replace("_", " ")}


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """“Friday, October 30, 2026, at 5:00 PM (Toronto time)”, in the active language."""
    # Translators: “vendredi 30 octobre 2026 à 17 h 00 (heure de Toronto)”
    return _("%(weekday)s, %(day)s, at %(time)s (%(zone)s)") % {
        "weekday": formats.date_format(moment.astimezone(zone), "l"),
        "day": manners.day(moment, zone),
        "time": manners.clock(moment, zone),
        "zone": zone_words(zone),
    }


def moment_there(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, when clocks there show this hour; the first of two when they are put back.

    Raises ValueError for an hour that is skipped when clocks are put forward.
    """
    wanted = datetime.combine(day, hour)
    moment = wanted.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wanted:
        raise ValueError("this hour does not exist on that day")
    return moment
