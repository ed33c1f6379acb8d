"""The first sentences of a round: where are we, what changed, how sure are we. Whole sentences, never glued ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaire import Construct
from assessments.results.queries import RoundResults
from assessments.results.values import ChangeValue, ScoreValue
from assessments.results.wording.changes import change_sentences, method_one_sentence
from assessments.results.wording.names import short_names
from assessments.results.wording.responses import response_sentence
from assessments.statistics.change import significant_change
from assessments.statistics.thresholds import VERDICT_FROM

BANDS = ("strength", "discuss", "attention")
"""In the order in which they are told."""


@dataclass(frozen=True)
class Lead:
    """What the top of a page says; `standing` is the finding, `notes` say how sure one can be."""

    standing: tuple[str, ...]
    change: tuple[str, ...]
    notes: tuple[str, ...]
    method_one: str = ""  # how the scores of a round of the older method came about


def lead_of(results: RoundResults) -> Lead:
    return Lead(
        standing_sentences(results),
        change_sentences(results),
        certainty_sentences(results),
        method_one_sentence(results),
    )


def standing_sentences(results: RoundResults) -> tuple[str, ...]:
    """The themes by band; those with too few answers are told by themselves."""
    themes = results.asked.of_kind("theme")
    values = {theme.code: results.value(theme.code) for theme in themes}
    by_band = _by_band({code: value.band for code, value in values.items() if value.band})
    standing = _one_band(by_band, len(themes)) or _several_bands(by_band, themes)
    hidden = [code for code, value in values.items() if not value.shown]
    few = [_("With so few answers, take this as a first impression.")] if standing and _is_first(values) else []
    return (*standing, *_hidden(themes, hidden), *few)


def _is_first(values: Mapping[str, ScoreValue]) -> bool:
    """Whether it is a first impression: no theme rests on as many answers as a change needs to be named."""
    return max((value.n or 0 for value in values.values()), default=0) < VERDICT_FROM


def _by_band(bands: Mapping[str, str]) -> dict[str, list[str]]:
    """Band -> themes whose mean it holds, in the order in which bands are told."""
    present = set(bands.values())
    order = [band for band in BANDS if band in present] + sorted(present - set(BANDS))
    return {band: [code for code, own in bands.items() if own == band] for band in order}


def _one_band(by_band: Mapping[str, list[str]], themes: int) -> list[str]:
    """One sentence when all four themes lie in the same band."""
    if len(by_band) != 1 or themes != 4 or len(next(iter(by_band.values()))) != themes:
        return []
    words = {
        "strength": _("All four themes are strengths."),
        "discuss": _("All four themes are worth discussing."),
        "attention": _("All four themes need attention."),
    }
    return [words[band] for band in by_band if band in words]


def _several_bands(by_band: Mapping[str, list[str]], themes: Sequence[Construct]) -> list[str]:
    """A sentence a band; of two bands that hold every theme, the larger one is “the other two” or “three”."""
    if len(by_band) == 2 and sum(map(len, by_band.values())) == len(themes) == 4:
        first, rest = sorted(by_band, key=lambda band: len(by_band[band]))
        others = _others(rest, len(by_band[rest]))
        if others:
            return [_in_band(first, by_band[first], themes), others]
    return [_in_band(band, codes, themes) for band, codes in by_band.items()]


def _in_band(band: str, codes: Sequence[str], themes: Sequence[Construct]) -> str:
    words = {
        "strength": ngettext("%(themes)s is a strength.", "%(themes)s are strengths.", len(codes)),
        "discuss": ngettext("%(themes)s is worth discussing.", "%(themes)s are worth discussing.", len(codes)),
        "attention": ngettext("%(themes)s needs attention.", "%(themes)s need attention.", len(codes)),
    }
    return words.get(band, _("%(themes)s: %(band)s.")) % {"themes": short_names(themes, codes), "band": band}


def _others(band: str, count: int) -> str:
    words = {
        ("strength", 2): _("The other two themes are strengths."),
        ("strength", 3): _("The other three themes are strengths."),
        ("discuss", 2): _("The other two themes are worth discussing."),
        ("discuss", 3): _("The other three themes are worth discussing."),
        ("attention", 2): _("The other two themes need attention."),
        ("attention", 3): _("The other three themes need attention."),
    }
    return words.get((band, count), "")


def _hidden(themes: Sequence[Construct], codes: Sequence[str]) -> list[str]:
    if not codes:
        return []
    return [_("%(themes)s: not shown, because too few answered.") % {"themes": short_names(themes, codes)}]


def certainty_sentences(results: RoundResults) -> tuple[str, ...]:
    """Who answered, and how small a change so many answers can show."""
    round, themes = results.round, results.asked.of_kind("theme")
    values = [results.value(theme.code) for theme in themes]
    changes = [results.changes[theme.code] for theme in themes if theme.code in results.changes]
    sentences = [response_sentence(round), _linked(results), precision_sentence(values, changes=changes)]
    if round.invited and (round.submitted or 0) * 2 < round.invited:
        sentences.append(_("Fewer than half of those invited answered: the others may see things differently."))
    return tuple(sentence for sentence in sentences if sentence)


def _linked(results: RoundResults) -> str:
    """How many people answered both this round and the one before, as far as that is known."""
    linked = [change for change in results.changes.values() if change.linked]
    people = max((change.n_linked or 0 for change in linked), default=0)
    if not people or results.before is None:
        return ""
    easier = ngettext(
        "%(n)s of them had answered round %(number)s too, which makes it easier to tell what changed.",
        "%(n)s of them had answered round %(number)s too, which makes it easier to tell what changed.",
        people,
    )
    bare = ngettext(
        "%(n)s of them had answered round %(number)s too.", "%(n)s of them had answered round %(number)s too.", people
    )
    # By the older method a change is that of these people themselves.
    is_easier = any(change.r or change.before is None for change in linked)
    return (easier if is_easier else bare) % {"n": people, "number": results.before.number}


def precision_sentence(values: Sequence[ScoreValue], *, changes: Sequence[ChangeValue] = ()) -> str:
    """The change between two rounds of this size up to which chance alone is a good explanation.

    As wide as the intervals of these changes reach to either side, so that both say the same; without any, from the
    pooled SD (STATISTICS 10).
    """
    spread = [(value.n, value.sd) for value in values if value.n and value.n > 1 and value.sd]
    if not spread:
        return ""
    n = max(size for size, _sd in spread)
    if n < VERDICT_FROM:
        return _("With %(n)s answers, a theme may well move by up to about a whole point by chance alone.") % {"n": n}
    reaches = [
        (change.high - change.low) / 2 for change in changes if change.low is not None and change.high is not None
    ]
    if reaches:
        return _amount(median(reaches)) % {"n": n}
    pooled = sqrt(sum((size - 1) * sd**2 for size, sd in spread) / sum(size - 1 for size, _sd in spread))
    return _amount(significant_change(n, pooled)) % {"n": n}


def _amount(points: float) -> str:
    """The sentence for the step of the scale that is nearest."""
    steps = {
        0.1: _("With %(n)s answers, a theme may well move by up to about a tenth of a point by chance alone."),
        0.25: _("With %(n)s answers, a theme may well move by up to about a quarter of a point by chance alone."),
        0.5: _("With %(n)s answers, a theme may well move by up to about half a point by chance alone."),
        0.75: _("With %(n)s answers, a theme may well move by up to about three quarters of a point by chance alone."),
        1.0: _("With %(n)s answers, a theme may well move by up to about one point by chance alone."),
        1.5: _("With %(n)s answers, a theme may well move by up to about a point and a half by chance alone."),
        2.0: _("With %(n)s answers, a theme may well move by up to about two points by chance alone."),
    }
    return steps[min(steps, key=lambda step: abs(step - points))]
