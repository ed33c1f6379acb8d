"""Who sees it differently: shown groups against the others together, in words that say how sure one can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.disclosure.rules import ROUNDED_BELOW
from assessments.models import Gap
from assessments.questionnaire import Construct, Questionnaire
from assessments.results.wording.means import DASH, dash_note, p_words
from assessments.results.wording.names import short_names, table_name
from assessments.statistics.thresholds import CLEAR_P, VERDICT_FROM
from synergy.charts.shapes import ChartTable
from synergy.web.formats import number, signed


@dataclass(frozen=True)
class GapsTile:
    """Who sees it differently in one breakdown, how sure that is, and every number on demand with how to read it."""

    sentences: list[str]
    certainty: str
    table: ChartTable | None
    notes: tuple[str, ...] = ()


def gaps_tile(asked: Questionnaire, gaps: Sequence[Gap], labels: Mapping[str, str]) -> GapsTile:
    """`labels`: group code -> name, of the shown groups; only those have a gap."""
    known = [gap for gap in gaps if gap.group in labels]
    if not known:
        return GapsTile([_("Fewer than two groups are shown, so none can be compared with the others.")], "", None)
    table = _table(asked, known, labels)
    return GapsTile(
        sentences=_sentences(asked, known, labels) or [_no_gap_sentence(known)],
        certainty=_omnibus_sentences(_distinct(asked), known),
        table=table,
        notes=tuple(note for note in (_width_note(), dash_note(table.rows)) if note),
    )


def _width_note() -> str:
    return _(
        "The spread of everybody’s answers is counted for every group. It holds the gaps between groups too, so the "
        "intervals of single groups are a little wide, and near an end of the scale very wide; where one small group "
        "is much more divided than the others, p is a little too small."
    )


def _distinct(asked: Questionnaire) -> list[Construct]:
    """Themes, elements and indicators, and what shares no question with them: nobody is counted twice as different."""
    first = [construct for construct in asked.constructs if construct.kind in ("theme", "element", "indicator")]
    codes = {item.code for construct in first for item in construct.items}
    return [
        construct
        for construct in asked.constructs
        if construct in first or codes.isdisjoint(item.code for item in construct.items)
    ]


def _sentences(asked: Questionnaire, gaps: Sequence[Gap], labels: Mapping[str, str]) -> list[str]:
    """A sentence a verdict and group; no score repeats the questions of another."""
    present = {gap.group for gap in gaps}
    shown = {group: label for group, label in labels.items() if group in present}
    distinct = _distinct(asked)
    sentences = []
    for verdict, words in _verdicts(two=len(shown) == 2).items():
        for group, label in shown.items():
            codes = {gap.construct for gap in gaps if gap.group == group and gap.verdict == verdict}
            own = [construct.code for construct in distinct if construct.code in codes]
            if own:
                other = next((name for code, name in shown.items() if code != group), "")
                names = short_names(distinct, own)
                sentences.append(words % {"group": capfirst(label), "other": other, "names": names})
    return sentences


def _verdicts(*, two: bool) -> dict[str, str]:
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


def _no_gap_sentence(gaps: Sequence[Gap]) -> str:
    if all(gap.verdict == "too_few" for gap in gaps):
        return _("Too few people answered to tell whether the groups see it differently.")
    return _("No group stands clearly apart from the others. That does not prove that all see it alike.")


def _omnibus_sentences(constructs: Sequence[Construct], gaps: Sequence[Gap]) -> str:
    """On how many of these scores the groups differ at all, of those on which enough people answered to tell.

    Never “clearly”: this test is not corrected for the number of scores.
    """
    codes = {construct.code for construct in constructs}
    enough = {gap.construct for gap in gaps if gap.verdict != "too_few"} & codes
    tested = {gap.construct: gap.omnibus_p for gap in gaps if gap.omnibus_p is not None and gap.construct in enough}
    if not tested:
        return ""
    sentences = [_differing(len([p for p in tested.values() if p < CLEAR_P]), len(tested))]
    if {gap.construct for gap in gaps} & codes - set(tested):
        sentences.append(_("Scores with too few answers to tell are not counted."))
    return " ".join(sentences)


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


def _table(asked: Questionnaire, gaps: Sequence[Gap], labels: Mapping[str, str]) -> ChartTable:
    columns = ["", _("Group"), _("Against the others"), _("Difference"), _("Answers"), _("p after Holm"), _("p of all")]
    small_kinds = _small_kinds(asked, gaps)
    rows = [
        [
            table_name(construct, asked),
            capfirst(labels[gap.group]),
            gap.get_verdict_display(),
            _difference_words(gap, 1 if construct.kind in small_kinds else 2),
            _("%(n)s and %(others)s") % {"n": gap.n, "others": gap.n_rest},
            p_words(gap.p_adjusted),
            p_words(gap.omnibus_p),
        ]
        for construct in asked.constructs
        for gap in gaps
        if gap.construct == construct.code
    ]
    return ChartTable(columns, rows)


def _small_kinds(asked: Questionnaire, gaps: Sequence[Gap]) -> set[str]:
    """Kinds of constructs with a small group: all their gaps have one decimal, as they were judged (STATISTICS 2)."""
    kinds = {construct.code: construct.kind for construct in asked.constructs}
    return {kinds[gap.construct] for gap in gaps if gap.n < ROUNDED_BELOW}


def _difference_words(gap: Gap, decimals: int) -> str:
    if gap.difference is None:
        return DASH
    difference = signed(gap.difference, decimals)
    if gap.low is None or gap.high is None:
        return difference
    ends = {"low": signed(gap.low, decimals), "high": signed(gap.high, decimals)}
    return _("%(difference)s (%(low)s to %(high)s)") % (ends | {"difference": difference})


def power_sentence(power: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """The widest gap on "my views influence what the partnership does", always with the test over all kinds."""
    fewest = min(power["n_higher"], power["n_lower"])
    numbers = {
        "higher": capfirst(labels.get(power["higher"], power["higher"])),
        "lower": capfirst(labels.get(power["lower"], power["lower"])),
        "difference": number(power["difference"], 1 if fewest < ROUNDED_BELOW else 2),
        "n_higher": power["n_higher"],
        "n_lower": power["n_lower"],
    }
    if power["clear"]:
        words = _(
            "%(higher)s (%(n_higher)s answers) rate how much their views count %(difference)s points higher than "
            "%(lower)s (%(n_lower)s answers). Between the groups as a whole the difference is clear."
        )
    elif fewest < VERDICT_FROM:
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
    return words % numbers
