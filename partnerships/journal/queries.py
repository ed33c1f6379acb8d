"""The journal: context events and meetings in the order of their days; marks for the trend."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Value
from django.urls import reverse

from partnerships.models import ContextEvent, Meeting, Partnership
from partnerships.register import TimelineEntry

MEETINGS = "meeting"
_EVENT, _MEETING = 1, 0


def journal_index(partnership: Partnership, category: str = "") -> "QuerySet[Any]":
    """(day, what, pk) of all entries, or of those of one category of events, or of meetings only; newest first."""
    events = _index(ContextEvent.objects.filter(partnership=partnership), "happened_on", _EVENT)
    meetings = _index(Meeting.objects.filter(partnership=partnership), "held_on", _MEETING)
    newest_first = ("-day", "-what", "-id")
    if category == MEETINGS:
        return meetings.order_by(*newest_first)
    if category:
        return events.filter(category=category).order_by(*newest_first)
    return events.union(meetings, all=True).order_by(*newest_first)


def _index(rows: "QuerySet[Any]", field: str, what: int) -> "QuerySet[Any]":
    marked = rows.order_by().annotate(day=F(field), what=Value(what, output_field=IntegerField()))
    return marked.values_list("day", "what", "id")


def journal_years(index: Iterable[tuple[date, int, int]], day: date) -> dict[int, list[dict[str, Any]]]:
    """{year: entries} of a page of the index: each an `event` or a `meeting`, `on` its day, `ahead` of today or not.

    Each meeting carries its number of decisions, `decided`. Two queries.
    """
    index = list(index)
    events = ContextEvent.objects.in_bulk([pk for _day, what, pk in index if what == _EVENT])
    rows = Meeting.objects.annotate(decided=Count("decisions"))
    meetings = rows.in_bulk([pk for _day, what, pk in index if what == _MEETING])
    years: dict[int, list[dict[str, Any]]] = {}
    for on, what, pk in index:
        row = {"event": events.get(pk)} if what == _EVENT else {"meeting": meetings.get(pk)}
        years.setdefault(on.year, []).append({"on": on, "ahead": on > day, **row})
    return years


def journal_counts(partnership: Partnership) -> dict[str, int]:
    """{category: number of events}, and the number of meetings under "meeting"; two queries."""
    events = ContextEvent.objects.filter(partnership=partnership).order_by()
    counts = dict(events.values_list("category").annotate(number=Count("pk")))
    return {**counts, MEETINGS: Meeting.objects.filter(partnership=partnership).count()}


def context_event_entries(partnership: Partnership, first: date, last: date) -> list[TimelineEntry]:
    """The context events of these days for the trend, newest first: one query."""
    journal = reverse("context-event-list", args=[partnership.slug])
    events = ContextEvent.objects.filter(partnership=partnership, happened_on__range=(first, last))
    return [TimelineEntry(row.happened_on, row.title, str(row.get_category_display()), journal) for row in events]
