"""Programmes as their list shows them."""

from django.db.models import Q, QuerySet

from partnerships.models import Programme
from synergy.accounts.models import User


def programme_rows(user: User, search: str = "") -> "QuerySet[Programme]":
    """Programmes that the user may enter, by name; the search reads names and descriptions."""
    rows = Programme.objects.visible_to(user)
    for word in search.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return rows.order_by("name")
