"""Tests in words: p as it is told, and what a dash in a table of tests means."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.results.wording.means import DASH
from synergy.web.formats import number

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
