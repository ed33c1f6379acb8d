"""Numbers and dates as people write them, in the language of the page."""

import math
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats, timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language

register = template.Library()

MINUS, NO_BREAK = "\u2212", "\u00a0"
# Canadian usage; Django's own formats are American ("Nov. 22") for English.
_DAY = {"en": "F j, Y", "fr": "j F Y"}
_SHORT_DAY = {"en": "M j, Y", "fr": "j M Y"}
_TIME = {"en": "g:i A", "fr": r"G \h i"}


def _language() -> str:
    return (get_language() or "en")[:2]


def _local(value: date, zone: str | tzinfo | None) -> date:
    if not isinstance(value, datetime) or timezone.is_naive(value):
        return value
    return timezone.localtime(value, ZoneInfo(zone) if isinstance(zone, str) and zone else zone or None)


def _date(value: date | None, form: dict[str, str], zone: str | tzinfo | None) -> str:
    if not value:
        return ""
    words = format_date(_local(value, zone), form.get(_language(), form["en"]))
    # French writes the first of a month as 1er.
    return f"1er{words[1:]}" if _language() == "fr" and words.startswith("1 ") else words


@register.filter
def day(value: date | None, zone: str | tzinfo | None = None) -> str:
    """November 22, 2026 / 22 novembre 2026; a moment is taken in `zone`, or in the current time zone."""
    return _date(value, _DAY, zone)


@register.filter
def short_day(value: date | None, zone: str | tzinfo | None = None) -> str:
    return _date(value, _SHORT_DAY, zone)


@register.filter
def month(value: date | None, zone: str | tzinfo | None = None) -> str:
    return format_date(_local(value, zone), "F Y") if value else ""


@register.filter
def clock(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """5:00 PM / 17 h 00."""
    if not value:
        return ""
    return format_date(_local(value, zone), _TIME.get(_language(), _TIME["en"])).replace(" ", NO_BREAK)


@register.filter
def moment(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """November 22, 2026, 5:00 PM / 22 novembre 2026, 17 h 00."""
    return f"{day(value, zone)}, {clock(value, zone)}" if value else ""


def _number(value: float, digits: int) -> str:
    return formats.number_format(abs(value), decimal_pos=digits, use_l10n=True, force_grouping=True)


@register.filter
def number(value: float | None, digits: int = 1) -> str:
    """4.1 / 4,1, with a real minus sign; nothing for a missing number."""
    if value is None or math.isnan(value):
        return ""
    return (MINUS if round(value, digits) < 0 else "") + _number(value, digits)


@register.filter
def signed(value: float | None, digits: int = 1) -> str:
    """A change: +0.4 / −0,3; what rounds to nothing has no sign."""
    if value is None or math.isnan(value):
        return ""
    rounded = round(value, digits)
    sign = "" if not rounded else "+" if rounded > 0 else MINUS
    return sign + _number(value, digits)


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    """A share of 1 as 69% / 69 %."""
    if share is None or math.isnan(share):
        return ""
    return number(share * 100, digits) + (f"{NO_BREAK}%" if _language() == "fr" else "%")
