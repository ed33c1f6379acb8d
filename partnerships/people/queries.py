"""People as the list and the page of one person show them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class StakeholderFilter:
    q: str = ""
    kind: StakeholderKind | None = None
    organisation: Organisation | None = None
    show: str = MEMBERS
    sort: str = "name"


@dataclass(frozen=True)
class Group:
    """How many members there are of one kind or from one sector."""

    name: str
    members: int
    reaches_k: bool


@dataclass(frozen=True)
class Breakdown:
    """The members of a day by group, and how many groups are as large as the threshold K."""

    groups: list[Group]
    reaching: int


@dataclass(frozen=True)
class PresenceCount:
    """Meetings a person was listed for."""

    present: int
    apologies: int
    absent: int

    @property
    def meetings(self) -> int:
        return self.present + self.apologies + self.absent


@dataclass(frozen=True)
class Stay:
    """A membership and whether it runs (`now`), comes (`next`) or is over (`done`)."""

    membership: Membership
    state: str


def stakeholder_rows(partnership: Partnership, wanted: StakeholderFilter, day: date) -> "QuerySet[Stakeholder]":
    """The people asked for with kind, `organisation_name`, `since` and `until` of the stay of that day, or of the
    last one: one query a page.
    """
    memberships = Membership.objects.filter(stakeholder=OuterRef("pk"))
    stay = memberships.order_by(_running_first(day), "-started_on", "-pk")
    rows = partnership.stakeholders.shown_as(wanted.show, day).select_related("kind")
    rows = rows.annotate(
        organisation_name=Subquery(stay.values("organisation__name")[:1]),
        organisation_pk=Subquery(stay.values("organisation")[:1]),
        since=Subquery(stay.values("started_on")[:1]),
        until=Subquery(stay.values("ended_on")[:1]),
    )
    for word in wanted.q.split()[:8]:
        found = Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation_name__icontains=word)
        rows = rows.filter(found)
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind)
    if wanted.organisation is not None:
        rows = rows.filter(organisation_pk=wanted.organisation.pk)
    return rows.order_by(*SORTS[wanted.sort])


def _running_first(day: date) -> Case:
    return Case(When(Membership.covers(day), then=Value(0)), default=Value(1), output_field=IntegerField())


def breakdowns(partnership: Partnership, day: date) -> tuple[Breakdown, Breakdown]:
    """The members of that day by kind and by sector, largest group first: one query."""
    running = Membership.objects.filter(Membership.covers(day), stakeholder__partnership=partnership)
    rows = running.select_related("stakeholder__kind", "organisation__sector")
    kinds, sectors, seen = Counter[str](), Counter[str](), set[int]()
    for stay in rows:
        if stay.stakeholder_id not in seen:
            seen.add(stay.stakeholder_id)
            kinds[stay.stakeholder.kind.name] += 1
            sectors[stay.organisation.sector.name if stay.organisation else _("no organisation")] += 1
    return _breakdown(kinds.items(), partnership.k), _breakdown(sectors.items(), partnership.k)


def _breakdown(numbers: Iterable[tuple[str, int]], k: int) -> Breakdown:
    ordered = sorted(numbers, key=lambda pair: (-pair[1], pair[0].casefold()))
    groups = [Group(name, number, number >= k) for name, number in ordered]
    return Breakdown(groups, sum(group.reaches_k for group in groups))


def stays_of(stakeholder: Stakeholder, day: date) -> list[Stay]:
    """All memberships, newest first, as they stand on that day: one query."""
    rows = stakeholder.memberships.select_related("organisation__sector")
    return [Stay(row, _state(row, day)) for row in rows]


def _state(membership: Membership, day: date) -> str:
    if membership.started_on > day:
        return "next"
    return "now" if membership.ended_on is None or membership.ended_on >= day else "done"


def presence_of(stakeholder: Stakeholder) -> PresenceCount:
    """How often the person came to meetings they were listed for: one query."""
    statuses = Attendance.Status
    numbers = stakeholder.attendance.aggregate(
        present=Count("pk", filter=Q(status=statuses.PRESENT)),
        apologies=Count("pk", filter=Q(status=statuses.APOLOGIES)),
        absent=Count("pk", filter=Q(status=statuses.ABSENT)),
    )
    return PresenceCount(**numbers)
