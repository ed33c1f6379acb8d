"""Numbers and dates as people write them, in the language of the page."""

from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUS, NO_BREAK = "\u2212", "\u00a0"
NOISE = 9  # decimals beyond which a float says nothing: a mean of thirds may lie a hair below its half
# Canadian usage; Django's own formats are American ("Nov. 22") for English. Three letters are both juin and juillet.
_DAY = {"en": "F j, Y", "fr": "j F Y"}
_SHORT_DAY = {"en": "M j, Y", "fr": "j N Y"}
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


def day(value: date | None, zone: str | tzinfo | None = None) -> str:
    """November 22, 2026 / 22 novembre 2026; a moment is taken in `zone`, or in the current time zone."""
    return _date(value, _DAY, zone)


def short_day(value: date | None, zone: str | tzinfo | None = None) -> str:
    return _date(value, _SHORT_DAY, zone)


def month(value: date | None, zone: str | tzinfo | None = None) -> str:
    return format_date(_local(value, zone), "F Y") if value else ""


def clock(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """5:00 PM / 17 h 00."""
    if not value:
        return ""
    return format_date(_local(value, zone), _TIME.get(_language(), _TIME["en"])).replace(" ", NO_BREAK)


def moment(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """November 22, 2026, 5:00 PM / 22 novembre 2026, 17 h 00."""
    return f"{day(value, zone)}, {clock(value, zone)}" if value else ""


def _rounded(value: float | Decimal, digits: int) -> Decimal | None:
    """Half away from zero, like Django's floatformat, free of float noise; None for what is no number."""
    exact = Decimal(str(value if isinstance(value, Decimal) else round(value, NOISE)))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) if exact.is_finite() else None


def _written(value: float | Decimal | None, digits: int, plus: str) -> str:
    rounded = None if value is None else _rounded(value, digits)
    if rounded is None:
        return ""
    sign = "" if not rounded else plus if rounded > 0 else MINUS
    return sign + formats.number_format(abs(rounded), decimal_pos=digits, use_l10n=True, force_grouping=True)


def number(value: float | Decimal | None, digits: int = 1) -> str:
    """4.1 / 4,1, with a real minus sign; nothing for a missing number."""
    return _written(value, digits, plus="")


def signed(value: float | Decimal | None, digits: int = 1) -> str:
    """A change: +0.4 / −0,3; what rounds to nothing has no sign."""
    return _written(value, digits, plus="+")


def percent(share: float | None, digits: int = 0) -> str:
    """A share of 1 as 69% / 69 %."""
    written = "" if share is None else number(share * 100, digits)
    return written and written + (f"{NO_BREAK}%" if _language() == "fr" else "%")


def zone_words(zone: ZoneInfo) -> str:
    """Whose time it is: “Toronto time”."""
    # Translators: %(place)s is the city of a time zone, in its own spelling: “heure de Toronto”
    return _("%(place)s time") % {"place": zone.key.split("/")[-1].replace("_", " ")}


def moment_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """“Friday, October 30, 2026, at 5:00 PM (Toronto time)”, in the active language."""
    # Translators: “vendredi 30 octobre 2026 à 17 h 00 (heure de Toronto)”
    return _("%(weekday)s, %(day)s, at %(time)s (%(zone)s)") % {
        "weekday": formats.date_format(moment.astimezone(zone), "l"),
        "day": day(moment, zone),
        "time": clock(moment, zone),
        "zone": zone_words(zone),
    }


def sentences(*parts: str) -> SafeString:
    """Sentences in a row; they may hold markup of ours, numbers and days, but no word that somebody typed."""
    return mark_safe(" ".join(filter(None, parts)))
