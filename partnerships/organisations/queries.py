"""Organisations as the list and the page that ends one show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from partnerships.models import Membership, Organisation, Partnership, Sector

# what the reader may ask for -> how it is done; nothing else reaches the database
SORTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "pk"),
    "sector": ("sector__position", "name", "pk"),
    "members": ("-members", "name", "pk"),
}


@dataclass(frozen=True)
class OrganisationFilter:
    q: str = ""
    sector: Sector | None = None
    show: str = "present"
    sort: str = "name"


def organisation_rows(partnership: Partnership, wanted: OrganisationFilter, day: date) -> "QuerySet[Organisation]":
    """The organisations asked for, each with `members` (number of people that day) and its sector: one query a page."""
    running = Membership.covers(day, prefix="memberships__")
    rows = partnership.organisations.select_related("sector").annotate(members=Count("memberships", filter=running))
    gone = Q(ended_on__isnull=False, ended_on__lte=day)
    rows = rows.filter(gone) if wanted.show == "former" else rows.exclude(gone)
    if wanted.q:
        rows = rows.filter(name__icontains=wanted.q)
    if wanted.sector is not None:
        rows = rows.filter(sector=wanted.sector)
    return rows.order_by(*SORTS[wanted.sort])


def members_of(organisation: Organisation, day: date) -> list[Membership]:
    """The memberships that run on that day or start later, with their people, by name: one query."""
    running = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    rows = organisation.memberships.filter(running).select_related("stakeholder").order_by(F("stakeholder__name"))
    return list(rows)
