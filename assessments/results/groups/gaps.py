"""Who sees it differently: shown groups against the others together, in words that say how sure one can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.disclosure.rules import ROUNDED_BELOW
from assessments.models import Gap
from assessments.questionnaire import Construct, Questionnaire
from assessments.results.published import GapValue, PowerSharing
from assessments.results.wording import words as say
from synergy.charts.shapes import Table
from synergy.web.formats import number, signed

CLEAR_P = 0.05
FEW = 10


@dataclass(frozen=True)
class Gaps:
    """Findings on one breakdown, how sure they are, and every number on demand; `notes`: how to read these."""

    findings: list[str]
    certainty: str
    table: Table | None
    notes: tuple[str, ...] = ()


def gaps_words(asked: Questionnaire, gaps: Sequence[GapValue], labels: dict[str, str]) -> Gaps:
    """`labels`: group code -> name, of the shown groups; only those have a gap."""
    told = [gap for gap in gaps if gap.group in labels]
    if not told:
        return Gaps([_("Fewer than two groups are shown, so none can be compared with the others.")], "", None)
    shown = {code: label for code, label in labels.items() if code in {gap.group for gap in told}}
    sentences = _sentences(two=len(shown) == 2)
    said = [one for verdict, words in sentences.items() for one in _of_verdict(asked, told, shown, verdict, words)]
    table = _table(asked, told, labels)
    notes = tuple(note for note in (_width(), say.dash_words(table.rows)) if note)
    return Gaps(said or [_nothing(told)], _omnibus(_once(asked), told), table, notes)


def _width() -> str:
    return _(
        "The spread of everybody’s answers is counted for every group. It holds the gaps between groups too, so the "
        "intervals of single groups are a little wide, and near an end of the scale very wide; where one small group "
        "is much more divided than the others, p is a little too small."
    )


def _once(asked: Questionnaire) -> list[Construct]:
    """Themes, elements and indicators, and what shares no question with them: nobody is counted twice as different."""
    first = [one for one in asked.constructs if one.kind in ("theme", "element", "indicator")]
    codes = {item.code for one in first for item in one.items}
    return [one for one in asked.constructs if one in first or codes.isdisjoint(item.code for item in one.items)]


def _sentences(*, two: bool) -> dict[str, str]:
    """By verdict; of two groups only the higher one is named, since the other is lower by as much."""
    if two:
        return {
            "higher": _("%(group)s, clearly higher than %(other)s: %(names)s."),
            "possible_higher": _("%(group)s, possibly higher than %(other)s: %(names)s."),
        }
    return {
        "higher": _("%(group)s, clearly higher than the others: %(names)s."),
        "lower": _("%(group)s, clearly lower than the others: %(names)s."),
        "possible_higher": _("%(group)s, possibly higher than the others: %(names)s."),
        "possible_lower": _("%(group)s, possibly lower than the others: %(names)s."),
    }


def _of_verdict(
    asked: Questionnaire, gaps: Sequence[GapValue], labels: dict[str, str], verdict: str, words: str
) -> list[str]:
    """A sentence a group; no score repeats the questions of another."""
    said = []
    for group, label in labels.items():
        codes = [gap.construct for gap in gaps if gap.group == group and gap.verdict == verdict]
        own = [one for one in _once(asked) if one.code in codes]
        if own:
            names = say.short_names(own, [one.code for one in own])
            other = next((name for code, name in labels.items() if code != group), "")
            said.append(words % {"group": capfirst(label), "other": other, "names": names})
    return said


def _nothing(gaps: Sequence[GapValue]) -> str:
    if all(gap.verdict == "too_few" for gap in gaps):
        return _("Too few people answered to tell whether the groups see it differently.")
    return _("No group stands clearly apart from the others. That does not prove that all see it alike.")


def _omnibus(constructs: Sequence[Construct], gaps: Sequence[GapValue]) -> str:
    """On how many of these scores the groups differ at all, of those on which enough people answered to tell.

    Never “clearly”: this test is not corrected for the number of scores.
    """
    own = {one.code for one in constructs}
    told = {gap.construct for gap in gaps if gap.verdict != "too_few"} & own
    tested = {gap.construct: gap.omnibus_p for gap in gaps if gap.omnibus_p is not None and gap.construct in told}
    differ = [code for code, p in tested.items() if p is not None and p < CLEAR_P]
    if not tested:
        return ""
    said = [_differing(len(differ), len(tested))]
    if {gap.construct for gap in gaps} & own - set(tested):
        said.append(_("Scores with too few answers to tell are not counted."))
    return " ".join(said)


def _differing(n: int, total: int) -> str:
    if not n:
        return _("Taken all together, the groups differ on no score more than chance would give as a rule.")
    words = ngettext(
        "Taken all together, the groups differ on %(n)s score of %(total)s more than chance would give as a rule. "
        "Among so many, one in twenty may do so by chance.",
        "Taken all together, the groups differ on %(n)s scores of %(total)s more than chance would give as a rule. "
        "Among so many, one in twenty may do so by chance.",
        n,
    )
    return words % {"n": n, "total": total}


def _table(asked: Questionnaire, gaps: Sequence[GapValue], labels: dict[str, str]) -> Table:
    names = {one.code: say.table_name(one, asked) for one in asked.constructs}
    columns = ["", _("Group"), _("Against the others"), _("Difference"), _("Answers"), _("p after Holm"), _("p of all")]
    decimals = _decimals(asked, gaps)
    rows = [
        [
            names[gap.construct],
            capfirst(labels[gap.group]),
            str(Gap.Verdict(gap.verdict).label),
            difference_words(gap, decimals[gap.construct]),
            _("%(n)s and %(others)s") % {"n": gap.n, "others": gap.n_rest},
            say.p_words(gap.p_adjusted),
            say.p_words(gap.omnibus_p),
        ]
        for code in names
        for gap in gaps
        if gap.construct == code
    ]
    return Table(columns, rows)


def _decimals(asked: Questionnaire, gaps: Sequence[GapValue]) -> dict[str, int]:
    """By construct: one where a group is small, for all constructs of its kind, as they were judged (STATISTICS 2)."""
    kinds = {one.code: one.kind for one in asked.constructs}
    small = {kinds[gap.construct] for gap in gaps if gap.n < ROUNDED_BELOW}
    return {code: 1 if kind in small else 2 for code, kind in kinds.items()}


def difference_words(gap: GapValue, decimals: int) -> str:
    if gap.difference is None:
        return say.DASH
    difference = signed(gap.difference, decimals)
    if gap.low is None or gap.high is None:
        return difference
    ends = {"low": signed(gap.low, decimals), "high": signed(gap.high, decimals)}
    return _("%(difference)s (%(low)s to %(high)s)") % (ends | {"difference": difference})


def power_sentence(found: PowerSharing, labels: dict[str, str]) -> str:
    """The widest gap on "my views influence what the partnership does", always with the test over all kinds."""
    told = {
        "higher": capfirst(labels.get(found.higher, found.higher)),
        "lower": capfirst(labels.get(found.lower, found.lower)),
        "difference": number(found.difference, 1 if min(found.n_higher, found.n_lower) < ROUNDED_BELOW else 2),
        "n_higher": found.n_higher,
        "n_lower": found.n_lower,
    }
    if found.clear:
        words = _(
            "%(higher)s (%(n_higher)s answers) rate how much their views count %(difference)s points higher than "
            "%(lower)s (%(n_lower)s answers). Between the groups as a whole the difference is clear."
        )
    elif min(found.n_higher, found.n_lower) < FEW:
        words = _(
            "The widest gap between two groups: %(higher)s (%(n_higher)s answers), %(difference)s points above "
            "%(lower)s (%(n_lower)s answers). With fewer than ten answers in a group, that is too few to tell."
        )
    else:
        words = _(
            "The widest gap between two groups: %(higher)s (%(n_higher)s answers), %(difference)s points above "
            "%(lower)s (%(n_lower)s answers). Between the groups as a whole no clear difference can be seen, so it may "
            "be chance."
        )
    return words % told
