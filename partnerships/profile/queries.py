"""What the pages of a partnership itself show: goals, roles and history."""

from django.db.models import Q, QuerySet

from partnerships.models import Goal, Grant, Partnership
from synergy.audit.models import Entry


def shared_goals(partnership: Partnership) -> list[str]:
    return list(Goal.objects.filter(partnership=partnership).values_list("text", flat=True))


def roles_in(partnership: Partnership) -> list[Grant]:
    """Who holds a role, coordinators first, with their accounts: one query."""
    order = {role: number for number, role in enumerate(Grant.Role.values)}
    grants = Grant.objects.filter(partnership=partnership).select_related("user")
    return sorted(grants, key=lambda grant: (order[grant.role], str(grant.user).casefold()))


def history_of(partnership: Partnership, search: str = "") -> "QuerySet[Entry]":
    """The audit entries of a partnership, newest first; the search reads who and what."""
    entries = Entry.objects.in_scope(partnership.scope).newest_first()
    for word in search.split()[:8]:
        entries = entries.filter(
            Q(actor_label__icontains=word) | Q(object_label__icontains=word) | Q(details__person__icontains=word)
        )
    return entries
