"""Changes in words: with the numbers they rest on, of the four themes, and why there are none with an older method."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Round
from assessments.models.score import METHOD
from assessments.questionnaire import Construct
from assessments.results.queries import RoundResults
from assessments.results.values import ChangeValue, ScoreValue
from assessments.results.wording.means import mean_words
from assessments.results.wording.names import short_names
from assessments.statistics.rounding import round_half_up
from assessments.statistics.thresholds import VERDICT_FROM
from synergy.web.formats import number, signed

CLEAR, POSSIBLE = ("rise", "fall"), ("possible_rise", "possible_fall")
DECIMALS = 2
"""As many as the scores have whose difference a change is."""


def change_words(change: ChangeValue) -> str:
    """The verdict with the numbers it rests on, e.g. “no clear change (could be −0.3 to +0.5)”."""
    bare = change.low is None or change.high is None
    words = _bare_verdicts() if bare else _verdicts()
    return words.get(change.verdict, words["none"]) % amounts(change)


def compared_scores_words(change: ChangeValue, value: ScoreValue, before: ScoreValue | None) -> str:
    """The two scores a change is the difference of, where they differ from those printed above."""
    if change.before is None or change.after is None:
        return ""
    then, now = number(change.before, DECIMALS), number(change.after, DECIMALS)
    if (then, now) == (then if before is None else mean_words(before), mean_words(value)):
        return ""
    words = ngettext(
        "On the %(n)s question that both rounds have: %(before)s then, %(after)s now.",
        "On the %(n)s questions that both rounds have: %(before)s then, %(after)s now.",
        len(change.items),
    )
    return words % {"n": len(change.items), "before": then, "after": now}


def amounts(change: ChangeValue) -> dict[str, str]:
    """Its numbers as they are written everywhere; those of an older round as finely as they were kept."""
    kept = [amount for amount in (change.difference, change.low, change.high) if amount is not None]
    coarse = change.before is None and all(round_half_up(amount, 1) == amount for amount in kept)
    decimals = 1 if coarse else DECIMALS
    return {
        "difference": signed(printed_difference(change), decimals),
        "before": number(change.before, decimals),
        "low": signed(change.low, decimals),
        "high": signed(change.high, decimals),
    }


def printed_difference(change: ChangeValue) -> float | None:
    """Of the two scores as they are printed, so that whoever subtracts them gets it."""
    if change.before is None or change.after is None:
        return change.difference
    return round_half_up(round_half_up(change.after, DECIMALS) - round_half_up(change.before, DECIMALS), DECIMALS)


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


def change_sentences(results: RoundResults) -> tuple[str, ...]:
    """What the four themes did since the round before, as far as the numbers carry it.

    Rises and falls stand first, by verdict; then what can be said of the other themes, and of which nothing can.
    """
    themes, changes = results.asked.of_kind("theme"), results.changes
    if not any(theme.code in changes for theme in themes):
        return (_no_comparison(results),)
    verdicts = {theme.code: changes[theme.code].verdict if theme.code in changes else "too_few" for theme in themes}
    too_few = [code for code, verdict in verdicts.items() if verdict == "too_few"]
    if len(too_few) == len(verdicts):
        return (_too_few(results.before),)
    number = results.before.number if results.before else ""
    moves = [_moved(themes, verdicts, verdict, number) for verdict in CLEAR + POSSIBLE if verdict in verdicts.values()]
    if not too_few:
        return (*moves, *_complete(verdicts, number))
    untold = _("%(names)s: it cannot be told whether anything changed.") % {"names": short_names(themes, too_few)}
    return (*moves, *_unmoved(themes, verdicts, number), untold)


def _unmoved(themes: Sequence[Construct], verdicts: Mapping[str, str], number: int | str) -> list[str]:
    codes = [code for code, verdict in verdicts.items() if verdict == "none"]
    if not codes:
        return []
    words = ngettext(
        "%(names)s shows no clear change since round %(number)s.",
        "%(names)s show no clear change since round %(number)s.",
        len(codes),
    )
    return [words % {"names": short_names(themes, codes), "number": number}]


def _complete(verdicts: Mapping[str, str], number: int | str) -> list[str]:
    """What may be said of all themes together, where something can be said of each."""
    present = set(verdicts.values())
    if present == {"none"}:
        words = (
            _("None of the four themes changed clearly since round %(number)s.")
            if len(verdicts) == 4
            else _("No theme changed clearly since round %(number)s.")
        )
        return [words % {"number": number}]
    if present & {"fall", "possible_fall"}:
        return []
    return [_("None of the four themes clearly fell.") if len(verdicts) == 4 else _("No theme clearly fell.")]


def _too_few(before: Round | None) -> str:
    words = (
        _("Too few people answered round %(number)s to tell whether anything has changed since.")
        if before is not None and (before.submitted or 0) < VERDICT_FROM
        else _("Too few people answered to tell whether anything changed since round %(number)s.")
    )
    return words % {"number": before.number if before else ""}


def _moved(themes: Sequence[Construct], verdicts: Mapping[str, str], verdict: str, number: int | str) -> str:
    codes = [code for code, known in verdicts.items() if known == verdict]
    words = {
        "rise": ngettext(
            "%(names)s rose clearly since round %(number)s.",
            "%(names)s rose clearly since round %(number)s.",
            len(codes),
        ),
        "fall": ngettext(
            "%(names)s fell clearly since round %(number)s.",
            "%(names)s fell clearly since round %(number)s.",
            len(codes),
        ),
        "possible_rise": ngettext(
            "%(names)s may have risen since round %(number)s.",
            "%(names)s may have risen since round %(number)s.",
            len(codes),
        ),
        "possible_fall": ngettext(
            "%(names)s may have fallen since round %(number)s.",
            "%(names)s may have fallen since round %(number)s.",
            len(codes),
        ),
    }[verdict]
    return words % {"names": short_names(themes, codes), "number": number}


def first_round_sentence() -> str:
    return _("This is the first round: there is nothing to compare it with yet.")


def _no_comparison(results: RoundResults) -> str:
    if results.before is None:
        return first_round_sentence()
    if results.method_changed:
        return method_change_sentence(results.before)
    words = (
        _("Round %(number)s asked other questions, so nothing is compared with it.")
        if results.before.version_id != results.round.version_id
        else _("Too few people answered to compare with round %(number)s.")
    )
    return words % {"number": results.before.number}


def method_change_sentence(last: Round) -> str:
    """`last`: the newest round of the older method."""
    words = _("Scores up to round %(number)s were worked out in an older way; they are shown, but not compared.")
    return words % {"number": last.number}


def method_one_sentence(results: RoundResults) -> str:
    """How the scores of a round of the older method came about; nothing for any other."""
    if results.plan.method == METHOD:
        return ""
    return _(
        "The scores of this round are means of what each person answered; rounds worked out from their questions are "
        "not compared with it."
    )
