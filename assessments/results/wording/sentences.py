"""The first sentences of a round: where are we, what changed, how sure are we. Whole sentences, never glued ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.queries import RoundResults
from assessments.results.values import ChangeValue, Value
from assessments.results.wording.seams import older_words, seam_words
from assessments.results.wording.words import short_names
from assessments.statistics.change import significant_change

FEW = 10
ORDER = ("strength", "discuss", "attention")


@dataclass(frozen=True)
class Lead:
    """What the top of a page says; `standing` is the finding, `notes` say how sure one can be."""

    standing: tuple[str, ...]
    change: tuple[str, ...]
    notes: tuple[str, ...]
    older: str = ""  # how the scores of an older round came about


def lead_of(found: RoundResults) -> Lead:
    said = standing_sentences(found), change_sentences(found), certainty_sentences(found)
    return Lead(*said, older_words(found))


def standing_sentences(found: RoundResults) -> tuple[str, ...]:
    """The themes by band; those with too few answers are told apart."""
    themes = found.asked.of_kind("theme")
    values = {theme.code: found.value(theme.code) for theme in themes}
    bands = {code: value.band for code, value in values.items() if value.band}
    groups = {code: [one for one in bands if bands[one] == code] for code in _bands_in_order(bands)}
    said = _whole(groups, len(themes)) or _grouped(groups, themes, len(themes))
    hidden = [code for code, value in values.items() if not value.shown]
    few = [_("With so few answers, take this as a first impression.")] if said and _first_impression(values) else []
    return (*said, *_hidden(themes, hidden), *few)


def _first_impression(values: Mapping[str, Value]) -> bool:
    """Whether no theme rests on as many answers as a change needs to be named."""
    return max((value.n or 0 for value in values.values()), default=0) < FEW


def _bands_in_order(bands: dict[str, str]) -> list[str]:
    present = set(bands.values())
    return [code for code in ORDER if code in present] + sorted(present - set(ORDER))


def _whole(groups: dict[str, list[str]], themes: int) -> list[str]:
    """One sentence when all four themes lie in the same band."""
    if len(groups) != 1 or themes != 4 or len(next(iter(groups.values()))) != themes:
        return []
    words = {
        "strength": _("All four themes are strengths."),
        "discuss": _("All four themes are worth discussing."),
        "attention": _("All four themes need attention."),
    }
    return [words[code] for code in groups if code in words]


def _grouped(groups: dict[str, list[str]], themes: Sequence[Construct], total: int) -> list[str]:
    """A sentence a band; of two bands that hold every theme, the larger one is “the other two” or “three”."""
    codes = list(groups)
    if len(codes) == 2 and sum(map(len, groups.values())) == total == 4:
        first, rest = sorted(codes, key=lambda code: len(groups[code]))
        others = _others(rest, len(groups[rest]))
        if others:
            return [_in_band(first, groups[first], themes), others]
    return [_in_band(code, groups[code], themes) for code in codes]


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


def change_sentences(found: RoundResults) -> tuple[str, ...]:
    """What the four themes did since the round before, as far as the numbers carry it."""
    themes = found.asked.of_kind("theme")
    changes = {theme.code: found.changes[theme.code] for theme in themes if theme.code in found.changes}
    if not changes:
        return (_no_comparison(found),)
    return told_changes(themes, changes, found.before)


def told_changes(
    constructs: Sequence[Construct], changes: dict[str, ChangeValue], before: Round | None
) -> tuple[str, ...]:
    """Rises and falls by verdict; then what of the rest can be said, and of which nothing can."""
    verdicts = {one.code: changes[one.code].verdict if one.code in changes else "too_few" for one in constructs}
    number = before.number if before else ""
    untold = [code for code, verdict in verdicts.items() if verdict == "too_few"]
    if len(untold) == len(verdicts):
        return (_too_few(before) % {"number": number},)
    said = []
    for verdict in ("rise", "fall", "possible_rise", "possible_fall"):
        codes = [code for code, one in verdicts.items() if one == verdict]
        if codes:
            words = _moved(verdict, len(codes))
            said.append(words % {"names": short_names(constructs, codes), "number": number})
    still = [code for code, verdict in verdicts.items() if verdict == "none"]
    if not untold:
        return (*said, *_complete(verdicts, number))
    if still:
        words = ngettext(
            "%(names)s shows no clear change since round %(number)s.",
            "%(names)s show no clear change since round %(number)s.",
            len(still),
        )
        said.append(words % {"names": short_names(constructs, still), "number": number})
    words = _("%(names)s: it cannot be told whether anything changed.")
    return (*said, words % {"names": short_names(constructs, untold)})


def _complete(verdicts: Mapping[str, str], number: int | str) -> list[str]:
    """What may be said of all themes together, where something can be said of each."""
    found = set(verdicts.values())
    if found == {"none"}:
        words = (
            _("None of the four themes changed clearly since round %(number)s.")
            if len(verdicts) == 4
            else _("No theme changed clearly since round %(number)s.")
        )
        return [words % {"number": number}]
    if found & {"fall", "possible_fall"}:
        return []
    return [_("None of the four themes clearly fell.") if len(verdicts) == 4 else _("No theme clearly fell.")]


def _too_few(before: Round | None) -> str:
    if before is not None and (before.submitted or 0) < FEW:
        return _("Too few people answered round %(number)s to tell whether anything has changed since.")
    return _("Too few people answered to tell whether anything changed since round %(number)s.")


def _moved(verdict: str, count: int) -> str:
    return {
        "rise": ngettext(
            "%(names)s rose clearly since round %(number)s.", "%(names)s rose clearly since round %(number)s.", count
        ),
        "fall": ngettext(
            "%(names)s fell clearly since round %(number)s.", "%(names)s fell clearly since round %(number)s.", count
        ),
        "possible_rise": ngettext(
            "%(names)s may have risen since round %(number)s.",
            "%(names)s may have risen since round %(number)s.",
            count,
        ),
        "possible_fall": ngettext(
            "%(names)s may have fallen since round %(number)s.",
            "%(names)s may have fallen since round %(number)s.",
            count,
        ),
    }[verdict]


def _no_comparison(found: RoundResults) -> str:
    if found.before is None:
        return _("This is the first round: there is nothing to compare it with yet.")
    if found.seam:
        return seam_words(found.before)
    if found.before.version_id != found.round.version_id:
        return _("Round %(number)s asked other questions, so nothing is compared with it.") % {
            "number": found.before.number
        }
    return _("Too few people answered to compare with round %(number)s.") % {"number": found.before.number}


def certainty_sentences(found: RoundResults) -> tuple[str, ...]:
    """Who answered, and how small a change so many answers can show."""
    said = [response_sentence(found.round)]
    if linked := _linked(found):
        said.append(linked)
    themes = [found.value(theme.code) for theme in found.asked.of_kind("theme")]
    changes = [found.changes[theme.code] for theme in found.asked.of_kind("theme") if theme.code in found.changes]
    if precision := precision_sentence(themes, changes=changes):
        said.append(precision)
    invited = found.round.invited or 0
    if invited and (found.round.submitted or 0) * 2 < invited:
        said.append(_("Fewer than half of those invited answered: the others may see things differently."))
    return tuple(said)


def response_sentence(round: Round) -> str:
    answered, invited = round.submitted or 0, round.invited or 0
    if round.collection == Round.Collection.IMPORT:
        words = ngettext("%(n)s person answered.", "%(n)s people answered.", answered)
        return words % {"n": answered}
    words = ngettext(
        "%(n)s of %(invited)s invited member answered.", "%(n)s of %(invited)s invited members answered.", invited
    )
    return words % {"n": answered, "invited": invited}


def _linked_people(found: RoundResults) -> int:
    """How many people answered both this round and the one before, as far as that is known."""
    return max((change.n_linked or 0 for change in found.changes.values() if change.linked), default=0)


def _linked(found: RoundResults) -> str:
    people = _linked_people(found)
    if not people or found.before is None:
        return ""
    words = ngettext(
        "%(n)s of them had answered round %(number)s too, which makes it easier to tell what changed.",
        "%(n)s of them had answered round %(number)s too, which makes it easier to tell what changed.",
        people,
    )
    bare = ngettext(
        "%(n)s of them had answered round %(number)s too.", "%(n)s of them had answered round %(number)s too.", people
    )
    # Of the older method a change is that of these people themselves.
    easier = any(one.r or one.before is None for one in found.changes.values() if one.linked)
    return (words if easier else bare) % {"n": people, "number": found.before.number}


def precision_sentence(values: Sequence[Value], *, changes: Sequence[ChangeValue] = ()) -> str:
    """The change between two rounds of this size up to which chance alone is a good explanation.

    As wide as the intervals of these changes reach to either side, so that both say the same; without any, from the
    pooled SD (STATISTICS 10).
    """
    spread = [(value.n, value.sd) for value in values if value.n and value.n > 1 and value.sd]
    if not spread:
        return ""
    n = max(size for size, _sd in spread)
    if n < FEW:
        return _("With %(n)s answers, a theme may well move by up to about a whole point by chance alone.") % {"n": n}
    reaches = [(one.high - one.low) / 2 for one in changes if one.low is not None and one.high is not None]
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


def nothing_published(found: RoundResults) -> str:
    words = ngettext(
        "Nothing is published: %(n)s person answered, and fewer than %(k)s would be recognisable.",
        "Nothing is published: %(n)s people answered, and fewer than %(k)s would be recognisable.",
        found.plan.respondents,
    )
    return words % {"n": found.plan.respondents, "k": found.plan.k}
