"""How sure one can be: effect sizes, p, agreement and reliability of a round, for those who ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.dashboards import words as say
from assessments.dashboards.agreements import FINE_FROM
from assessments.models import Change
from assessments.queries.findings import (
    Agreement,
    ChangeDetail,
    LinkedPeople,
    Reliability,
    agreement_of,
    change_details_of,
    linked_people_of,
    reliability_of,
)
from assessments.queries.instruments import Construct
from assessments.queries.results import ChangeValue, RoundResults
from synergy.charts.shapes import Table
from synergy.web.templatetags.manners import number, signed

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
    """“+0.4 (could be +0.1 to +0.7)”; for a change that is not told from none only how far it could reach."""
    if change.low is None or change.high is None:
        return signed(change.difference, 1)
    digits = say.change_digits(_value(change))
    ends = {"low": signed(change.low, digits), "high": signed(change.high, digits)}
    if change.verdict in ("none", "too_few"):
        return _("could be %(low)s to %(high)s") % ends
    return _("%(difference)s (could be %(low)s to %(high)s)") % (
        ends | {"difference": signed(change.difference, digits)}
    )


def _value(change: ChangeDetail) -> ChangeValue:
    names = ("construct", "against", "linked", "n_linked", "difference", "low", "high", "verdict", "arrow")
    return ChangeValue(**{name: getattr(change, name) for name in names})


def people_words(change: ChangeDetail) -> str:
    if change.linked:
        n = change.n_linked or 0
        return ngettext("%(n)s person who answered both times", "%(n)s people who answered both times", n) % {"n": n}
    return _("everybody: %(before)s then, %(now)s now") % {"before": change.n_before, "now": change.n_after}


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
            "Effect sizes put a change in relation to how far answers lie apart: g around 0.2 is small, 0.5 medium, "
            "0.8 large. p is adjusted after Holm within themes, elements, processes, levels and indicators; intervals "
            "are not."
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
        _("Change"),
        _("Whose change"),
        _("Effect size"),
        _("Ordinal effect"),
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
                    amount_words(change),
                    people_words(change),
                    effect_words(change.effect),
                    effect_words(change.ordinal),
                    say.p_words(change.p_adjusted),
                ]
            )
    return Table(columns, rows)


def in_order(found: RoundResults) -> list[Construct]:
    return [one for kind in KINDS for one in found.asked.of_kind(kind) if is_rated(one)]


def effect_words(effect: Mapping[str, Any] | None) -> str:
    """“g 0.42 (0.10 to 0.74)”; a dash below the size from which effects are given."""
    if not effect or effect.get("value") is None:
        return say.DASH
    names = {"g": "g", "g_av": "g", "cliff_delta": "δ", "rank_biserial": "r"}
    digits = _stored_decimals(effect)
    told = {"name": names.get(effect["name"], effect["name"]), "value": signed(effect["value"], digits)}
    if effect.get("low") is None or effect.get("high") is None:
        return _("%(name)s %(value)s") % told
    ends = {"low": signed(effect["low"], digits), "high": signed(effect["high"], digits)}
    return _("%(name)s %(value)s (%(low)s to %(high)s)") % (told | ends)


def _stored_decimals(effect: Mapping[str, Any]) -> int:
    """One where none of its numbers has more: a second one would look finer than it was published."""
    told = [value for name in ("value", "low", "high") if (value := effect.get(name)) is not None]
    return 1 if all(round(value, 1) == value for value in told) else 2


def details_of_scales(known: Known) -> list[Details]:
    rows = [
        [
            say.table_name(one, known.results.asked),
            *_agreement_cells(known.agreement.get(one.code)),
            *_reliability_cells(known, one),
        ]
        for one in in_order(known.results)
        if one.code in known.agreement or one.code in known.reliability
    ]
    if not rows:
        return []
    columns = ["", _("Distance from the mean"), "rwg(j)", "r*wg(j)", "alpha", "omega"]
    sentence = _(
        "rwg(j) is measured against slightly skewed chance answers: up to 0.30 lack of agreement, up to 0.50 weak, up "
        "to 0.70 moderate, up to 0.90 strong, above very strong. It grows with the number of questions, so compare it "
        "only between scores of as many. Alpha and omega say how well the questions of a score hang together; from "
        "0.70 they are usually called acceptable. A low value hides no score."
    )
    return [
        Details(
            _("Agreement and reliability in round %(number)s") % {"number": known.results.round.number},
            sentence,
            Table(columns, rows),
        )
    ]


def _agreement_cells(close: Agreement | None) -> list[str]:
    if close is None:
        return [say.DASH] * 3
    rough = _("%(value)s, rough (fewer than ten people)") if close.note == "rough" else "%(value)s"
    digits = 2 if close.n >= FINE_FROM else 1
    return [
        rough % {"value": number(close.ad, digits)},
        number(close.rwg_skew, digits) or say.DASH,
        number(close.r_star, digits) or say.DASH,
    ]


def _reliability_cells(known: Known, construct: Construct) -> list[str]:
    found = known.reliability.get(construct.code)
    if found is None:
        return [_("one question"), say.DASH]
    return [_alpha(found), _omega(found)]


def _alpha(found: Reliability) -> str:
    if found.alpha is None:
        return {
            "too_few": _("too few complete answers"),
            "no_variance": _("all answered alike"),
            "one_item": _("one question"),
        }.get(found.note, say.DASH)
    if found.alpha < 0:
        return _("below 0: the questions do not hang together")
    if found.low is not None and found.high is not None:
        ends = {"low": number(found.low, 2), "high": number(found.high, 2)}
        return _("%(value)s (%(low)s to %(high)s)") % (ends | {"value": number(found.alpha, 2)})
    told = {"indicative": _("%(value)s, indicative"), "pairwise": _("%(value)s, pairwise")}
    return told.get(found.note, "%(value)s") % {"value": number(found.alpha, 2)}


def _omega(found: Reliability) -> str:
    if found.omega is not None:
        return number(found.omega, 2)
    return {
        "too_few": _("from 50 complete answers"),
        "too_few_items": _("from three questions"),
        "no_variance": _("all answered alike"),
        "improper": _("no proper solution"),
    }.get(found.omega_note, say.DASH)
