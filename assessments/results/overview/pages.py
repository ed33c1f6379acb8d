"""What the overview shows, gathered before anything is rendered, and the panels a round’s page shares with it."""

from dataclasses import dataclass, field, replace

from assessments.models import Round
from assessments.results import panels
from assessments.results.overview.highlights import Notes, notes_of
from assessments.results.queries import RoundResults, closed_rounds, neighbours, results_of
from assessments.results.timeline import timeline
from assessments.results.trends import Trends, theme_trends
from assessments.results.wording.sentences import Lead, lead_of, nothing_published
from assessments.rounds.upcoming import Upcoming, upcoming
from partnerships.models import Partnership
from synergy.charts.shapes import Chart


@dataclass(frozen=True)
class Panels:
    """The panels the overview and a round’s page have in common; empty when nothing is published."""

    cards: list[panels.Card] = field(default_factory=list)
    elements: Chart | None = None
    levels: Chart | None = None
    processes: Chart | None = None
    indicators: panels.Indicators | None = None
    notes: Notes | None = None  # the overview’s alone


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


def overview_page(partnership: Partnership, *, everything: bool = False) -> Overview:
    """At most sixteen queries, however many rounds there are; `everything` draws more than the last twelve of them."""
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
        panels=replace(panels_of(found), notes=notes_of(found)) if found.plan.published else Panels(),
        trend=panels.trend_chart(trends, timeline(partnership, trends.rounds)) if published else None,
        trends=trends,
        response=panels.response_chart(rounds),
    )


def panels_of(found: RoundResults) -> Panels:
    if not found.plan.published:
        return Panels()
    return Panels(
        cards=panels.theme_cards(found),
        elements=panels.elements_chart(found),
        levels=panels.levels_chart(found),
        processes=panels.processes_chart(found),
        indicators=panels.indicators(found),
    )
