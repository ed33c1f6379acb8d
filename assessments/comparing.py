"""Who may see the results of a programme's partnerships side by side."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from partnerships.access import Allowed, Denied
from partnerships.models import Grant, Partnership, Programme, ProgrammeEvaluator
from partnerships.register import ACTIONS
from synergy.accounts.models import User

LEAST_COMPARED = 2


def partnerships_with_results(user: User | AnonymousUser, programme: Programme) -> "QuerySet[Partnership]":
    """Those of the programme in which the user sees results, by name."""
    if not isinstance(user, User) or not user.is_active:
        return Partnership.objects.none()
    grants = Grant.objects.filter(user=user, role__in=ACTIONS["results.view"].roles)
    granted = Q(pk__in=grants.values("partnership"))
    evaluated = Q(programme__in=ProgrammeEvaluator.objects.filter(user=user).values("programme"))
    return programme.partnerships.filter(granted | evaluated).order_by("name", "pk")


def may_compare(user: User | AnonymousUser, programme: Programme) -> Allowed | Denied:
    """Results side by side are for those who see the results of at least two partnerships of the programme."""
    if partnerships_with_results(user, programme).count() >= LEAST_COMPARED:
        return Allowed()
    words = _(
        "Results side by side are for people who see the results of at least two partnerships of this programme: "
        "through a role in each of them, or as evaluator of the programme. Administrators do not see them."
    )
    return Denied(words)
