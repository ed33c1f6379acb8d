"""Who may do what: roles, actions and the rules between them; the doors of pages (decorators.py) ask here."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import Grant, Partnership, Programme
from synergy.accounts.models import User

COORDINATOR, EVALUATOR, VIEWER = Grant.Role.COORDINATOR, Grant.Role.EVALUATOR, Grant.Role.VIEWER
ADMINISTRATOR = "administrator"

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


def decide(roles: frozenset[str], action: str) -> Allowed | Denied:
    """Whether these roles may do this; an unknown action raises KeyError."""
    rule = ACTIONS[action]
    return Allowed() if roles & rule.roles else Denied(str(rule.refusal))


def can(user: User | AnonymousUser, action: str, partnership: Partnership) -> Allowed | Denied:
    """Whether the user may do this there; an unknown action raises KeyError."""
    return decide(roles_of(user, partnership), action)


class Can:
    """What a person with these roles may do: `can.round_open` decides about "round.open" when somebody asks."""

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles

    def __getattr__(self, name: str) -> Allowed | Denied:
        action = name.replace("_", ".", 1)
        if action not in ACTIONS:
            raise AttributeError(name)
        return decide(self.roles, action)


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


def is_inside(user: User | AnonymousUser, programme: Programme) -> bool:
    """Whether the programme exists for the user: by a role in one of its partnerships, or as an administrator."""
    if not isinstance(user, User):
        return False
    return user.is_administrator or programme.partnerships.filter(grants__user=user).exists()


def anyone_signed_in(user: User | AnonymousUser) -> Allowed | Denied:
    return Allowed() if user.is_authenticated else Denied(str(_("Please log in.")))
