"""The plan of a round as it is kept: thresholds, correlations, groups and items; and read back for a later round."""

from typing import Any

from assessments.disclosure.breakdowns import Breakdown
from assessments.disclosure.publications import ItemCell, Publication, ScaleCell
from assessments.disclosure.rules import Rules
from assessments.groupings import merges_of
from assessments.models import ItemTally, Round, Score
from assessments.models.score import METHOD
from assessments.questionnaire import questionnaire
from assessments.statistics.correlations import Correlations, Own
from assessments.statistics.tables import Table


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


def compared_rounds(round: Round) -> dict[int, tuple[Round, Publication]]:
    """By number, the round before and the first one, where they were published by this method.

    No change is worked out across the seam between two methods.
    """
    closed = Round.objects.closed().filter(partnership=round.partnership, number__lt=round.number, plan__isnull=False)
    rounds = list(closed.select_related("version", "partnership", "plan").order_by("number"))
    if not rounds or rounds[-1].plan.method != METHOD:
        return {}
    alike = [earlier for earlier in rounds if earlier.plan.method == METHOD]
    return {earlier.number: (earlier, stored(earlier)) for earlier in (alike[-1], alike[0])}


def stored(round: Round) -> Publication:
    """Items, scores and correlations of everybody as they were published; two queries beside the plan."""
    content = round.plan.content
    correlations = content["correlations"]
    scores = Score.objects.filter(round=round, breakdown="", shown=True, mean__isnull=False)
    details = {row.construct: row.details for row in scores}
    own = {code: Own(known["rho"]["own"]) for code, known in details.items() if "own" in known["rho"]}
    return Publication(
        respondents=content["respondents"],
        items=_items(round),
        scales={row.construct: ScaleCell(row.n or 0, tuple(row.details["items"])) for row in scores},
        correlations=Correlations(correlations["within"], correlations["across"], tuple(correlations["assumed"]), own),
        spread=content["spread"],
    )


def _items(round: Round) -> dict[str, ItemCell]:
    by_code = questionnaire(round.version).scoring.by_code
    cells = {}
    for row in ItemTally.objects.filter(round=round, breakdown="", shown=True):
        item, missing = by_code[row.item], tuple(row.details[name] for name in ("na", "dk", "blank"))
        counts = tuple(row.counts[str(option)] for option in range(item.lo, item.hi + 1)) if row.counts else ()
        cells[row.item] = ItemCell(row.n or 0, row.mean, row.sd, Table(item, counts) if counts else None, *missing)
    return cells
