"""Published numbers in words: means, ranges, bands and changes, as the reader writes them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils import formats
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.questionnaire import Construct, Questionnaire, Text
from assessments.results.published import ChangeDetail
from assessments.results.values import ChangeValue, Value
from assessments.statistics.rounding import round_half_up
from synergy.charts.texts import Words
from synergy.web.formats import number, percent, signed

DONT_KNOW_FROM = 0.15
DASH = "–"
SMALLEST_P = 0.001
CHANGES = 2
"""Decimals of a change: as many as the scores have whose difference it is."""


LEVEL = 0.95


def level_words() -> str:
    """“95%”: how sure an interval is."""
    return percent(LEVEL)


def not_shown() -> str:
    return _("not shown")


def mean_words(value: Value) -> str:
    """A score, on cards, in charts, tables and sentences alike."""
    if value.mean is None:
        return value.told or not_shown()
    return number(value.mean, value.decimals)


def interval_words(value: Value) -> str:
    """The 95 % interval, as finely as the score itself; nothing where there is none."""
    if value.low is None or value.high is None:
        return ""
    return span_words(value.low, value.high, value.decimals)


def span_words(low: float, high: float, decimals: int) -> str:
    return _("%(low)s to %(high)s") % {"low": number(low, decimals), "high": number(high, decimals)}


def part_words(value: Value, construct: Construct) -> str:
    """“3 of 4 questions” where not all of them count."""
    used, total = len(value.items), len(construct.items)
    if value.is_older or not used or used == total:
        return ""
    words = ngettext("%(used)s of %(total)s question", "%(used)s of %(total)s questions", total)
    return words % {"used": used, "total": total}


def common_words(change: ChangeValue | ChangeDetail, value: Value, before: Value | None) -> str:
    """The two scores a change is the difference of, where they differ from those printed above."""
    if change.before is None or change.after is None:
        return ""
    told = (number(change.before, CHANGES), number(change.after, CHANGES))
    if told == (told[0] if before is None else mean_words(before), mean_words(value)):
        return ""
    words = ngettext(
        "On the %(n)s question that both rounds have: %(before)s then, %(after)s now.",
        "On the %(n)s questions that both rounds have: %(before)s then, %(after)s now.",
        len(change.items),
    )
    return words % {"n": len(change.items), "before": told[0], "after": told[1]}


def band_words(value: Value, asked: Questionnaire) -> str:
    return next((str(band.label) for band in asked.bands if band.code == value.band), "")


def change_words(change: ChangeValue) -> str:
    """The verdict with the numbers it rests on, e.g. “no clear change (could be −0.3 to +0.5)”."""
    bare = change.low is None or change.high is None
    words = _bare_verdicts() if bare else _verdicts()
    return words.get(change.verdict, words["none"]) % amounts(change)


class Differing(Protocol):
    """A change as it is stored: the difference of two scores, which an older round does not tell."""

    @property
    def difference(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def before(self) -> float | None: ...
    @property
    def after(self) -> float | None: ...


def amounts(change: Differing) -> dict[str, str]:
    """Its numbers as they are written everywhere; those of an older round as finely as they were kept."""
    kept = [one for one in (change.difference, change.low, change.high) if one is not None]
    coarse = change.before is None and all(round_half_up(one, 1) == one for one in kept)
    decimals = 1 if coarse else CHANGES
    return {
        "difference": signed(printed_difference(change), decimals),
        "before": number(change.before, decimals),
        "low": signed(change.low, decimals),
        "high": signed(change.high, decimals),
    }


def printed_difference(change: Differing) -> float | None:
    """Of the two scores as they are printed, so that whoever subtracts them gets it."""
    if change.before is None or change.after is None:
        return change.difference
    return round_half_up(round_half_up(change.after, CHANGES) - round_half_up(change.before, CHANGES), CHANGES)


def _verdicts() -> dict[str, str]:
    return {
        "rise": _("clear rise %(difference)s (could be %(low)s to %(high)s)"),
        "fall": _("clear fall %(difference)s (could be %(low)s to %(high)s)"),
        "possible_rise": _("possible rise %(difference)s (could be %(low)s to %(high)s)"),
        "possible_fall": _("possible fall %(difference)s (could be %(low)s to %(high)s)"),
        "none": _("no clear change (could be %(low)s to %(high)s)"),
        "too_few": _("too few to tell (could be %(low)s to %(high)s)"),
    }


def _bare_verdicts() -> dict[str, str]:
    return {
        "rise": _("clear rise %(difference)s"),
        "fall": _("clear fall %(difference)s"),
        "possible_rise": _("possible rise %(difference)s"),
        "possible_fall": _("possible fall %(difference)s"),
        "none": _("no clear change"),
        "too_few": _("too few to tell"),
    }


def p_words(p: float | None) -> str:
    """Two significant digits, as they are told (STATISTICS 7)."""
    if p is None:
        return DASH
    if p < SMALLEST_P:
        return _("below %(limit)s") % {"limit": number(SMALLEST_P, 3)}
    return number(p, next(digits for limit, digits in ((0.1, 2), (0.01, 3), (0.0, 4)) if p >= limit))


def dash_words(rows: Sequence[Sequence[str]]) -> str:
    """What a dash in a table of tests means; nothing where there is none."""
    if not any(cell == DASH for row in rows for cell in row):
        return ""
    return _("–: not given, because too few people answered, or because there is no test.")


def answered_words(n: int | None, round: Round) -> str:
    """“16 of 18 answered”; only the first number where answers were imported, since nobody was invited."""
    if n is None:
        return ""
    if round.collection == Round.Collection.IMPORT:
        return _("%(n)s answered") % {"n": n}
    return _("%(n)s of %(invited)s answered") % {"n": n, "invited": round.invited or 0}


def listed(names: Sequence[str]) -> str:
    """“Trust, leadership and roles”: names at the head of a sentence."""
    # Translators: how a theme or an element is named inside a sentence; French may put it in guillemets.
    pattern = pgettext("name inside a sentence", "%(name)s")
    written = [pattern % {"name": name} for name in names]
    parts = [
        text if place == 0 or text != name else _lowered(name)
        for place, (text, name) in enumerate(zip(written, names, strict=True))
    ]
    if len(parts) < 2:
        return "".join(parts)
    # Translators: %(several)s is one name, or several with commas between them.
    return _("%(several)s and %(last)s") % {"several": ", ".join(parts[:-1]), "last": parts[-1]}


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def short_names(constructs: Sequence[Construct], codes: Sequence[str]) -> str:
    names = {construct.code: str(construct.short) for construct in constructs}
    return listed([names[code] for code in codes if code in names])


def table_name(one: Construct, asked: Questionnaire) -> str:
    """Its name; beside it that of an earlier score that has exactly the same questions."""
    return _with_twin(str(one.name), twin.name if (twin := asked.twin_of(one)) else None)


def short_table_name(one: Construct, asked: Questionnaire | None) -> str:
    return _with_twin(str(one.short), twin.short if asked and (twin := asked.twin_of(one)) else None)


def _with_twin(name: str, other: Text | None) -> str:
    if other is None:
        return name
    # Translators: two scores that come from exactly the same questions; %(other)s is the name of the other score.
    return _("%(name)s (same questions as %(other)s)") % {"name": name, "other": other}


def month_words(day: date) -> str:
    """“Oct 2025”, short enough for an axis."""
    french = (get_language() or "en").startswith("fr")
    return format_date(day, "N Y" if french else "M Y")


def chart_words(asked_before: str = "") -> Words:
    return Words(
        decimal=formats.get_format("DECIMAL_SEPARATOR"),
        n="n",
        mean=_("mean"),
        interval=_("interval"),
        before=asked_before or _("round before"),
        hidden=not_shown(),
    )
