"""Titles and sentences of charts: a difference or a change is named only when the numbers carry it."""

from collections.abc import Sequence
from datetime import date

from django.utils import formats
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.queries import RoundResults
from assessments.results.timeline import Timeline
from assessments.results.trends import Trends
from assessments.results.values import ScoreValue
from assessments.results.wording.changes import method_change_sentence
from assessments.results.wording.means import level_words, mean_words, not_shown
from assessments.results.wording.names import short_names
from assessments.statistics.change import Change
from assessments.statistics.outliers import profile_outliers
from assessments.statistics.rounding import round_half_up
from synergy.charts.texts import Words
from synergy.web.formats import percent


def month_words(day: date) -> str:
    """“Oct 2025”, short enough for an axis."""
    french = (get_language() or "en").startswith("fr")
    return format_date(day, "N Y" if french else "M Y")


def chart_words(before: Round | None = None) -> Words:
    return Words(
        decimal=formats.get_format("DECIMAL_SEPARATOR"),
        n="n",
        mean=_("mean"),
        interval=_("interval"),
        before=_("round %(number)s") % {"number": before.number} if before else _("round before"),
        hidden=not_shown(),
    )


def trend_title(trends: Trends, since_first: dict[str, Change]) -> str:
    rounds = len(trends.rounds)
    moved = _moved(trends.constructs, since_first, trends.first)
    if rounds > 2 and moved:
        return moved
    words = ngettext("The four themes in one round", "The four themes over %(n)s rounds", rounds)
    return words % {"n": rounds}


def _moved(themes: Sequence[Construct], changes: dict[str, Change], first: Round) -> str:
    """A clear rise, or a clear fall, since the first round shown; nothing when there are both or neither."""
    rises = [code for code, change in changes.items() if change.verdict == "rise"]
    falls = [code for code, change in changes.items() if change.verdict == "fall"]
    if bool(rises) == bool(falls):
        return ""
    codes = rises or falls
    if len(codes) == len(themes) == 4:
        words = (
            _("All four themes rose clearly since round %(number)s")
            if rises
            else _("All four themes fell clearly since round %(number)s")
        )
        return words % {"number": first.number}
    words = (
        ngettext(
            "%(names)s rose clearly since round %(number)s",
            "%(names)s rose clearly since round %(number)s",
            len(codes),
        )
        if rises
        else ngettext(
            "%(names)s fell clearly since round %(number)s",
            "%(names)s fell clearly since round %(number)s",
            len(codes),
        )
    )
    return words % {"names": short_names(themes, codes), "number": first.number}


def trend_sentence(trends: Trends, since_first: dict[str, Change], timeline: Timeline) -> str:
    """What is drawn; and where nothing changed clearly since the first round shown, that nothing did."""
    words = _("Mean of each theme from 1 to 5, with its %(level)s interval and the number of answers.")
    sentences = [words % {"level": level_words()}]
    verdicts = {change.verdict for change in since_first.values()}
    if len(trends.rounds) > 2 and verdicts and not verdicts & {"rise", "fall"} and verdicts != {"too_few"}:
        sentences.append(_("No theme changed clearly since round %(number)s.") % {"number": trends.first.number})
    if trends.method_change:
        sentences.append(method_change_sentence(trends.rounds[trends.method_change - 1]))
    if timeline.entries:
        sentences.append(_("Numbers mark meetings and events."))
    if timeline.shortened:
        words = _("%(shown)s of %(total)s are marked: events first, then the latest meetings.")
        sentences.append(words % {"shown": len(timeline.entries), "total": timeline.total})
    return " ".join(sentences)


def elements_title(results: RoundResults) -> str:
    """Names elements clearly below the average of all, else those clearly above it, else only the subject."""
    elements = results.asked.of_kind("element")
    values = {element.code: results.value(element.code) for element in elements}
    shown = {code: (value.n or 0, value.mean, value.sd) for code, value in values.items() if value.mean is not None}
    below, above = profile_outliers(shown)
    if below and len(below) <= 3:
        words = ngettext(
            "%(names)s stands clearly below the other elements",
            "%(names)s stand clearly below the other elements",
            len(below),
        )
        return words % {"names": short_names(elements, below)}
    if above and len(above) <= 3:
        words = ngettext(
            "%(names)s stands clearly above the other elements",
            "%(names)s stand clearly above the other elements",
            len(above),
        )
        return words % {"names": short_names(elements, above)}
    return _("The nine elements of working together")


def profile_sentence(results: RoundResults, constructs: Sequence[Construct]) -> str:
    """Highest and lowest mean, what moved, and how to read the two dots."""
    sentences = [*_ends(results, constructs), *_clear_moves(results, constructs)]
    if results.before_values and results.before:
        words = _("Filled: round %(now)s. Hollow: round %(before)s.")
        sentences.append(words % {"now": results.round.number, "before": results.before.number})
    return " ".join(sentences)


def _ends(results: RoundResults, constructs: Sequence[Construct]) -> list[str]:
    """Highest and lowest as they are printed; where more than two share a place, only how far the means reach."""
    values = {construct.code: results.value(construct.code) for construct in constructs}
    means = {
        code: round_half_up(value.mean, value.decimals) for code, value in values.items() if value.mean is not None
    }
    if len(means) < 2:
        return []
    low, high = min(means, key=lambda code: means[code]), max(means, key=lambda code: means[code])
    lowest, highest = ([code for code, mean in means.items() if mean == means[end]] for end in (low, high))
    printed = {"low": mean_words(values[low]), "high": mean_words(values[high])}
    if means[low] == means[high]:
        return [_("All means are %(mean)s.") % {"mean": printed["low"]}]
    if max(len(lowest), len(highest)) > 2:
        return [_("The means lie between %(low)s and %(high)s.") % printed]
    words = _("Highest mean: %(high)s, %(high_mean)s. Lowest: %(low)s, %(low_mean)s.")
    names = {"high": short_names(constructs, highest), "low": short_names(constructs, lowest)}
    return [words % (names | {"low_mean": printed["low"], "high_mean": printed["high"]})]


def _clear_moves(results: RoundResults, constructs: Sequence[Construct]) -> list[str]:
    """No score is named whose questions are those of another one that is named elsewhere for the same move."""
    sentences = []
    for verdict in ("rise", "fall"):
        codes = [
            construct.code
            for construct in constructs
            if _has_moved(results, construct, verdict) and not _twin_has_moved(results, construct, verdict)
        ]
        if codes and results.before:
            words = {
                "rise": ngettext("%(names)s rose clearly.", "%(names)s rose clearly.", len(codes)),
                "fall": ngettext("%(names)s fell clearly.", "%(names)s fell clearly.", len(codes)),
            }[verdict]
            sentences.append(words % {"names": short_names(constructs, codes)})
    return sentences


def _has_moved(results: RoundResults, construct: Construct, verdict: str) -> bool:
    change = results.changes.get(construct.code)
    return change is not None and change.verdict == verdict


def _twin_has_moved(results: RoundResults, construct: Construct, verdict: str) -> bool:
    twin = results.asked.twin_of(construct)
    return twin is not None and _has_moved(results, twin, verdict)


def levels_sentence(results: RoundResults) -> str:
    """Synergy beside the levels, in one sentence when all are shown."""
    synergy = results.value("SYN")
    levels = {level.code: results.value(level.code) for level in results.asked.of_kind("level")}
    shown = synergy.mean is not None and all(value.mean is not None for value in levels.values())
    if not shown or set(levels) != {"INT", "OPE", "SYS"}:
        return _("What is achieved together, and how the work is done at three levels.")
    words = _(
        "What is achieved together stands at %(synergy)s; how the work is done, at %(int)s between people, "
        "%(ope)s in its organisation and %(sys)s towards its surroundings."
    )
    means = {code.lower(): mean_words(value) for code, value in levels.items()}
    return words % {"synergy": mean_words(synergy), **means}


def shares_sentence(value: ScoreValue) -> str:
    """The compared item as people say it: who finds that the result is more than separate efforts."""
    shares = value.shares
    if not shares or set(shares) != {"antagony", "additive", "synergy"}:
        return ""
    words = ngettext(
        "Of %(n)s answer, %(more)s say the result is more than separate efforts, %(same)s about the same, "
        "%(less)s less.",
        "Of %(n)s answers, %(more)s say the result is more than separate efforts, %(same)s about the same, "
        "%(less)s less.",
        value.n or 0,
    )
    return words % {
        "n": value.n,
        "more": percent(shares["synergy"]),
        "same": percent(shares["additive"]),
        "less": percent(shares["antagony"]),
    }


def turnout_title(rounds: Sequence[Round]) -> str:
    last = rounds[-1]
    answered = last.submitted or 0
    if not last.is_by_links:
        words = ngettext("%(n)s person answered the last round", "%(n)s people answered the last round", answered)
        return words % {"n": answered}
    return _("%(n)s of %(invited)s answered the last round") % {"n": answered, "invited": last.invited or 0}


def turnout_sentence(rounds: Sequence[Round]) -> str:
    rates = {
        round.number: (round.submitted or 0) / round.invited for round in rounds if round.invited and round.is_by_links
    }
    if len(rates) < 2:
        return _("How many of those invited answered.")
    low, high = min(rates, key=lambda key: rates[key]), max(rates, key=lambda key: rates[key])
    words = _("Between %(low)s (round %(low_round)s) and %(high)s (round %(high_round)s) of those invited answered.")
    return words % {
        "low": percent(rates[low]),
        "high": percent(rates[high]),
        "low_round": low,
        "high_round": high,
    }
