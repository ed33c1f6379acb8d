"""How sure one can be: effect sizes, p, agreement and reliability of a round, for those who ask for them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.models import Change
from assessments.questionnaire import Construct
from assessments.results.analyses import AgreementValue, ReliabilityValue
from assessments.results.queries import RoundResults
from assessments.results.values import ChangeValue
from assessments.results.wording.agreement import DECIMALS, distance
from assessments.results.wording.changes import amounts
from assessments.results.wording.correlations import correlations_sentences
from assessments.results.wording.means import DASH, dash_note, p_words
from assessments.results.wording.names import table_name
from synergy.charts.shapes import ChartTable
from synergy.web.formats import number, signed

KINDS = ("theme", "synergy", "element", "process", "level", "indicator")


DetailsTable = tuple[str, str, ChartTable, str]
"""The title of a table on demand, a sentence that says how to read it, the table, and what a dash in it means."""


def verdict_words(verdict: str) -> str:
    return str(Change.Verdict(verdict).label)


def amount_words(change: ChangeValue) -> str:
    """“+0.40 from 3.48”: a reader can subtract the two scores and get the difference."""
    words = "%(difference)s" if change.before is None else _("%(difference)s from %(before)s")
    return words % amounts(change)


def reach_words(change: ChangeValue) -> str:
    """“could be +0.11 to +0.69”; nothing where there is no interval."""
    if change.low is None or change.high is None:
        return ""
    return _("could be %(low)s to %(high)s") % amounts(change)


def people_words(change: ChangeValue) -> str:
    """How many people the two scores rest on: “33 now, 34 then”."""
    return _("%(now)s now, %(before)s then") % {"now": change.n_after, "before": change.n_before}


def both_words(change: ChangeValue) -> str:
    """“27 both times”, where that is known."""
    return _("%(n)s both times") % {"n": change.n_linked} if change.linked else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def details_of_changes(results: RoundResults) -> list[DetailsTable]:
    """A table a round that is compared with: the round before, then the first one."""
    tables = []
    for against, changes in sorted(results.changes_since.items(), reverse=True):
        latest = results.before is not None and against == results.before.number
        words = _("Since round %(number)s, the one before") if latest else _("Since round %(number)s, the first one")
        people, _r = results.plan.linked.get(against, (0, None))
        table = _changes_table(results, changes)
        tables.append((words % {"number": against}, _changes_reading(people), table, dash_note(table.rows)))
    return tables


def _changes_reading(people: int) -> str:
    sentences = [
        _(
            "g puts a change in relation to how far answers lie apart: around 0.2 is small, 0.5 medium, 0.8 large. p "
            "is adjusted after Holm within themes, elements, processes, levels and indicators; intervals are not."
        )
    ]
    if people:
        words = ngettext("%(n)s person answered both rounds.", "%(n)s people answered both rounds.", people)
        sentences.insert(0, words % {"n": people})
    return " ".join(sentences)


def _changes_table(results: RoundResults, changes: Mapping[str, ChangeValue]) -> ChartTable:
    columns = [
        "",
        _("Verdict"),
        pgettext("difference of two scores", "Change"),
        _("Answers"),
        _("Effect size (g)"),
        _("p after Holm"),
    ]
    rows = [
        [
            table_name(construct, results.asked),
            verdict_words(change.verdict),
            _joined(amount_words(change), reach_words(change)),
            _joined(people_words(change), both_words(change)),
            DASH if change.effect is None else signed(change.effect, 1),
            p_words(change.p_adjusted),
        ]
        for construct in _rated(results)
        if (change := changes.get(construct.code))
    ]
    return ChartTable(columns, rows)


def _rated(results: RoundResults) -> list[Construct]:
    """Constructs that have a mean, by kind."""
    return [construct for kind in KINDS for construct in results.asked.of_kind(kind) if not construct.is_compared]


def details_of_scales(
    results: RoundResults, agreement: Mapping[str, AgreementValue], reliability: Mapping[str, ReliabilityValue]
) -> list[DetailsTable]:
    rows = [
        [
            table_name(construct, results.asked),
            *_agreement_cells(agreement.get(construct.code)),
            *(_reliability_cells(reliability.get(construct.code)) if reliability else []),
        ]
        for construct in _rated(results)
        if construct.code in agreement or construct.code in reliability
    ]
    if not rows:
        return []
    columns = ["", _("Distance from the mean"), "rwg(j)", "r*wg(j)", *(["alpha", "omega"] if reliability else [])]
    words = _("Agreement and reliability in round %(number)s") if reliability else _("Agreement in round %(number)s")
    reading = " ".join([*_scales_reading(bool(reliability)), *correlations_sentences(results.plan)])
    return [(words % {"number": results.round.number}, reading, ChartTable(columns, rows), "")]


def _scales_reading(with_reliability: bool) -> list[str]:
    """Below 50 people there is no alpha: the round says in words how strongly answers go together (STATISTICS 4)."""
    sentences = [
        _(
            "rwg(j) is measured against slightly skewed chance answers: up to 0.30 lack of agreement, up to 0.50 weak, "
            "up to 0.70 moderate, up to 0.90 strong, above very strong. It grows with the number of questions, so "
            "compare it only between scores of as many."
        )
    ]
    if with_reliability:
        sentences.append(
            _(
                "Alpha and omega say how well the questions of a score hang together; from 0.7 they are usually called "
                "acceptable. A low value hides no score."
            )
        )
    return sentences


def _agreement_cells(agreement: AgreementValue | None) -> list[str]:
    if agreement is None:
        return [DASH] * 3
    rough = _("%(value)s, rough (fewer than ten people)") if agreement.rough else "%(value)s"
    return [
        rough % {"value": distance(agreement.ad)},
        number(agreement.rwg_skew, DECIMALS) or DASH,
        number(agreement.r_star, DECIMALS) or DASH,
    ]


def _reliability_cells(reliability: ReliabilityValue | None) -> list[str]:
    if reliability is None:
        return [DASH] * 2
    return [_alpha_words(reliability), DASH if reliability.omega is None else number(reliability.omega, 1)]


def _alpha_words(reliability: ReliabilityValue) -> str:
    if reliability.negative:
        return _("the questions do not hang together")
    return DASH if reliability.alpha is None else number(reliability.alpha, 1)
