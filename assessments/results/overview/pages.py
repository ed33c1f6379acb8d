"""What the overview shows, gathered before anything is rendered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from assessments.models import Round
from assessments.results.overview.charts import trend_chart, turnout_chart
from assessments.results.overview.highlights import Highlights, highlights_of
from assessments.results.queries import RoundResults, closed_rounds, neighbours, results_of
from assessments.results.tiles import RoundTiles, round_tiles
from assessments.results.timeline import timeline
from assessments.results.trends import Trends, theme_trends
from assessments.results.wording.leads import Lead, lead_of
from assessments.results.wording.responses import nothing_published
from assessments.rounds.queries import Upcoming, upcoming
from partnerships.models import Membership, Partnership
from synergy.charts.shapes import Chart


@dataclass(frozen=True)
class Overview:
    """`round` is the newest closed one, None before the first close; `nothing` says why there is no number."""

    upcoming: Upcoming | None
    round: Round | None = None
    results: RoundResults | None = None
    lead: Lead | None = None
    nothing: str = ""
    tiles: RoundTiles | None = None
    highlights: Highlights | None = None
    trend: Chart | None = None
    trends: Trends | None = None
    turnout: Chart | None = None


def overview_page(partnership: Partnership, *, everything: bool = False) -> Overview:
    """At most sixteen queries, however many rounds there are; `everything` draws more than the last twelve of them."""
    ahead = upcoming(partnership)
    rounds = closed_rounds(partnership)
    if not rounds:
        return Overview(ahead)
    latest, before, _after = neighbours(rounds, rounds[-1].number)
    assert latest is not None
    results = results_of(latest, before)
    published = results.plan.published
    trends = theme_trends(rounds, everything=everything)
    return Overview(
        upcoming=ahead,
        round=latest,
        results=results,
        lead=lead_of(results) if published else None,
        nothing="" if published else nothing_published(results),
        tiles=round_tiles(results) if published else None,
        highlights=highlights_of(results) if published else None,
        trend=trend_chart(trends, timeline(partnership, trends.rounds)) if trends.any_shown else None,
        trends=trends,
        turnout=turnout_chart(rounds),
    )


def size_of(partnership: Partnership, day: date) -> dict[str, int]:
    """How many `members` there are on that day, and how many `organisations` they come from. One query."""
    memberships = Membership.objects.filter(Membership.running_on(day), stakeholder__partnership=partnership)
    counts: dict[str, int] = memberships.aggregate(
        members=Count("stakeholder", distinct=True), organisations=Count("organisation", distinct=True)
    )
    return counts
