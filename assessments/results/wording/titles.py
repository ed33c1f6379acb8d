"""Titles and sentences of charts: a difference or a change is named only when the numbers carry it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.queries import RoundResults
from assessments.results.timeline import Timeline
from assessments.results.trends import Trends, changes_between
from assessments.results.values import Value
from assessments.results.wording.seams import seam_words
from assessments.results.wording.words import level_words, mean_words, short_names
from assessments.statistics.change import Change
from assessments.statistics.outliers import apart_from_average
from assessments.statistics.rounding import round_half_up
from synergy.web.formats import percent


def trend_title(trends: Trends, since_first: dict[str, Change]) -> str:
    rounds = len(trends.rounds)
    told = _moved(trends.constructs, since_first, trends.first)
    if rounds > 2 and told:
        return told
    words = ngettext("The four themes in one round", "The four themes over %(n)s rounds", rounds)
    return words % {"n": rounds}


def _moved(constructs: Sequence[Construct], changes: dict[str, Change], first: Round) -> str:
    """A clear rise, or a clear fall, since the first round shown; nothing when there are both or neither."""
    rises = [code for code, change in changes.items() if change.verdict == "rise"]
    falls = [code for code, change in changes.items() if change.verdict == "fall"]
    if rises and not falls:
        if len(rises) == len(constructs) == 4:
            return _("All four themes rose clearly since round %(number)s") % {"number": first.number}
        words = ngettext(
            "%(names)s rose clearly since round %(number)s",
            "%(names)s rose clearly since round %(number)s",
            len(rises),
        )
        return words % {"names": short_names(constructs, rises), "number": first.number}
    if falls and not rises:
        if len(falls) == len(constructs) == 4:
            return _("All four themes fell clearly since round %(number)s") % {"number": first.number}
        words = ngettext(
            "%(names)s fell clearly since round %(number)s",
            "%(names)s fell clearly since round %(number)s",
            len(falls),
        )
        return words % {"names": short_names(constructs, falls), "number": first.number}
    return ""


def trend_sentence(trends: Trends, since_first: dict[str, Change], events: Timeline) -> str:
    """What is drawn; and where nothing changed clearly since the first round shown, that nothing did."""
    words = _("Mean of each theme from 1 to 5, with its %(level)s interval and the number of answers.")
    said = [words % {"level": level_words()}]
    verdicts = {change.verdict for change in since_first.values()}
    if len(trends.rounds) > 2 and verdicts and not verdicts & {"rise", "fall"} and verdicts != {"too_few"}:
        said.append(_("No theme changed clearly since round %(number)s.") % {"number": trends.first.number})
    if trends.seam:
        said.append(seam_words(trends.rounds[trends.seam - 1]))
    if events.happenings:
        said.append(_("Numbers mark meetings and events."))
    if events.shortened:
        words = _("%(shown)s of %(total)s are marked: events first, then the latest meetings.")
        said.append(words % {"shown": len(events.happenings), "total": events.total})
    return " ".join(said)


def first_changes(trends: Trends) -> dict[str, Change]:
    if trends.first == trends.rounds[-1]:
        return {}
    return changes_between(trends, trends.first, trends.rounds[-1])


def elements_title(found: RoundResults) -> str:
    """Names elements clearly below the average of all, else those clearly above it, else only the subject."""
    elements = found.asked.of_kind("element")
    values = {one.code: found.value(one.code) for one in elements}
    shown = {code: (one.n or 0, one.mean, one.sd) for code, one in values.items() if one.mean is not None}
    below, above = apart_from_average(shown)
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


def profile_sentence(found: RoundResults, constructs: Sequence[Construct]) -> str:
    """Highest and lowest mean, what moved, and how to read the two dots."""
    said = [*_ends(found, constructs), *_clear_moves(found, constructs)]
    if found.before_values and found.before:
        words = _("Filled: round %(now)s. Hollow: round %(before)s.")
        said.append(words % {"now": found.round.number, "before": found.before.number})
    return " ".join(said)


def _ends(found: RoundResults, constructs: Sequence[Construct]) -> list[str]:
    """Highest and lowest as they are printed; where more than two share a place, only how far the means reach."""
    values = {one.code: value for one in constructs if (value := found.value(one.code)).mean is not None}
    if len(values) < 2:
        return []
    means = {code: round_half_up(value.mean or 0, value.decimals) for code, value in values.items()}
    low, high = min(means, key=lambda code: means[code]), max(means, key=lambda code: means[code])
    lowest, highest = ([code for code, mean in means.items() if mean == means[end]] for end in (low, high))
    told = {"low_mean": mean_words(values[low]), "high_mean": mean_words(values[high])}
    if means[low] == means[high]:
        return [_("All means are %(mean)s.") % {"mean": told["low_mean"]}]
    if max(len(lowest), len(highest)) > 2:
        words = _("The means lie between %(low)s and %(high)s.")
        return [words % {"low": told["low_mean"], "high": told["high_mean"]}]
    words = _("Highest mean: %(high)s, %(high_mean)s. Lowest: %(low)s, %(low_mean)s.")
    names = {"high": short_names(constructs, highest), "low": short_names(constructs, lowest)}
    return [words % (names | told)]


def _clear_moves(found: RoundResults, constructs: Sequence[Construct]) -> list[str]:
    """No score is named whose questions are those of another one that is named elsewhere for the same move."""
    said = []
    for verdict in ("rise", "fall"):
        codes = [one.code for one in constructs if _has_moved(found, one, verdict) and not _told(found, one, verdict)]
        if codes and found.before:
            words = {
                "rise": ngettext("%(names)s rose clearly.", "%(names)s rose clearly.", len(codes)),
                "fall": ngettext("%(names)s fell clearly.", "%(names)s fell clearly.", len(codes)),
            }[verdict]
            said.append(words % {"names": short_names(constructs, codes)})
    return said


def _has_moved(found: RoundResults, construct: Construct, verdict: str) -> bool:
    change = found.changes.get(construct.code)
    return change is not None and change.verdict == verdict


def _told(found: RoundResults, construct: Construct, verdict: str) -> bool:
    twin = found.asked.twin_of(construct)
    return twin is not None and _has_moved(found, twin, verdict)


def levels_sentence(found: RoundResults) -> str:
    """Synergy beside the levels, in one sentence when all are shown."""
    levels = found.asked.of_kind("level")
    synergy = found.value("SYN")
    values = {one.code: found.value(one.code) for one in levels}
    shown = synergy.mean is not None and all(value.mean is not None for value in values.values())
    if not shown or set(values) != {"INT", "OPE", "SYS"}:
        return _("What is achieved together, and how the work is done at three levels.")
    words = _(
        "What is achieved together stands at %(synergy)s; how the work is done, at %(int)s between people, "
        "%(ope)s in its organisation and %(sys)s towards its surroundings."
    )
    return words % {
        "synergy": mean_words(synergy),
        "int": mean_words(values["INT"]),
        "ope": mean_words(values["OPE"]),
        "sys": mean_words(values["SYS"]),
    }


def shares_sentence(value: Value) -> str:
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


def response_title(rounds: Sequence[Round]) -> str:
    last = rounds[-1]
    if last.collection == Round.Collection.IMPORT:
        words = ngettext(
            "%(n)s person answered the last round", "%(n)s people answered the last round", last.submitted or 0
        )
        return words % {"n": last.submitted or 0}
    words = _("%(n)s of %(invited)s answered the last round")
    return words % {"n": last.submitted or 0, "invited": last.invited or 0}


def response_sentence(rounds: Sequence[Round]) -> str:
    rates = {one.number: (one.submitted or 0) / one.invited for one in rounds if one.invited and not _imported(one)}
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


def _imported(round: Round) -> bool:
    return round.collection == Round.Collection.IMPORT
