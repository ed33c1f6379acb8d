"""What moved most and what to talk about: two short lists, chosen by rules a reader can ask for."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.groupings import labels_of
from assessments.models import Gap, Round
from assessments.questionnaire import Construct
from assessments.results.analyses import AgreementValue, agreement_of, gaps_of
from assessments.results.links import questions_url
from assessments.results.queries import RoundResults, tallies_of
from assessments.results.values import DONT_KNOW_FROM, TallyValue
from assessments.results.wording.agreement import FAR, distance, far_apart
from assessments.results.wording.changes import CLEAR, POSSIBLE, change_words, first_round_sentence
from assessments.results.wording.means import mean_words
from synergy.web.formats import number, percent

MOST = 3
KINDS = ("theme", "element", "indicator")  # these share no questions: nothing is named twice
Highlight = tuple[str, str, str]
"""The score a line is about, what is said of it, and where its questions stand."""


@dataclass(frozen=True)
class Highlights:
    """`no_change_reason` says why no change is listed, `discuss_note` why fewer than three scores are to discuss."""

    changes: list[Highlight]
    no_change_reason: str
    discuss: list[Highlight]
    discuss_note: str
    rules: list[str]


def highlights_of(results: RoundResults) -> Highlights:
    """Both lists of a published round. Six queries at most: agreement, items, gaps, and names of their groups."""
    rated = [construct for kind in KINDS for construct in results.asked.of_kind(kind) if not construct.is_compared]
    changes = _changes(results, rated)
    discuss = _discuss(results, rated)
    return Highlights(
        changes=changes,
        no_change_reason="" if changes else _no_change_reason(results),
        discuss=discuss,
        discuss_note=_discuss_note(len(discuss)),
        rules=rules(),
    )


def _changes(results: RoundResults, rated: Collection[Construct]) -> list[Highlight]:
    """Clear changes before possible ones, the largest first; others are never listed."""
    moved = [
        (construct, change)
        for construct in rated
        if (change := results.changes.get(construct.code)) and change.verdict in CLEAR + POSSIBLE
    ]
    moved.sort(key=lambda pair: (pair[1].verdict not in CLEAR, -abs(pair[1].difference or 0)))
    return [
        (str(construct.short), f"{capfirst(change_words(change))}.", questions_url(results.round, construct))
        for construct, change in moved[:MOST]
    ]


def _no_change_reason(results: RoundResults) -> str:
    if results.before is None:
        return first_round_sentence()
    if not results.changes:
        return _("Nothing could be compared with round %(number)s.") % {"number": results.before.number}
    if all(change.verdict == "too_few" for change in results.changes.values()):
        return _("Too few people answered to tell whether anything changed.")
    return _("Nothing changed clearly since round %(number)s.") % {"number": results.before.number}


def _discuss(results: RoundResults, rated: Collection[Construct]) -> list[Highlight]:
    """Most reasons first, then the lowest mean; fewer than three where no more have a reason."""
    listed = _reasons(results, rated)
    listed.sort(key=lambda pair: (-len(pair[1]), results.value(pair[0].code).mean or 0))
    highlights = []
    for construct, reasons in listed[:MOST]:
        mean = mean_words(results.value(construct.code))
        name = _("%(name)s, %(mean)s") % {"name": str(construct.short), "mean": mean}
        highlights.append((name, f"{capfirst('; '.join(reasons))}.", questions_url(results.round, construct)))
    return highlights


def _discuss_note(listed: int) -> str:
    """Why the list is shorter than three."""
    if listed >= MOST:
        return ""
    if listed:
        return _("No other score gives a reason, so the list ends here.")
    return _(
        "Among the scores that are shown nothing stands out: none is low, none fell clearly, no group stands clearly "
        "apart, answers do not lie far apart, and few people chose “I don’t know”."
    )


def _reasons(results: RoundResults, rated: Collection[Construct]) -> list[tuple[Construct, list[str]]]:
    """Why to talk about a score, in words, for every score that gives a reason.

    Reasons: the mean lies in the lowest band; answers lie far apart (AD above its limit); 15 % or more do not know on
    one of its questions; a group clearly differs from the others; a clear fall since the round before. A number that
    is not shown gives no reason: a list that knew more than the page would tell it.
    """
    agreement, tallies, gaps = agreement_of(results.round), tallies_of(results.round), _group_gaps(results.round)
    listed = []
    for construct in rated:
        code, value = construct.code, results.value(construct.code)
        reasons = [
            _("the mean is low") if value.band == "attention" else "",
            _far_apart(agreement.get(code)),
            _unsure([tallies[item.code] for item in construct.items if item.code in tallies]),
            gaps.get(code, ""),
            change_words(change) if (change := results.changes.get(code)) and change.verdict == "fall" else "",
        ]
        if value.mean is not None and any(reasons):
            listed.append((construct, [reason for reason in reasons if reason]))
    return listed


def _far_apart(agreement: AgreementValue | None) -> str:
    if agreement is None or not far_apart(agreement):
        return ""
    return _("answers lie rather far apart (%(points)s points from the mean)") % {"points": distance(agreement.ad)}


def _unsure(tallies: Collection[TallyValue]) -> str:
    share = max((tally.dk_share or 0 for tally in tallies if tally.shown), default=0)
    if share < DONT_KNOW_FROM:
        return ""
    return _("%(share)s chose “I don’t know” on one question") % {"share": percent(share)}


def _group_gaps(round: Round) -> dict[str, str]:
    """Construct -> its widest clear gap in words."""
    widest: dict[str, Gap] = {}
    gaps = gaps_of(round)
    for gap in (gap for of_breakdown in gaps.values() for gap in of_breakdown if gap.verdict in ("higher", "lower")):
        if gap.construct not in widest or abs(gap.difference or 0) > abs(widest[gap.construct].difference or 0):
            widest[gap.construct] = gap
    labels = {breakdown: labels_of(breakdown) for breakdown in gaps}
    return {code: _gap_words(gap, labels[gap.breakdown].get(gap.group, gap.group)) for code, gap in widest.items()}


def _gap_words(gap: Gap, group: str) -> str:
    words = (
        _("%(group)s: clearly higher than the others")
        if gap.verdict == "higher"
        else _("%(group)s: clearly lower than the others")
    )
    return words % {"group": group}


def rules() -> list[str]:
    """The rules of both lists, as they are shown on demand."""
    return [
        _(
            "Changed most: of themes, elements, influence and cost, the clear changes first, then the possible ones, "
            "the largest first."
        ),
        _("To talk about: one point for each of these, most points first, then the lowest mean."),
        _("The mean lies in the lowest band."),
        _("Answers lie rather far apart: more than %(points)s points from the mean on average.")
        % {"points": number(FAR, 1)},
        _("On one of its questions %(share)s or more chose “I don’t know”.") % {"share": percent(DONT_KNOW_FROM)},
        _("A group stands clearly apart from the others."),
        _("It fell clearly since the round before."),
        _("A score without a point is not listed, even where the list is then short. Nor is one that is not shown."),
    ]
