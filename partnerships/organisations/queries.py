"""Organisations as the list shows them, and the people whom the end of an organisation touches."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from partnerships.models import Membership, Organisation, Partnership, Sector

# what the reader may ask for -> how it is done; nothing else reaches the database
SORTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "pk"),
    "sector": ("sector__position", "name", "pk"),
    "members": ("-members", "name", "pk"),
}


def organisation_rows(
    partnership: Partnership,
    day: date,
    *,
    show: str = "present",
    q: str = "",
    sector: Sector | None = None,
    sort: str = "name",
) -> "QuerySet[Organisation]":
    """The organisations asked for, each with `members` (number of people that day) and its sector: one query a page."""
    running = Membership.running_on(day, prefix="memberships__")
    rows = partnership.organisations.former(day) if show == "former" else partnership.organisations.as_of(day)
    rows = rows.select_related("sector").annotate(members=Count("memberships", filter=running))
    if q:
        rows = rows.filter(name__icontains=q)
    if sector is not None:
        rows = rows.filter(sector=sector)
    return rows.order_by(*SORTS[sort])


def members_of(organisation: Organisation, day: date) -> list[Membership]:
    """The memberships that run on that day or start later, with their people, by name: one query."""
    running = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    rows = organisation.memberships.filter(running).select_related("stakeholder").order_by(F("stakeholder__name"))
    return list(rows)
