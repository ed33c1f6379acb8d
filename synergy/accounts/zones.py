"""Time zones by their standard names."""

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
