"""Who may do what: roles, actions, and the one decorator every partnership page stands behind."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from types import SimpleNamespace
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import Grant, Partnership, Programme
from partnerships.navigation import elsewhere, tabs
from synergy.accounts.models import User

COORDINATOR, EVALUATOR, VIEWER = Grant.Role.COORDINATOR, Grant.Role.EVALUATOR, Grant.Role.VIEWER
ADMINISTRATOR = "administrator"
STAFF_OF_PARTNERSHIP = frozenset({COORDINATOR, EVALUATOR, VIEWER})

_COORDINATORS_ONLY = _("Only a coordinator of this partnership may do this.")
_RESULTS = _("Results are for people with a role in this partnership; administrators do not see them.")
_GRANTS = _("Only an administrator gives or takes roles.")
_MEMBERS_ONLY = _("This is for people with a role in this partnership.")


@dataclass(frozen=True)
class Action:
    roles: frozenset[str]
    refusal: Promise


def _action(*roles: str, refusal: Promise = _COORDINATORS_ONLY) -> Action:
    return Action(frozenset(roles), refusal)


ACTIONS: dict[str, Action] = {
    "partnership.view": _action(COORDINATOR, EVALUATOR, VIEWER, ADMINISTRATOR),
    "partnership.edit": _action(COORDINATOR, ADMINISTRATOR),
    "partnership.end": _action(COORDINATOR, ADMINISTRATOR),
    "history.view": _action(COORDINATOR, ADMINISTRATOR),
    "grant.view": _action(COORDINATOR, ADMINISTRATOR),
    "grant.edit": _action(ADMINISTRATOR, refusal=_GRANTS),
    "people.view": _action(
        COORDINATOR,
        EVALUATOR,
        ADMINISTRATOR,
        refusal=_("The list of people is for coordinators, evaluators and administrators."),
    ),
    "people.edit": _action(COORDINATOR, ADMINISTRATOR),
    "people.import": _action(COORDINATOR, ADMINISTRATOR),
    "meeting.view": _action(COORDINATOR, EVALUATOR, VIEWER, refusal=_MEMBERS_ONLY),
    "meeting.edit": _action(COORDINATOR),
    "context.view": _action(COORDINATOR, EVALUATOR, VIEWER, refusal=_MEMBERS_ONLY),
    "context.edit": _action(COORDINATOR),
    "round.view": _action(COORDINATOR, EVALUATOR, VIEWER, ADMINISTRATOR),
    "round.plan": _action(COORDINATOR),
    "round.open": _action(COORDINATOR),
    "round.close": _action(COORDINATOR),
    "round.cancel": _action(COORDINATOR),
    "round.import": _action(COORDINATOR),
    "comment.moderate": _action(COORDINATOR, refusal=_("Only a coordinator reads comments before they are released.")),
    "invitation.view": _action(COORDINATOR, refusal=_("Only a coordinator sees who has been invited.")),
    "invitation.send": _action(COORDINATOR),
    "results.view": _action(COORDINATOR, EVALUATOR, VIEWER, refusal=_RESULTS),
    "results.individual": _action(COORDINATOR, refusal=_("Only a coordinator sees answers with names.")),
    "results.export": _action(COORDINATOR, EVALUATOR, VIEWER, refusal=_RESULTS),
}


@dataclass(frozen=True)
class Allowed:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    reason: str

    def __bool__(self) -> bool:
        return False


def roles_of(user: User | AnonymousUser, partnership: Partnership) -> frozenset[str]:
    """The user's roles there, in one query; empty for outsiders."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    roles = set(Grant.objects.filter(user=user, partnership=partnership).values_list("role", flat=True))
    return frozenset(roles | {ADMINISTRATOR} if user.is_administrator else roles)


def _decide(roles: frozenset[str], action: str) -> Allowed | Denied:
    rule = ACTIONS[action]
    return Allowed() if roles & rule.roles else Denied(str(rule.refusal))


def can(user: User | AnonymousUser, action: str, partnership: Partnership) -> Allowed | Denied:
    """Whether the user may do this there; an unknown action raises KeyError."""
    return _decide(roles_of(user, partnership), action)


def require(user: User, action: str, partnership: Partnership) -> None:
    """Raise PermissionDenied with the reason unless the user may do this there."""
    answer = can(user, action, partnership)
    if isinstance(answer, Denied):
        raise PermissionDenied(answer.reason)


def may_create_partnership(user: User | AnonymousUser) -> Allowed | Denied:
    """Administrators, and coordinators of some partnership, in whose programmes they may add another."""
    if _coordinates_somewhere(user) or may_administer(user):
        return Allowed()
    return Denied(str(_("Only an administrator or a coordinator may create a partnership.")))


def _coordinates_somewhere(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and user.is_active and user.grants.filter(role=COORDINATOR).exists()


def may_administer(user: User | AnonymousUser) -> Allowed | Denied:
    """The site role."""
    if isinstance(user, User) and user.is_administrator:
        return Allowed()
    return Denied(str(_("Only an administrator may do this.")))


LEAST_COMPARED = 2


def partnerships_with_results(user: User | AnonymousUser, programme: Programme) -> "QuerySet[Partnership]":
    """Those of the programme in which the user sees results, by name."""
    if not isinstance(user, User) or not user.is_active:
        return Partnership.objects.none()
    grants = Grant.objects.filter(user=user, role__in=ACTIONS["results.view"].roles)
    return programme.partnerships.filter(pk__in=grants.values("partnership")).order_by("name", "pk")


def may_compare(user: User | AnonymousUser, programme: Programme) -> Allowed | Denied:
    """Results side by side are for those who see the results of at least two partnerships of the programme."""
    if partnerships_with_results(user, programme).count() >= LEAST_COMPARED:
        return Allowed()
    words = _(
        "Results side by side are for people with a role in at least two partnerships of this programme; "
        "administrators do not see them."
    )
    return Denied(str(words))


View = Callable[..., HttpResponse]


def partnership_view(action: str) -> Callable[[View], View]:
    """Open a page under /p/<slug>/ to those who may: 404 to outsiders, 403 with the reason to insiders.

    Sets `request.partnership`, `request.roles` and `request.can`, whose attributes are the actions, `_` for the dot.
    """
    rule = ACTIONS[action]  # an undefined action fails when the module is imported

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            partnership = Partnership.objects.select_related("programme").filter(slug=slug).first()
            roles = roles_of(request.user, partnership) if partnership else frozenset()
            if partnership is None or not roles:
                raise Http404
            _furnish(request, partnership, roles)
            if not roles & rule.roles:
                raise PermissionDenied(str(rule.refusal))
            return view(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return decorate


def site_view(check: Callable[[User | AnonymousUser], Allowed | Denied]) -> Callable[[View], View]:
    """Open a page outside any partnership to those for whom the check says so; 403 with the reason otherwise."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = check(request.user)
            if isinstance(answer, Denied):
                raise PermissionDenied(answer.reason)
            return view(request, *args, **kwargs)

        guarded.action = f"site.{check.__name__}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def programme_view(check: Callable[[User | AnonymousUser, Programme], Allowed | Denied]) -> Callable[[View], View]:
    """Open a page under /programmes/<slug>/ to those for whom the check says so: 404 to outsiders, 403 to the others.

    Sets `request.programme`. An insider has a role in one of its partnerships, or is an administrator.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            programme = Programme.objects.filter(slug=slug).first()
            if programme is None or not _is_inside(request.user, programme):
                raise Http404
            answer = check(request.user, programme)
            if isinstance(answer, Denied):
                raise PermissionDenied(answer.reason)
            request.programme = programme  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.action = f"programme.{check.__name__}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def _is_inside(user: User | AnonymousUser, programme: Programme) -> bool:
    if not isinstance(user, User):
        return False
    return user.is_administrator or programme.partnerships.filter(grants__user=user).exists()


def anyone_signed_in(user: User | AnonymousUser) -> Allowed | Denied:
    return Allowed() if user.is_authenticated else Denied(str(_("Please log in.")))


def _furnish(request: HttpRequest, partnership: Partnership, roles: frozenset[str]) -> None:
    request.partnership = partnership  # type: ignore[attr-defined]
    request.roles = roles  # type: ignore[attr-defined]
    answers = {name: _decide(roles, name) for name in ACTIONS}
    allowed = {name for name, answer in answers.items() if answer}
    url_name = request.resolver_match.url_name or "" if request.resolver_match else ""
    request.can = SimpleNamespace(**{name.replace(".", "_"): answer for name, answer in answers.items()})  # type: ignore[attr-defined]
    request.tabs = tabs(partnership, allowed, url_name)  # type: ignore[attr-defined]
    request.partnerships = elsewhere(cast(User, request.user), partnership)  # type: ignore[attr-defined]
