"""What moved most and what to talk about: two short lists, chosen by rules a reader can ask for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.groupings import labels_of
from assessments.models import Round
from assessments.questionnaire import Construct
from assessments.results.published import Agreement, GapValue, agreement_of, gaps_of
from assessments.results.queries import RoundResults, tallies_of
from assessments.results.values import ChangeValue, TallyValue, Value
from assessments.results.wording import words as say
from assessments.results.wording.agreements import FAR, distance, far_apart
from synergy.web.formats import number, percent

MOST = 3
CLEAR, POSSIBLE = ("rise", "fall"), ("possible_rise", "possible_fall")
_KINDS = ("theme", "element", "indicator")  # these share no questions: nothing is named twice


@dataclass(frozen=True)
class Note:
    """One line: the score it is about, what is said of it, and where its questions stand."""

    name: str
    words: str
    url: str


@dataclass(frozen=True)
class Notes:
    """`still` says why nothing is listed as moved."""

    moved: list[Note]
    still: str
    talk: list[Note]
    quiet: str
    rule: list[str]


@dataclass(frozen=True)
class _Known:
    results: RoundResults
    agreement: Mapping[str, Agreement]
    tallies: Mapping[str, TallyValue]
    gaps: Mapping[str, Sequence[GapValue]]
    labels: Mapping[str, Mapping[str, str]]

    @property
    def constructs(self) -> list[Construct]:
        asked = self.results.asked
        rated = (one for kind in _KINDS for one in asked.of_kind(kind))
        return [one for one in rated if all(item.scale != "compared" for item in one.items)]


def notes_of(found: RoundResults) -> Notes:
    """Both lists of a published round. Six queries at most: agreement, items, gaps, and names of their groups."""
    gaps = gaps_of(found.round)
    known = _Known(
        results=found,
        agreement=agreement_of(found.round),
        tallies=tallies_of(found.round),
        gaps=gaps,
        labels={code: labels_of(code) for code in gaps},
    )
    moved = _moved(known)
    talk = _talk(known)
    return Notes(
        moved=moved,
        still="" if moved else _still(found),
        talk=talk,
        quiet=_quiet(len(talk)),
        rule=rule_words(),
    )


def _moved(known: _Known) -> list[Note]:
    """Clear changes before possible ones, the largest first; others are never listed."""
    told = [
        (one, change)
        for one in known.constructs
        if (change := known.results.changes.get(one.code)) and change.verdict in CLEAR + POSSIBLE
    ]
    told.sort(key=lambda pair: (pair[1].verdict not in CLEAR, -abs(pair[1].difference or 0)))
    return [
        Note(str(one.short), capfirst(say.change_words(change)) + ".", url_of(known.results.round, one))
        for one, change in told[:MOST]
    ]


def _still(found: RoundResults) -> str:
    changes = found.changes.values()
    if found.before is None:
        return _("This is the first round: there is nothing to compare it with yet.")
    if not changes:
        return _("Nothing could be compared with round %(number)s.") % {"number": found.before.number}
    if all(change.verdict == "too_few" for change in changes):
        return _("Too few people answered to tell whether anything moved.")
    return _("Nothing moved clearly since round %(number)s.") % {"number": found.before.number}


def _talk(known: _Known) -> list[Note]:
    """Most reasons first, then the lowest mean; fewer than three where no more have a reason.

    Reasons: the mean lies in the lowest band; answers lie far apart (AD above its limit); 15 % or more do not know on
    one of its questions; a group clearly differs from the others; a clear fall since the round before. A number that
    is not shown gives no reason: a list that knew more than the page would tell it.
    """
    found = [(one, _reasons(known, one)) for one in known.constructs if known.results.value(one.code).mean is not None]
    with_reason = [(one, reasons) for one, reasons in found if reasons]
    with_reason.sort(key=lambda pair: (-len(pair[1]), known.results.value(pair[0].code).mean or 0))
    return [_note(known, one, reasons) for one, reasons in with_reason[:MOST]]


def _quiet(listed: int) -> str:
    """Why the list is shorter than three."""
    if listed >= MOST:
        return ""
    if listed:
        return _("No other score gives a reason, so the list ends here.")
    return _(
        "Among the scores that are shown nothing stands out: none is low, none fell clearly, no group stands clearly "
        "apart, answers do not lie far apart, and few people chose “I don’t know”."
    )


def _note(known: _Known, construct: Construct, reasons: Sequence[str]) -> Note:
    value = known.results.value(construct.code)
    name = _("%(name)s, %(mean)s") % {
        "name": str(construct.short),
        "mean": say.mean_words(value),
    }
    return Note(name, capfirst("; ".join(reasons)) + ".", url_of(known.results.round, construct))


def _reasons(known: _Known, construct: Construct) -> list[str]:
    value, code = known.results.value(construct.code), construct.code
    rules: list[Callable[[], str]] = [
        lambda: _low(value),
        lambda: _apart(known.agreement.get(code)),
        lambda: _unsure([known.tallies[item.code] for item in construct.items if item.code in known.tallies]),
        lambda: _differs(known, code),
        lambda: _fell(known.results.changes.get(code)),
    ]
    return [words for rule in rules if (words := rule())]


def _low(value: Value) -> str:
    return _("the mean is low") if value.band == "attention" else ""


def _apart(found: Agreement | None) -> str:
    if found is None or not far_apart(found):
        return ""
    return _("answers lie rather far apart (%(points)s points from the mean)") % {"points": distance(found)}


def _unsure(tallies: Collection[TallyValue]) -> str:
    share = max((one.dk_share or 0 for one in tallies if one.shown), default=0)
    return (
        _("%(share)s chose “I don’t know” on one question") % {"share": percent(share)}
        if share >= say.DONT_KNOW_FROM
        else ""
    )


def _differs(known: _Known, construct: str) -> str:
    """The widest clear gap of this score."""
    clear = [
        gap
        for gaps in known.gaps.values()
        for gap in gaps
        if gap.construct == construct and gap.verdict in ("higher", "lower")
    ]
    if not clear:
        return ""
    gap = max(clear, key=lambda one: abs(one.difference or 0))
    group = {"group": known.labels[gap.breakdown].get(gap.group, gap.group)}
    if gap.verdict == "higher":
        return _("%(group)s: clearly higher than the others") % group
    return _("%(group)s: clearly lower than the others") % group


def _fell(change: ChangeValue | None) -> str:
    return say.change_words(change) if change and change.verdict == "fall" else ""


def url_of(round: Round, construct: Construct) -> str:
    return reverse("result-items", args=[round.partnership.slug, round.number]) + f"#questions-{construct.code}"


def rule_words() -> list[str]:
    """The rules of both lists, as they are shown on demand."""
    return [
        _(
            "Moved most: of themes, elements, influence and cost, the clear changes first, then the possible ones, the "
            "largest first."
        ),
        _("To talk about: one point for each of these, most points first, then the lowest mean."),
        _("The mean lies in the lowest band."),
        _("Answers lie rather far apart: more than %(points)s points from the mean on average.")
        % {"points": number(FAR, 1)},
        _("On one of its questions %(share)s or more chose “I don’t know”.") % {"share": percent(say.DONT_KNOW_FROM)},
        _("A group stands clearly apart from the others."),
        _("It fell clearly since the round before."),
        _("A score without a point is not listed, even where the list is then short. Nor is one that is not shown."),
    ]
