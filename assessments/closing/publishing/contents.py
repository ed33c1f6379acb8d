"""The plan of a round as it is kept: thresholds, correlations, and which groups are shown on which items."""

from typing import Any

from assessments.disclosure.breakdowns import Breakdown
from assessments.disclosure.publications import Publication
from assessments.disclosure.rules import Rules
from assessments.groupings import merges_of
from assessments.models import Round


def rules_of(round: Round) -> Rules:
    """How many answers a number of this round needs, and the breakdowns chosen before the opening."""
    return Rules(round.k, tuple(round.breakdowns))


def content_of(round: Round, publication: Publication) -> dict[str, Any]:
    """As JSON; the keys are described in docs/scoring.md. Why a single group is hidden is not kept."""
    rules, known = rules_of(round), publication.correlations
    return {
        "k": rules.k,
        "distribution_from": rules.distribution_from,
        "comments_from": rules.comments_from,
        "respondents": publication.respondents,
        "published": publication.published,
        "comments_readable": publication.comments_readable,
        "reason": "" if publication.published else "too_few_respondents",
        "correlations": {"within": known.within, "across": known.across, "assumed": list(known.assumed)},
        "spread": publication.spread,
        "breakdowns": [_breakdown(round, table, rank) for rank, table in enumerate(publication.breakdowns, start=1)],
        "linked": [{"against": link.number, "answered_both": link.both, "r": link.r} for link in publication.linkages],
    }


def _breakdown(round: Round, breakdown: Breakdown, rank: int) -> dict[str, Any]:
    return {
        "code": breakdown.code,
        "rank": rank,
        "shown": list(breakdown.shown),
        "hidden": list(breakdown.hidden),
        "merged": dict(merges_of(round, breakdown.code)),
        "items": {construct: list(items) for construct, items in breakdown.items.items()},
        "reason": "" if breakdown.shown else ("too_small" if rank == 1 else "too_small_beside_first"),
    }
