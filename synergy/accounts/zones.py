"""Time zones by their standard names."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PREFERRED = (
    "America/St_Johns",
    "America/Halifax",
    "America/Moncton",
    "America/Montreal",
    "America/Toronto",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
    "America/Whitehorse",
    "America/Iqaluit",
)


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Canadian zones first, then every other place of the world."""
    others = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    names = [*PREFERRED, *(name for name in others if name not in PREFERRED)]
    return [(name, name.replace("_", " ")) for name in names]


def validate_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(_("“%(name)s” is not a time zone.") % {"name": name}) from error


def moment_there(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, when clocks there show this hour; the first of two when they are put back.

    Raises ValueError for an hour that is skipped when clocks are put forward.
    """
    wanted = datetime.combine(day, hour)
    moment = wanted.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wanted:
        raise ValueError("this hour does not exist on that day")
    return moment
