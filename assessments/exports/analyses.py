"""What the close worked out beside the scores, as rows: changes, agreement, gaps, correlates; all published."""

from assessments.exports.scores import Cell, CellRow
from assessments.groupings import labels_of
from assessments.models import Round
from assessments.questionnaire import Construct, questionnaire
from assessments.results.analyses import (
    AgreementValue,
    ReliabilityValue,
    agreement_of,
    correlates_of,
    gaps_of,
    reliability_of,
)
from assessments.results.queries import changes_of

_NAMED = ("kind", "construct", "name_en", "name_fr")
CHANGE_COLUMNS = (
    *("round", "against", *_NAMED, "linked", "n_linked", "n_before", "n_after"),
    *("change", "low", "high", "verdict", "p_holm"),
    *("effect_value", "p", "r", "before", "after", "items"),
)
AGREEMENT_COLUMNS = (
    *("round", *_NAMED, "n", "distance_from_mean", "distance_limit", "agreement"),
    *("rwg_uniform", "rwg_skew", "r_star_wg"),
    *("alpha", "omega", "rough", "negative", "constant"),
)
GAP_COLUMNS = (
    *("round", "breakdown", "group", "group_name", *_NAMED, "n", "n_others"),
    *("difference", "low", "high", "verdict", "p_holm", "p_all_groups"),
)
CORRELATE_COLUMNS = (*("round", *_NAMED, "order", "n", "r", "low", "high", "share", "share_low", "share_high"),)


def change_rows(round: Round) -> list[CellRow]:
    """A row an earlier round and construct."""
    asked = questionnaire(round.version)
    return [
        [
            *(round.number, number, *_named(construct)),
            *(change.linked, change.n_linked, change.n_before, change.n_after),
            *(change.difference, change.low, change.high, change.verdict, change.p_adjusted),
            *(change.effect, change.p, change.r, change.before, change.after, ";".join(change.items)),
        ]
        for number, changes in sorted(changes_of(round).items(), reverse=True)
        for construct in asked.constructs
        if (change := changes.get(construct.code))
    ]


def agreement_rows(round: Round) -> list[CellRow]:
    """A row a construct of which something may be said."""
    agreement, reliability = agreement_of(round), reliability_of(round)
    return [
        [
            *(round.number, *_named(construct)),
            *_agreement_cells(agreement.get(construct.code)),
            *_reliability_cells(agreement.get(construct.code), reliability.get(construct.code)),
        ]
        for construct in questionnaire(round.version).constructs
        if construct.code in agreement or construct.code in reliability
    ]


def gap_rows(round: Round, breakdown: str) -> list[CellRow]:
    """A row a construct and shown group; hidden groups have none."""
    labels, gaps = labels_of(breakdown), gaps_of(round).get(breakdown, [])
    return [
        [
            *(round.number, breakdown, gap.group, labels.get(gap.group, gap.group), *_named(construct)),
            *(gap.n, gap.n_rest, gap.difference, gap.low, gap.high, gap.verdict, gap.p_adjusted, gap.omnibus_p),
        ]
        for construct in questionnaire(round.version).constructs
        for gap in gaps
        if gap.construct == construct.code
    ]


def correlate_rows(round: Round) -> list[CellRow]:
    """A row an element and process, in the order in which the page has them."""
    asked = questionnaire(round.version)
    rows: list[CellRow] = []
    for predictors in ("elements", "processes"):
        values = correlates_of(round, predictors)
        for correlate in values.correlates if values else ():
            construct = asked.construct(correlate.code)
            if values and construct:
                numbers = (correlate.r, correlate.low, correlate.high)
                shares = (correlate.share, correlate.share_low, correlate.share_high)
                rows.append([round.number, *_named(construct), values.order, values.n, *numbers, *shares])
    return rows


def _named(construct: Construct) -> CellRow:
    return [construct.kind, construct.code, construct.name.en, construct.name.fr]


def _agreement_cells(agreement: AgreementValue | None) -> list[Cell]:
    names = ("n", "ad", "limit", "label", "rwg", "rwg_skew", "r_star")
    return [getattr(agreement, name) for name in names] if agreement else [None] * len(names)


def _reliability_cells(agreement: AgreementValue | None, reliability: ReliabilityValue | None) -> list[Cell]:
    rough = agreement.rough if agreement else None
    if reliability is None:
        return [None, None, rough, None, None]
    constant = ";".join(reliability.constant)
    return [reliability.alpha, reliability.omega, rough, reliability.negative, constant]
