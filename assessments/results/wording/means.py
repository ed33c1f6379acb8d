"""Means and tests in words: alike on cards, in charts, tables and sentences, with interval, band and p."""

from collections.abc import Sequence

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


SMALLEST_P = 0.001


def p_words(p: float | None) -> str:
    """Two significant digits (STATISTICS 7)."""
    if p is None:
        return DASH
    if p < SMALLEST_P:
        return _("below %(limit)s") % {"limit": number(SMALLEST_P, 3)}
    return number(p, next(digits for limit, digits in ((0.1, 2), (0.01, 3), (0.0, 4)) if p >= limit))


def dash_note(rows: Sequence[Sequence[str]]) -> str:
    """What a dash in these rows means; nothing where there is none."""
    if not any(cell == DASH for row in rows for cell in row):
        return ""
    return _("–: not given, because too few people answered, or because there is no test.")
