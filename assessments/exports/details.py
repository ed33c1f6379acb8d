"""What the close found beside the scores, as rows: changes, agreement, gaps, what goes with synergy; all published."""

from assessments.exports.scores import Cell, Row
from assessments.groupings import labels_of
from assessments.models import Round
from assessments.questionnaire import Construct, questionnaire
from assessments.results.published import (
    Agreement,
    Reliability,
    agreement_of,
    change_details_of,
    gaps_of,
    published_correlates,
    reliability_of,
)

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


def changes(round: Round) -> list[Row]:
    """A row an earlier round and construct."""
    asked = questionnaire(round.version)
    return [
        [
            *(round.number, number, *_named(one), found.linked, found.n_linked, found.n_before, found.n_after),
            *(found.difference, found.low, found.high, found.verdict, found.p_adjusted),
            *(found.effect, found.p, found.r, found.before, found.after, ";".join(found.items)),
        ]
        for number, of_round in sorted(change_details_of(round).items(), reverse=True)
        for one in asked.constructs
        if (found := of_round.get(one.code))
    ]


def agreement(round: Round) -> list[Row]:
    """A row a construct of which something may be said."""
    close, scales = agreement_of(round), reliability_of(round)
    return [
        [round.number, *_named(one), *_close(close.get(one.code)), *_hangs(close.get(one.code), scales.get(one.code))]
        for one in questionnaire(round.version).constructs
        if one.code in close or one.code in scales
    ]


def gaps(round: Round, breakdown: str) -> list[Row]:
    """A row a construct and shown group; hidden groups have none."""
    labels, listed = labels_of(breakdown), gaps_of(round).get(breakdown, [])
    return [
        [
            *(round.number, breakdown, gap.group, labels.get(gap.group, gap.group), *_named(one), gap.n, gap.n_rest),
            *(gap.difference, gap.low, gap.high, gap.verdict, gap.p_adjusted, gap.omnibus_p),
        ]
        for one in questionnaire(round.version).constructs
        for gap in listed
        if gap.construct == one.code
    ]


def correlates(round: Round) -> list[Row]:
    """A row an element and process, in the order in which the page has them."""
    asked = questionnaire(round.version)
    rows: list[Row] = []
    for predictors in ("elements", "processes"):
        found = published_correlates(round, predictors)
        for one in found.correlates if found else ():
            construct = asked.construct(one.code)
            if found and construct:
                numbers = (one.r, one.low, one.high, one.share, one.share_low, one.share_high)
                rows.append([round.number, *_named(construct), found.order, found.n, *numbers])
    return rows


def _named(construct: Construct) -> Row:
    return [construct.kind, construct.code, construct.name.en, construct.name.fr]


def _close(found: Agreement | None) -> list[Cell]:
    names = ("n", "ad", "limit", "label", "rwg", "rwg_skew", "r_star")
    return [getattr(found, name) for name in names] if found else [None] * len(names)


def _hangs(close: Agreement | None, found: Reliability | None) -> list[Cell]:
    rough = close.rough if close else None
    if found is None:
        return [None, None, rough, None, None]
    return [found.alpha, found.omega, rough, found.negative, ";".join(found.constant)]
