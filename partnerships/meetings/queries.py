"""Meetings as lists and the trend show them; who is listed for a meeting, and who came."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import ActionItem, Attendance, Decision, Meeting, Membership, Partnership, Stakeholder
from partnerships.register import TimelineEntry
from synergy.web.formats import day as day_in_words

_PRESENT = Attendance.Status.PRESENT


@dataclass(frozen=True)
class RosterPerson:
    """Somebody listed for a meeting; `status` is empty while nothing is noted."""

    pk: int
    name: str
    kind: str
    status: str

    @property
    def present(self) -> bool:
        return self.status == _PRESENT


@dataclass(frozen=True)
class RosterGroup:
    """The people of an organisation on that day; `organisation` is None for members for themselves and for guests."""

    organisation: int | None
    name: str
    people: list[RosterPerson]

    @property
    def present(self) -> int:
        return sum(person.present for person in self.people)


def meeting_rows(partnership: Partnership) -> "QuerySet[Meeting]":
    """All meetings, newest first, with the numbers of `decided` decisions and `open_actions`: one query a page."""
    decided = Decision.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(n=Count("pk"))
    still_open = ActionItem.objects.open().filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return partnership.meetings.annotate(
        decided=Coalesce(Subquery(decided.values("n")), 0),
        open_actions=Coalesce(Subquery(still_open.annotate(n=Count("pk")).values("n")), 0),
    )


def meeting_years(partnership: Partnership, meetings: Sequence[Meeting], day: date) -> dict[int, list[dict[str, Any]]]:
    """{year: the meetings of one page}, in the order given: two queries.

    Each `meeting` has `present` of `listed`: members of that day, and others whose attendance was noted (`recorded`).
    """
    memberships = list(_memberships(partnership).values_list("stakeholder_id", "started_on", "ended_on"))
    noted: defaultdict[int, dict[int, str]] = defaultdict(dict)
    rows = Attendance.objects.filter(meeting__in=[meeting.pk for meeting in meetings]).order_by()
    for meeting_id, person, status in rows.values_list("meeting_id", "stakeholder_id", "status"):
        noted[meeting_id][person] = status
    years: dict[int, list[dict[str, Any]]] = {}
    for meeting in meetings:
        on, statuses = meeting.held_on, noted[meeting.pk]
        members = {person for person, start, end in memberships if start <= on and (end is None or end >= on)}
        present = sum(status == _PRESENT for status in statuses.values())
        counts = {"listed": len(members | set(statuses)), "present": present, "recorded": len(statuses)}
        years.setdefault(on.year, []).append({"meeting": meeting, "ahead": on > day, **counts})
    return years


def _memberships(partnership: Partnership) -> "QuerySet[Membership]":
    return Membership.objects.filter(stakeholder__partnership=partnership).order_by()


def roster(meeting: Meeting) -> list[RosterGroup]:
    """Members of that day by organisation, then members for themselves, then guests who were noted. Two queries.

    Somebody who has left since is listed where they were; somebody who joined later is listed only when noted.
    """
    noted = list(meeting.attendance.select_related("stakeholder__kind"))
    statuses = {row.stakeholder_id: row.status for row in noted}
    memberships = _memberships(meeting.partnership).filter(Membership.running_on(meeting.held_on))
    groups: dict[int | None, RosterGroup] = {}
    members: set[int] = set()
    for row in memberships.select_related("stakeholder__kind", "organisation").order_by("stakeholder__name", "pk"):
        if row.stakeholder_id not in members:
            members.add(row.stakeholder_id)
            name = row.organisation.name if row.organisation else _("For themselves")
            group = groups.setdefault(row.organisation_id, RosterGroup(row.organisation_id, name, []))
            group.people.append(_person(row.stakeholder, statuses))
    own = groups.pop(None, None)
    guests = [_person(row.stakeholder, statuses) for row in noted if row.stakeholder_id not in members]
    last = [RosterGroup(None, _("Not members on that day"), guests)] if guests else []
    return [*sorted(groups.values(), key=lambda group: group.name.casefold()), *([own] if own else []), *last]


def _person(stakeholder: Stakeholder, statuses: dict[int, str]) -> RosterPerson:
    return RosterPerson(stakeholder.pk, stakeholder.name, stakeholder.kind.name, statuses.get(stakeholder.pk, ""))


def presence(groups: Iterable[RosterGroup]) -> dict[str, int]:
    """The sums of a roster: people `listed`, `recorded` or `unknown`, by status, and organisations; runs no query."""
    groups = list(groups)
    statuses = Counter(person.status for group in groups for person in group.people)
    organisations = [group for group in groups if group.organisation is not None]
    return {
        **{status.value: statuses[status] for status in Attendance.Status},
        "listed": sum(statuses.values()),
        "recorded": sum(statuses[status] for status in Attendance.Status),
        "unknown": statuses[""],
        "organisations": len(organisations),
        "represented": sum(group.present > 0 for group in organisations),
    }


def presence_words(presence: dict[str, int], ahead: bool) -> str:
    """What the page of a meeting says first: who cannot come, or how many people and organisations were there."""
    if ahead:
        apologies = presence["apologies"]
        words = ngettext("%(number)s member has sent apologies.", "%(number)s members have sent apologies.", apologies)
        planned = _("This meeting is planned.")
        return f"{planned} {words % {'number': apologies}}" if apologies else planned
    if not presence["listed"]:
        return _("Nobody was a member on that day.")
    if not presence["recorded"]:
        return _("Who came is not noted yet.")
    words = ngettext(
        "%(present)s of %(listed)s person was present.",
        "%(present)s of %(listed)s people were present.",
        presence["listed"],
    )
    if presence["organisations"]:
        words += " " + ngettext(
            "%(represented)s of %(total)s organisation was represented.",
            "%(represented)s of %(total)s organisations were represented.",
            presence["organisations"],
        )
    return words % (presence | {"total": presence["organisations"]})


def possible_guests(partnership: Partnership, groups: Iterable[RosterGroup]) -> "QuerySet[Stakeholder]":
    """People of the partnership who are not on the roster: former members, and those who joined later."""
    listed = [person.pk for group in groups for person in group.people]
    return partnership.stakeholders.exclude(pk__in=listed)


def meeting_news(partnerships: list[Partnership], day: date) -> dict[int, str]:
    """{partnership id: sentence} where a meeting is still to come: one query."""
    rows = (
        Meeting.objects.filter(partnership__in=partnerships, held_on__gte=day)
        .values("partnership_id")
        .annotate(next_on=Min("held_on"))
    )
    sentence = _("The next meeting is on %(date)s.")
    return {row["partnership_id"]: sentence % {"date": day_in_words(row["next_on"])} for row in rows}


def meeting_entries(partnership: Partnership, first: date, last: date) -> list[TimelineEntry]:
    """The meetings of these days for the trend, newest first: one query."""
    rows = Meeting.objects.filter(partnership=partnership, held_on__range=(first, last)).order_by("-held_on", "pk")
    return [
        TimelineEntry(row.held_on, row.title, _("meeting"), reverse("meeting-detail", args=[partnership.slug, row.pk]))
        for row in rows
    ]
