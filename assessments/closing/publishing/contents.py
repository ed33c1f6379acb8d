"""The plan of a round as it is kept: thresholds, correlations, and which groups are shown on which items."""

from typing import Any

from assessments.disclosure.breakdowns import Breakdown
from assessments.disclosure.publications import Publication
from assessments.disclosure.rules import Rules
from assessments.groupings import merges_of
from assessments.models import Round
from assessments.questionnaire import Questionnaire


def rules_of(round: Round) -> Rules:
    """How many answers a number of this round needs, and the breakdowns chosen before the opening."""
    return Rules(round.k, tuple(round.breakdowns))


def content_of(round: Round, asked: Questionnaire, found: Publication) -> dict[str, Any]:
    """As JSON; the keys are described in docs/scoring.md. Why a single group is hidden is not kept."""
    rules, told = rules_of(round), found.correlations
    return {
        "k": rules.k,
        "distribution_from": rules.distribution_from,
        "comments_from": rules.comments_from,
        "respondents": found.respondents,
        "published": found.published,
        "comments_readable": found.comments_readable,
        "reason": "" if found.published else "too_few_respondents",
        "correlations": {"within": told.within, "across": told.across, "assumed": list(told.assumed)},
        "spread": found.spread,
        "breakdowns": [_breakdown(round, one, rank) for rank, one in enumerate(found.breakdowns, start=1)],
        "linked": [{"against": one.number, "answered_both": one.both, "r": one.r} for one in found.linkages],
    }


def _breakdown(round: Round, one: Breakdown, rank: int) -> dict[str, Any]:
    return {
        "code": one.code,
        "rank": rank,
        "shown": list(one.shown),
        "hidden": list(one.hidden),
        "merged": dict(merges_of(round, one.code)),
        "items": {construct: list(items) for construct, items in one.items.items()},
        "reason": "" if one.shown else ("too_small" if rank == 1 else "too_small_beside_first"),
    }
