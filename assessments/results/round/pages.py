"""The pages of one closed round: findings, question by question, by group; gathered before anything is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.groupings import NAMES
from assessments.models import Round
from assessments.results import panels
from assessments.results.groups.gaps import Gaps, gaps_words, power_sentence
from assessments.results.groups.heat import HeatTable, heat_table
from assessments.results.items.pages import Spreads, spreads
from assessments.results.overview.pages import Panels, panels_of
from assessments.results.published import agreement_of, gaps_of, power_sharing_of, published_correlates
from assessments.results.queries import RoundResults, breakdown_of, closed_rounds, neighbours, results_of, tallies_of
from assessments.results.round.changes import Changes, changes_table
from assessments.results.round.correlates import CorrelatesSection, correlates_section
from assessments.results.values import Breakdown
from assessments.results.wording.sentences import Lead, lead_of, nothing_published, response_sentence
from partnerships.models import Partnership

ROOMS = ("result-detail", "result-items", "result-groups", "result-comments")


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Place:
    """What every page of a round has: its numbers, the ways to its neighbours, and the other pages of the round."""

    round: Round
    found: RoundResults
    previous: tuple[str, str] | None  # words and address
    next: tuple[str, str] | None
    tabs: list[Tab]
    nothing: str


@dataclass(frozen=True)
class FindingsPage:
    place: Place
    lead: Lead
    panels: Panels
    changes: Changes | None
    correlates: CorrelatesSection | None
    answered: str


@dataclass(frozen=True)
class GroupSection:
    """One breakdown: means as a shaded table, and who sees it differently."""

    code: str
    heat: HeatTable
    gaps: Gaps
    power: str
    csv_url: str


@dataclass(frozen=True)
class GroupsPage:
    place: Place
    sections: list[GroupSection]


@dataclass(frozen=True)
class ItemsPage:
    place: Place
    spreads: Spreads | None
    orders: list[Tab]
    csv_url: str


def place_of(partnership: Partnership, number: int | None, room: str) -> Place | None:
    """The closed round of this number, or the newest; None when there is none. Five queries."""
    rounds = closed_rounds(partnership)
    if not rounds:
        return None
    round, before, after = neighbours(rounds, rounds[-1].number if number is None else number)
    if round is None:
        return None
    found = results_of(round, before)
    return Place(
        round=round,
        found=found,
        previous=_neighbour(before, room),
        next=_neighbour(after, room),
        tabs=_tabs(round, room),
        nothing="" if found.plan.published else nothing_published(found),
    )


def _neighbour(round: Round | None, room: str) -> tuple[str, str] | None:
    return (str(round), _address(round, room)) if round else None


def _address(round: Round, room: str) -> str:
    return reverse(room, args=[round.partnership.slug, round.number])


def _tabs(round: Round, room: str) -> list[Tab]:
    labels = dict(zip(ROOMS, (_("Findings"), _("Question by question"), _("By group"), _("Comments")), strict=True))
    return [Tab(label, _address(round, name), name == room) for name, label in labels.items()]


def findings_page(partnership: Partnership, number: int | None) -> FindingsPage | None:
    """Where are we, what changed, how sure are we, what goes with synergy. Eleven queries, whatever was answered."""
    place = place_of(partnership, number, "result-detail")
    if place is None:
        return None
    found, published = place.found, not place.nothing
    kinds = ("elements", "processes")
    elements, processes = (published_correlates(place.round, kind) if published else None for kind in kinds)
    return FindingsPage(
        place=place,
        lead=lead_of(found),
        panels=panels_of(found),
        changes=changes_table(found) if published else None,
        correlates=correlates_section(found, elements, processes) if published else None,
        answered=response_sentence(place.round),
    )


def items_page(partnership: Partnership, number: int, order: str) -> ItemsPage | None:
    """How every question was answered. Seven queries."""
    place = place_of(partnership, number, "result-items")
    if place is None:
        return None
    published = not place.nothing
    return ItemsPage(
        place=place,
        spreads=spreads(place.found, tallies_of(place.round), agreement_of(place.round), order) if published else None,
        orders=_orders(place.round, order),
        csv_url=panels.download_url(place.round, "items"),
    )


def _orders(round: Round, chosen: str) -> list[Tab]:
    page = _address(round, "result-items")
    # Translators: orders of the questions; “agreed” is saying yes (accord), not how close answers lie (convergence).
    labels = {"subject": _("By subject"), "net": _("Most agreed first"), "asked": _("As asked")}
    known = chosen if chosen in labels else "subject"
    return [
        Tab(label, page if code == "subject" else f"{page}?order={code}", code == known)
        for code, label in labels.items()
    ]


def groups_page(partnership: Partnership, number: int) -> GroupsPage | None:
    """The breakdowns chosen before the opening. Fourteen queries at most, for two breakdowns."""
    place = place_of(partnership, number, "result-groups")
    if place is None:
        return None
    tables = [] if place.nothing else _breakdowns(place.round)
    gaps = gaps_of(place.round) if tables else {}
    power = power_sharing_of(place.round) if any(table.code == "kind" for table in tables) else None
    sections = []
    for table in tables:
        labels = _shown(table)
        sections.append(
            GroupSection(
                code=table.code,
                heat=heat_table(place.found, table),
                gaps=gaps_words(place.found.asked, gaps.get(table.code, []), labels),
                power=power_sentence(power, labels) if power and table.code == "kind" else "",
                csv_url=panels.download_url(place.round, f"gaps-{table.code}"),
            )
        )
    return GroupsPage(place, sections)


def _breakdowns(round: Round) -> Sequence[Breakdown]:
    return [table for code in round.breakdowns if code in NAMES and (table := breakdown_of(round, code))]


def _shown(table: Breakdown) -> dict[str, str]:
    return {group.code: group.label for group in table.groups if group.shown}
