"""Programmes as lists and pages show them."""

from django.db.models import Count, Q, QuerySet

from partnerships.models import Grant, Programme
from synergy.accounts.models import User


def visible_programmes(user: User, search: str = "") -> "QuerySet[Programme]":
    """Those with a partnership of the user's, or all for an administrator; `number` counts what the user may enter."""
    if user.is_administrator:
        rows = Programme.objects.annotate(number=Count("partnerships"))
    else:
        mine = Q(partnerships__grants__user=user)
        rows = Programme.objects.filter(mine).annotate(number=Count("partnerships", filter=mine, distinct=True))
    for word in search.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return rows.order_by("name")


def open_programmes(user: User) -> "QuerySet[Programme]":
    """Those in which the user may create a partnership: any for an administrator, else where they coordinate."""
    if user.is_administrator:
        return Programme.objects.order_by("name")
    coordinated = Grant.objects.filter(user=user, role=Grant.Role.COORDINATOR).values("partnership__programme")
    return Programme.objects.filter(pk__in=coordinated).order_by("name")
