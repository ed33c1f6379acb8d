"""Partnerships as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.happenings import happenings
from partnerships.models import Goal, Grant, Partnership, Stakeholder
from partnerships.navigation import home_url
from synergy.accounts.models import User
from synergy.audit.models import Entry
from synergy.web.formats import day as day_in_words


@dataclass(frozen=True)
class PartnershipLine:
    """One partnership in a list: where it leads this person, and what is happening in it."""

    name: str
    slug: str
    programme: str
    region: str
    role: str
    url: str
    happening: str
    over: bool


@dataclass(frozen=True)
class RoleLine:
    pk: int
    name: str
    email: str
    role: str
    coordinates: bool
    active: bool
    waiting: bool


def visible_partnerships(user: User, search: str = "") -> "QuerySet[Partnership]":
    """Those the user may enter, running ones first; the search reads names, regions and programmes."""
    rows = Partnership.objects.visible_to(user).select_related("programme")
    for word in search.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(region__icontains=word) | Q(programme__name__icontains=word))
    return rows.order_by(F("ended_on").asc(nulls_first=True), "name", "pk")


def partnership_lines(user: User, partnerships: Iterable[Partnership], day: date) -> list[PartnershipLine]:
    """The partnerships of one page of a list as this user sees them; at most six queries whatever their number."""
    rows = list(partnerships)
    roles = dict(Grant.objects.filter(user=user, partnership__in=rows).order_by().values_list("partnership_id", "role"))
    mine = [row for row in rows if row.pk in roles]
    told = happenings(mine, day) if mine else {}
    if len(mine) < len(rows):
        told |= _standings([row for row in rows if row.pk not in roles], day)
    return [
        PartnershipLine(
            name=row.name,
            slug=row.slug,
            programme=row.programme.name,
            region=row.region,
            role=str(Grant.Role(roles[row.pk]).label) if row.pk in roles else "",
            url=home_url(row.slug, has_role=row.pk in roles),
            happening=told[row.pk],
            over=row.is_over(day),
        )
        for row in rows
    ]


def _standings(partnerships: list[Partnership], day: date) -> dict[int, str]:
    """What an administrator without a role needs to know: whether it ended, who coordinates, how many members."""
    members = dict(
        Stakeholder.objects.members_on(day)
        .filter(partnership__in=partnerships)
        .order_by()
        .values_list("partnership_id")
        .annotate(number=Count("pk", distinct=True))
    )
    grants = Grant.objects.filter(partnership__in=partnerships, role=Grant.Role.COORDINATOR).select_related("user")
    coordinators: dict[int, list[str]] = {}
    for grant in grants:
        coordinators.setdefault(grant.partnership_id, []).append(str(grant.user))
    return {row.pk: _standing(row, day, members.get(row.pk, 0), coordinators.get(row.pk, [])) for row in partnerships}


def _standing(partnership: Partnership, day: date, members: int, coordinators: list[str]) -> str:
    if partnership.is_over(day):
        return _("Ended on %(date)s.") % {"date": day_in_words(partnership.ended_on)}
    people = ngettext("%(count)s member", "%(count)s members", members) % {"count": members}
    if not coordinators:
        return _("Nobody coordinates it yet. %(people)s.") % {"people": people}
    return _("Coordinated by %(names)s. %(people)s.") % {"names": ", ".join(coordinators), "people": people}


def shared_goals(partnership: Partnership) -> list[str]:
    return list(Goal.objects.filter(partnership=partnership).values_list("text", flat=True))


def roles_in(partnership: Partnership) -> list[RoleLine]:
    """Who holds a role, coordinators first; `waiting` is an account whose password was never set."""
    order = {role: number for number, role in enumerate(Grant.Role.values)}
    grants = Grant.objects.filter(partnership=partnership).select_related("user")
    lines = sorted(grants, key=lambda grant: (order[grant.role], str(grant.user).casefold()))
    return [
        RoleLine(
            pk=grant.pk,
            name=str(grant.user),
            email=grant.user.email,
            role=str(Grant.Role(grant.role).label),
            coordinates=grant.role == Grant.Role.COORDINATOR and grant.user.is_active,
            active=grant.user.is_active,
            waiting=not grant.user.has_usable_password(),
        )
        for grant in lines
    ]


def history_of(partnership: Partnership, search: str = "") -> "QuerySet[Entry]":
    """The audit entries of a partnership, newest first; the search reads who and what."""
    entries = Entry.objects.in_scope(partnership.scope).newest_first()
    for word in search.split()[:8]:
        entries = entries.filter(
            Q(actor_label__icontains=word) | Q(object_label__icontains=word) | Q(details__person__icontains=word)
        )
    return entries
