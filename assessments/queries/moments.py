"""Moments in words: the day, the hour and whose hour it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def zone_words(zone: ZoneInfo) -> str:
    """Whose time it is: “Toronto time”."""
    # Translators: %(place)s is the city of a time zone, in its own spelling
    return _("%(place)s time") % {"place": zone.key.split("/")[-1].replace("_", " ")}


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """“Friday 30 October 2026 at 17:00 (Toronto time)”, in the active language."""
    there = moment.astimezone(zone)
    # Translators: a day, a time of day, and whose time that is
    return _("%(day)s at %(time)s (%(zone)s)") % {
        "day": formats.date_format(there, "l j F Y"),
        "time": clock(there.time()),
        "zone": zone_words(zone),
    }


def in_words_of(language: str, moment: datetime, zone: ZoneInfo) -> str:
    with translation.override(language):
        return in_words(moment, zone)


def clock(hour: time) -> str:
    """17:00, or 17 h in French."""
    if not (get_language() or "en").startswith("fr"):
        return f"{hour:%H:%M}"
    return f"{hour.hour}\u00a0h\u00a0{hour:%M}" if hour.minute else f"{hour.hour}\u00a0h"


def moment_there(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, when clocks there show this hour; the first of two when they are put back.

    Raises ValueError for an hour that is skipped when clocks are put forward.
    """
    wanted = datetime.combine(day, hour)
    moment = wanted.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wanted:
        raise ValueError("this hour does not exist on that day")
    return moment
