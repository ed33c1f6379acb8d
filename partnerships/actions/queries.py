"""Action items as lists show them: in the order of due dates, with words that say how late an item is."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import ActionItem, Meeting, Partnership, Stakeholder
from synergy.web.formats import day as day_in_words
from synergy.web.formats import short_day

OPEN, DONE = "open", "done"
SOON = 14  # days
# From here on a longer measure reads better than the days.
MONTHS_FROM, YEARS_FROM = 60, 2


def action_item_rows(
    partnership: Partnership, *, show: str = OPEN, owner: Stakeholder | None = None
) -> "QuerySet[ActionItem]":
    """Open ones by due date, or done ones, newest first; with owner and meeting: one query a page."""
    rows = partnership.action_items.select_related("owner", "meeting")
    if owner is not None:
        rows = rows.filter(owner=owner)
    if show == DONE:
        return rows.filter(done_on__isnull=False).order_by("-done_on", "-pk")
    return rows.open().order_by(F("due_on").asc(nulls_last=True), "pk")


def action_item_counts(partnership: Partnership, day: date, owner: Stakeholder | None = None) -> dict[str, int]:
    """How many are `open`, how many of these are `late`, how many are `done`, and `all`: one query."""
    rows = partnership.action_items.filter(owner=owner) if owner else partnership.action_items
    waiting = Q(done_on__isnull=True)
    return rows.aggregate(
        open=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=day)),
        done=Count("pk", filter=~waiting),
        all=Count("pk"),
    )


def action_item_lines(items: Iterable[ActionItem], day: date) -> list[dict[str, Any]]:
    """Each item with its state (late, next or done) that day and, in words, when it is or was due; runs no query."""
    return [{"item": item, "state": _state(item, day), "words": due_words(item, day)} for item in items]


def owners(partnership: Partnership) -> "QuerySet[Stakeholder]":
    """People who own or owned an action item."""
    return partnership.stakeholders.filter(action_items__isnull=False).distinct().order_by("name", "pk")


def _state(item: ActionItem, day: date) -> str:
    if item.done_on is not None:
        return "done"
    return "late" if item.due_on is not None and item.due_on < day else "next"


def _overdue(days: int) -> str:
    months, years = days // 30, days // 365
    if years >= YEARS_FROM:
        return ngettext("overdue by %(n)s year", "overdue by %(n)s years", years) % {"n": years}
    if days >= MONTHS_FROM:
        return ngettext("overdue by %(n)s month", "overdue by %(n)s months", months) % {"n": months}
    return ngettext("overdue by %(n)s day", "overdue by %(n)s days", days) % {"n": days}


def due_words(item: ActionItem, day: date) -> str:
    """Done March 3, 2026; overdue by 12 days; due today; due in 3 days; due Nov 3, 2026; no due date."""
    if item.done_on is not None:
        return _("done %(date)s") % {"date": short_day(item.done_on)}
    if item.due_on is None:
        return _("no due date")
    days = (item.due_on - day).days
    if days < 0:
        return _overdue(-days)
    if days == 0:
        return _("due today")
    if days <= SOON:
        return ngettext("due tomorrow", "due in %(days)s days", days) % {"days": days}
    return _("due %(date)s") % {"date": short_day(item.due_on)}


def action_item_news(partnerships: list[Partnership], day: date) -> dict[int, str]:
    """{partnership id: sentence} on the last meeting and on overdue action items: two queries."""
    late = dict(
        ActionItem.objects.open()
        .filter(Q(due_on__lt=day), partnership__in=partnerships)
        .values_list("partnership_id")
        .annotate(late=Count("pk"))
        .order_by()
    )
    last = dict(
        Meeting.objects.filter(partnership__in=partnerships)
        .values_list("partnership_id")
        .annotate(last_on=Max("held_on"))
        .order_by()
    )
    sentences = {key: _("Last met on %(date)s.") % {"date": day_in_words(on)} for key, on in last.items()}
    for key, count in late.items():
        words = ngettext("%(count)s action is overdue.", "%(count)s actions are overdue.", count)
        sentences[key] = f"{sentences.get(key, '')} {words % {'count': count}}".strip()
    return sentences
