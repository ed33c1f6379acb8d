"""What the pages of a partnership itself show: goals, roles and history."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from partnerships.models import Goal, Grant, Partnership
from synergy.audit.models import Entry


@dataclass(frozen=True)
class RoleLine:
    pk: int
    name: str
    email: str
    role: str
    coordinates: bool
    active: bool
    waiting: bool


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
