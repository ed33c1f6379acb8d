"""Means in words: as they are printed on cards, in charts, tables and sentences alike, with their interval and band."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Construct, Questionnaire
from assessments.results.values import PublishedValue, ScoreValue
from synergy.web.formats import number, percent

LEVEL = 0.95
DASH = "–"
"""Stands in a table where there is no number."""


def level_words() -> str:
    """“95%”: how sure an interval is."""
    return percent(LEVEL)


def not_shown() -> str:
    return _("not shown")


def mean_words(value: PublishedValue) -> str:
    if value.mean is None:
        return value.in_words or not_shown()
    return number(value.mean, value.decimals)


def interval_words(value: PublishedValue) -> str:
    """The 95 % interval, as finely as the score itself; nothing where there is none."""
    if value.low is None or value.high is None:
        return ""
    return range_words(number(value.low, value.decimals), number(value.high, value.decimals))


def range_words(low: str, high: str) -> str:
    """“3.41 to 4.05”."""
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def mean_with_interval(value: ScoreValue) -> str:
    """“3.74 (3.41 to 4.05), n 16” for tables that have a column a construct."""
    interval = interval_words(value)
    if not interval:
        return mean_words(value)
    words = {"mean": mean_words(value), "interval": interval, "n": value.n}
    return _("%(mean)s (%(interval)s), n %(n)s") % words


def band_words(value: ScoreValue, asked: Questionnaire) -> str:
    return next((str(band.label) for band in asked.bands if band.code == value.band), "")


def used_items_words(value: ScoreValue, construct: Construct) -> str:
    """“3 of 4 questions” where not all of them count."""
    used, total = len(value.items), len(construct.items)
    if value.is_method_one or not used or used == total:
        return ""
    words = ngettext("%(used)s of %(total)s question", "%(used)s of %(total)s questions", total)
    return words % {"used": used, "total": total}
