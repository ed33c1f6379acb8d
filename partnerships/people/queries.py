"""People as their list and the page of a person show them."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from partnerships.models import Attendance, Membership, Organisation, Partnership, Stakeholder, StakeholderKind
from partnerships.models.stakeholder import MEMBERS

# what the reader may ask for -> how it is done; nothing else reaches the database
SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "name": ("name", "pk"),
    "kind": ("kind__position", "name", "pk"),
    "organisation": (F("organisation_name").asc(nulls_last=True), "name", "pk"),
    "since": (F("since").asc(nulls_last=True), "name", "pk"),
}


def stakeholder_rows(
    partnership: Partnership,
    day: date,
    *,
    show: str = MEMBERS,
    q: str = "",
    kind: StakeholderKind | None = None,
    organisation: Organisation | None = None,
    sort: str = "name",
) -> "QuerySet[Stakeholder]":
    """The people asked for, each with kind and, of the membership of that day or else of the last one,
    `organisation_name`, `since` and `until`: one query a page.
    """
    memberships = Membership.objects.filter(stakeholder=OuterRef("pk"))
    membership = memberships.order_by(_running_first(day), "-started_on", "-pk")
    rows = partnership.stakeholders.shown_as(show, day).select_related("kind")
    rows = rows.annotate(
        organisation_name=Subquery(membership.values("organisation__name")[:1]),
        organisation_pk=Subquery(membership.values("organisation")[:1]),
        since=Subquery(membership.values("started_on")[:1]),
        until=Subquery(membership.values("ended_on")[:1]),
    )
    for word in q.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation_name__icontains=word))
    if kind is not None:
        rows = rows.filter(kind=kind)
    if organisation is not None:
        rows = rows.filter(organisation_pk=organisation.pk)
    return rows.order_by(*SORTS[sort])


def _running_first(day: date) -> Case:
    return Case(When(Membership.running_on(day), then=Value(0)), default=Value(1), output_field=IntegerField())


def compositions(partnership: Partnership, day: date) -> list[dict[str, Any]]:
    """The members of that day by kind and by sector, each under its `label`: one query.

    `groups` are (name, members, whether the group reaches K), the largest first; `reaching` counts those that do.
    """
    running = Membership.objects.filter(Membership.running_on(day), stakeholder__partnership=partnership)
    rows = running.select_related("stakeholder__kind", "organisation__sector")
    kinds, sectors, seen = Counter[str](), Counter[str](), set[int]()
    for row in rows:
        if row.stakeholder_id not in seen:
            seen.add(row.stakeholder_id)
            kinds[row.stakeholder.kind.name] += 1
            sectors[row.organisation.sector.name if row.organisation else _("no organisation")] += 1
    named = ((_("Stakeholder kind"), kinds), (_("Sector"), sectors))
    return [_composition(label, members, partnership.k) for label, members in named]


def _composition(label: str, members: Counter[str], k: int) -> dict[str, Any]:
    ordered = sorted(members.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
    groups = [(name, number, number >= k) for name, number in ordered]
    return {"label": label, "groups": groups, "reaching": sum(reaches for _name, _number, reaches in groups)}


def memberships_of(stakeholder: Stakeholder, day: date) -> list[tuple[Membership, str]]:
    """All memberships, newest first, each with whether it runs that day (`now`), comes (`next`) or is over (`done`).

    One query.
    """
    rows = stakeholder.memberships.select_related("organisation__sector")
    return [(row, row.state_on(day)) for row in rows]


def attendance_of(stakeholder: Stakeholder) -> dict[str, int]:
    """At how many meetings the person was listed (`meetings`), and how often with each status: one query."""
    statuses = {status.value: Count("pk", filter=Q(status=status)) for status in Attendance.Status}
    return stakeholder.attendance.aggregate(meetings=Count("pk"), **statuses)
