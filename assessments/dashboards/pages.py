"""What the overview and the results of a round show, gathered before anything is rendered."""

from dataclasses import dataclass, field

from assessments.dashboards import panels
from assessments.dashboards.heat import HeatTable, kind_table
from assessments.dashboards.items import ItemBlock, item_blocks
from assessments.dashboards.sentences import Lead, lead_of, nothing_published, response_sentence
from assessments.models import Round
from assessments.queries.results import (
    RoundResults,
    breakdown_of,
    closed_rounds,
    neighbours,
    results_of,
    tallies_of,
)
from assessments.queries.timeline import timeline
from assessments.queries.trends import Trends, theme_trends
from assessments.queries.upcoming import Upcoming, upcoming
from partnerships.models import Partnership
from synergy.charts.shapes import Chart


@dataclass(frozen=True)
class Panels:
    """The panels the overview and a round's page have in common; empty when nothing is published."""

    cards: list[panels.Card] = field(default_factory=list)
    elements: Chart | None = None
    levels: Chart | None = None
    processes: Chart | None = None
    indicators: panels.Indicators | None = None


@dataclass(frozen=True)
class Overview:
    """`round` is the newest closed one, None before the first close; `nothing` says why there is no number."""

    upcoming: Upcoming | None
    round: Round | None = None
    found: RoundResults | None = None
    lead: Lead | None = None
    nothing: str = ""
    panels: Panels = field(default_factory=Panels)
    trend: Chart | None = None
    trends: Trends | None = None
    response: Chart | None = None


@dataclass(frozen=True)
class RoundPage:
    """The results of one closed round, with the ways to its neighbours."""

    round: Round
    found: RoundResults
    previous: Round | None
    next: Round | None
    lead: Lead
    nothing: str
    panels: Panels
    kinds: HeatTable | None
    items: list[ItemBlock]
    answered: str


def overview_page(partnership: Partnership, *, everything: bool = False) -> Overview:
    """At most ten queries, however many rounds there are; `everything` draws more than the last twelve of them."""
    ahead = upcoming(partnership)
    rounds = closed_rounds(partnership)
    if not rounds:
        return Overview(ahead)
    latest, before, _after = neighbours(rounds, rounds[-1].number)
    assert latest is not None
    found = results_of(latest, before)
    trends = theme_trends(rounds, everything=everything)
    published = [round for round in trends.rounds if any(value.shown for value in trends.values[round.pk].values())]
    return Overview(
        upcoming=ahead,
        round=latest,
        found=found,
        lead=lead_of(found) if found.plan.published else None,
        nothing="" if found.plan.published else nothing_published(found),
        panels=_panels(found),
        trend=panels.trend_chart(trends, timeline(partnership, trends.rounds)) if published else None,
        trends=trends,
        response=panels.response_chart(rounds),
    )


def round_page(partnership: Partnership, number: int | None) -> RoundPage | None:
    """The results of the closed round of this number, or of the newest; None when there is none. Ten queries."""
    rounds = closed_rounds(partnership)
    if not rounds:
        return None
    round, before, after = neighbours(rounds, rounds[-1].number if number is None else number)
    if round is None:
        return None
    found = results_of(round, before)
    table = breakdown_of(round, "kind") if found.plan.published else None
    return RoundPage(
        round=round,
        found=found,
        previous=before,
        next=after,
        lead=lead_of(found),
        nothing="" if found.plan.published else nothing_published(found),
        panels=_panels(found),
        kinds=kind_table(found, table) if table else None,
        items=item_blocks(found, tallies_of(round)) if found.plan.published else [],
        answered=response_sentence(round),
    )


def _panels(found: RoundResults) -> Panels:
    if not found.plan.published:
        return Panels()
    return Panels(
        cards=panels.theme_cards(found),
        elements=panels.elements_chart(found),
        levels=panels.levels_chart(found),
        processes=panels.processes_chart(found),
        indicators=panels.indicators(found),
    )
