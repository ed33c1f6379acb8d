"""What the close found beside the scores, as rows: changes, agreement, gaps, what goes with synergy; all published."""

from typing import Any

from assessments.exports.scores import Cell, Row
from assessments.models import Round
from assessments.queries.findings import agreement_of, change_details_of, gaps_of, goes_with_of, reliability_of
from assessments.queries.groupings import labels_of
from assessments.queries.instruments import Construct, questionnaire

_NAMED = ("kind", "construct", "name_en", "name_fr")
CHANGE_COLUMNS = (
    *("round", "against", *_NAMED, "linked", "n_linked", "n_before", "n_after"),
    *("change", "low", "high", "verdict", "p_holm"),
    *("effect", "effect_value", "effect_low", "effect_high"),
    *("ordinal", "ordinal_value", "ordinal_low", "ordinal_high"),
)
AGREEMENT_COLUMNS = (
    *(
        "round",
        *_NAMED,
        "n",
        "distance_from_mean",
        "distance_limit",
        "agreement",
        "rwg_uniform",
        "rwg_skew",
        "r_star_wg",
    ),
    *("items", "complete", "alpha", "alpha_low", "alpha_high", "spearman_brown", "alpha_note", "omega", "omega_note"),
)
GAP_COLUMNS = (
    *("round", "breakdown", "group", "group_name", *_NAMED, "n", "n_others"),
    *("difference", "low", "high", "verdict", "p_holm", "p_all_groups"),
)
COMPANION_COLUMNS = (
    *("round", *_NAMED, "order", "n", "r", "low", "high", "spearman", "share", "share_low", "share_high"),
)


def changes(round: Round) -> list[Row]:
    """A row an earlier round and construct."""
    asked = questionnaire(round.version)
    return [
        [
            *(round.number, number, *_named(one), found.linked, found.n_linked, found.n_before, found.n_after),
            *(found.difference, found.low, found.high, found.verdict, found.p_adjusted),
            *_effect(found.effect),
            *_effect(found.ordinal),
        ]
        for number, of_round in sorted(change_details_of(round).items(), reverse=True)
        for one in asked.constructs
        if (found := of_round.get(one.code))
    ]


def agreement(round: Round) -> list[Row]:
    """A row a construct of which something may be said."""
    close, scales = agreement_of(round), reliability_of(round)
    return [
        [round.number, *_named(one), *_agreement(close.get(one.code)), *_scale(scales.get(one.code))]
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


def companions(round: Round) -> list[Row]:
    """A row an element and process, in the order in which the page has them."""
    asked = questionnaire(round.version)
    rows: list[Row] = []
    for predictors in ("elements", "processes"):
        found = goes_with_of(round, predictors)
        for one in found.companions if found else ():
            construct = asked.construct(one.code)
            if found and construct:
                numbers = (one.r, one.low, one.high, one.spearman, one.share, one.share_low, one.share_high)
                rows.append([round.number, *_named(construct), found.order, found.n, *numbers])
    return rows


def _named(construct: Construct) -> Row:
    return [construct.kind, construct.code, construct.name.en, construct.name.fr]


def _effect(found: dict[str, Any] | None) -> Row:
    return [found.get(name) for name in ("name", "value", "low", "high")] if found else [None] * 4


def _agreement(found: Any) -> list[Cell]:
    names = ("n", "ad", "limit", "label", "rwg", "rwg_skew", "r_star")
    return [getattr(found, name) for name in names] if found else [None] * len(names)


def _scale(found: Any) -> list[Cell]:
    names = ("items", "n", "alpha", "low", "high", "spearman_brown", "note", "omega", "omega_note")
    return [getattr(found, name) for name in names] if found else [None] * len(names)
