"""Published numbers in words: means, ranges, bands and changes, as the reader writes them."""

from collections.abc import Sequence
from datetime import date

from django.utils import formats
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.queries.instruments import Construct, Questionnaire, Text
from assessments.queries.results import ChangeValue, Value
from synergy.charts.texts import Words
from synergy.web.templatetags.manners import number, percent, signed

NEAR_A_CUT = 0.05
DONT_KNOW_FROM = 0.15
DASH = "–"


LEVEL = 0.95


def level_words() -> str:
    """“95%”: how sure an interval is."""
    return percent(LEVEL)


def not_shown() -> str:
    return _("not shown")


def mean_words(value: Value, asked: Questionnaire) -> str:
    """One decimal; two where one would put the mean on the wrong side of a band, if it was published that finely."""
    if value.mean is None:
        return range_words(value) if value.alike else ""
    cuts = [band.low for band in asked.bands[1:]]
    near = any(round(abs(value.mean - cut), 9) <= NEAR_A_CUT for cut in cuts)
    return number(value.mean, 2 if near and value.decimals == 2 else 1)


def exact_words(value: Value) -> str:
    """For tables: every decimal that was published."""
    if not value.shown:
        return not_shown()
    if value.alike:
        return _("%(range)s – all answered alike") % {"range": range_words(value)}
    return number(value.mean, value.decimals)


def range_words(value: Value) -> str:
    low, high = (number(end, 0 if end == int(end) else 1) for end in (value.low or 0, value.high or 0))
    return _("about %(low)s to %(high)s") % {"low": low, "high": high}


def interval_words(value: Value, digits: int | None = None) -> str:
    """The 95 % interval; nothing where there is none."""
    if value.alike or value.low is None or value.high is None:
        return ""
    places = value.decimals if digits is None else digits
    return _("%(low)s to %(high)s") % {"low": number(value.low, places), "high": number(value.high, places)}


def band_words(value: Value, asked: Questionnaire) -> str:
    return next((str(band.label) for band in asked.bands if band.code == value.band), "")


def change_words(change: ChangeValue) -> str:
    """The verdict with the numbers it rests on, e.g. “no clear change (could be −0.3 to +0.5)”."""
    bare = change.low is None or change.high is None
    words = _bare_verdicts() if bare else _verdicts()
    digits = change_digits(change)
    return words.get(change.verdict, words["none"]) % {
        "difference": signed(change.difference, digits),
        "low": signed(change.low, digits),
        "high": signed(change.high, digits),
    }


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


def change_digits(change: ChangeValue) -> int:
    """Two decimals where one would round the near end of a rise or fall to nothing."""
    told = change.verdict in ("rise", "fall", "possible_rise", "possible_fall")
    ends = [abs(end) for end in (change.low, change.high) if end is not None]
    return 2 if told and any(0 < end < NEAR_A_CUT for end in ends) else 1


def p_words(p: float | None) -> str:
    if p is None:
        return DASH
    return _("below %(limit)s") % {"limit": number(0.001, 3)} if p < 0.001 else number(p, 3)


def dash_words(rows: Sequence[Sequence[str]]) -> str:
    """What a dash in a table of tests means; nothing where there is none."""
    if not any(cell == DASH for row in rows for cell in row):
        return ""
    return _(
        "–: not given, because too few people answered, because it would tell a rounded number more exactly, or "
        "because there is no test."
    )


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
