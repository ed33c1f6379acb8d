"""How sure one can be: effect sizes, p, agreement and reliability of a round, for those who ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.models import Change
from assessments.questionnaire import Construct
from assessments.results.items.correlations import round_sentences
from assessments.results.published import (
    Agreement,
    ChangeDetail,
    LinkedPeople,
    Reliability,
    agreement_of,
    change_details_of,
    linked_people_of,
    reliability_of,
)
from assessments.results.queries import RoundResults
from assessments.results.wording import words as say
from assessments.results.wording.agreements import DECIMALS
from synergy.charts.shapes import Table
from synergy.web.formats import number, signed

KINDS = ("theme", "synergy", "element", "process", "level", "indicator")


@dataclass(frozen=True)
class Details:
    """A table on demand, with a sentence that says how to read it, and below it what a dash means."""

    title: str
    sentence: str
    table: Table
    note: str = ""


@dataclass(frozen=True)
class Known:
    """All that is known about change and certainty in one round."""

    results: RoundResults
    agreement: Mapping[str, Agreement]
    reliability: Mapping[str, Reliability]
    changes: Mapping[int, Mapping[str, ChangeDetail]]
    linked: Mapping[int, LinkedPeople]

    @property
    def latest(self) -> Mapping[str, ChangeDetail]:
        before = self.results.before
        return self.changes.get(before.number, {}) if before else {}


def known_of(found: RoundResults) -> Known:
    """Four queries."""
    round = found.round
    return Known(found, agreement_of(round), reliability_of(round), change_details_of(round), linked_people_of(round))


def is_rated(construct: Construct) -> bool:
    return all(item.scale != "compared" for item in construct.items)


def verdict_words(verdict: str) -> str:
    return str(Change.Verdict(verdict).label)


def amount_words(change: ChangeDetail) -> str:
    """“+0.40 from 3.48”: a reader can subtract the two scores and get the difference."""
    told = say.amounts(change)
    if change.before is None:
        return told["difference"]
    return _("%(difference)s from %(before)s") % told


def reach_words(change: ChangeDetail) -> str:
    """“could be +0.11 to +0.69”; nothing where there is no interval."""
    if change.low is None or change.high is None:
        return ""
    return _("could be %(low)s to %(high)s") % say.amounts(change)


def people_words(change: ChangeDetail) -> str:
    """How many people the two scores rest on: “33 now, 34 then”."""
    return _("%(now)s now, %(before)s then") % {"now": change.n_after, "before": change.n_before}


def both_words(change: ChangeDetail) -> str:
    """“27 both times”, where that is known."""
    return _("%(n)s both times") % {"n": change.n_linked} if change.linked else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def details_of_changes(known: Known) -> list[Details]:
    """A table a round that is compared with: the round before, then the first one."""
    found = []
    before = known.results.before
    for against in sorted(known.changes, reverse=True):
        latest = before is not None and against == before.number
        words = _("Since round %(number)s, the one before") if latest else _("Since round %(number)s, the first one")
        table = _change_table(known, known.changes[against])
        found.append(
            Details(
                title=words % {"number": against},
                sentence=_both(known.linked.get(against)),
                table=table,
                note=say.dash_words(table.rows),
            )
        )
    return found


def _both(linked: LinkedPeople | None) -> str:
    said = [
        _(
            "g puts a change in relation to how far answers lie apart: around 0.2 is small, 0.5 medium, 0.8 large. p "
            "is adjusted after Holm within themes, elements, processes, levels and indicators; intervals are not."
        )
    ]
    if linked and linked.answered_both:
        words = ngettext(
            "%(n)s person answered both rounds.", "%(n)s people answered both rounds.", linked.answered_both
        )
        said.insert(0, words % {"n": linked.answered_both})
    return " ".join(said)


def _change_table(known: Known, changes: Mapping[str, ChangeDetail]) -> Table:
    columns = [
        "",
        _("Verdict"),
        pgettext("difference of two scores", "Change"),
        _("Answers"),
        _("Effect size (g)"),
        _("p after Holm"),
    ]
    rows = []
    for one in in_order(known.results):
        change = changes.get(one.code)
        if change:
            rows.append(
                [
                    say.table_name(one, known.results.asked),
                    verdict_words(change.verdict),
                    _joined(amount_words(change), reach_words(change)),
                    _joined(people_words(change), both_words(change)),
                    say.DASH if change.effect is None else signed(change.effect, 1),
                    say.p_words(change.p_adjusted),
                ]
            )
    return Table(columns, rows)


def in_order(found: RoundResults) -> list[Construct]:
    return [one for kind in KINDS for one in found.asked.of_kind(kind) if is_rated(one)]


def details_of_scales(known: Known) -> list[Details]:
    rows = [
        [
            say.table_name(one, known.results.asked),
            *_agreement_cells(known.agreement.get(one.code)),
            *(_reliability_cells(known.reliability.get(one.code)) if known.reliability else []),
        ]
        for one in in_order(known.results)
        if one.code in known.agreement or one.code in known.reliability
    ]
    if not rows:
        return []
    columns = ["", _("Distance from the mean"), "rwg(j)", "r*wg(j)", *(["alpha", "omega"] if known.reliability else [])]
    title = (
        _("Agreement and reliability in round %(number)s") if known.reliability else _("Agreement in round %(number)s")
    )
    return [Details(title % {"number": known.results.round.number}, _reading(known), Table(columns, rows))]


def _reading(known: Known) -> str:
    """Below 50 people there is no alpha: the round says in words how strongly answers go together (STATISTICS 4)."""
    said = [
        _(
            "rwg(j) is measured against slightly skewed chance answers: up to 0.30 lack of agreement, up to 0.50 weak, "
            "up to 0.70 moderate, up to 0.90 strong, above very strong. It grows with the number of questions, so "
            "compare it only between scores of as many."
        )
    ]
    if known.reliability:
        said.append(
            _(
                "Alpha and omega say how well the questions of a score hang together; from 0.7 they are usually called "
                "acceptable. A low value hides no score."
            )
        )
    return " ".join([*said, *round_sentences(known.results.plan)])


def _agreement_cells(close: Agreement | None) -> list[str]:
    if close is None:
        return [say.DASH] * 3
    rough = _("%(value)s, rough (fewer than ten people)") if close.rough else "%(value)s"
    return [
        rough % {"value": number(close.ad, DECIMALS)},
        number(close.rwg_skew, DECIMALS) or say.DASH,
        number(close.r_star, DECIMALS) or say.DASH,
    ]


def _reliability_cells(found: Reliability | None) -> list[str]:
    if found is None:
        return [say.DASH] * 2
    return [_alpha(found), say.DASH if found.omega is None else number(found.omega, 1)]


def _alpha(found: Reliability) -> str:
    if found.negative:
        return _("the questions do not hang together")
    return say.DASH if found.alpha is None else number(found.alpha, 1)
