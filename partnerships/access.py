"""Who may do what: the rules, without a request; rooms hand in the actions (register.py)."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Value
from django.utils.translation import gettext as _

from partnerships.models import Grant, Partnership, Programme, ProgrammeEvaluator
from partnerships.register import ACTIONS, ADMINISTRATOR, COORDINATOR, PROGRAMME_EVALUATOR
from synergy.accounts.models import User


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
    """The user's roles in the partnership, in one query; empty for outsiders."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    granted = Grant.objects.filter(user=user, partnership=partnership).order_by().values_list("role", flat=True)
    of_programme = ProgrammeEvaluator.objects.filter(user=user, programme=partnership.programme_id).order_by()
    evaluated = of_programme.values_list(Value(PROGRAMME_EVALUATOR), flat=True)
    roles = set(granted.union(evaluated))
    return frozenset(roles | {ADMINISTRATOR} if user.is_administrator else roles)


def decide(roles: frozenset[str], action: str) -> Allowed | Denied:
    """Whether these roles may do this; an unknown action raises KeyError."""
    rule = ACTIONS[action]
    return Allowed() if roles & rule.roles else Denied(str(rule.refusal))


def can(user: User | AnonymousUser, action: str, partnership: Partnership) -> Allowed | Denied:
    """Whether the user may do this in the partnership; an unknown action raises KeyError."""
    return decide(roles_of(user, partnership), action)


class Can:
    """What a person with these roles may do: reading `can.people_edit` decides about "people.edit"."""

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles

    def __getattr__(self, name: str) -> Allowed | Denied:
        action = name.replace("_", ".", 1)
        if action not in ACTIONS:
            raise AttributeError(name)
        return decide(self.roles, action)


def require(user: User, action: str, partnership: Partnership) -> None:
    """Raises PermissionDenied with the reason unless the user may do this in the partnership."""
    refuse_denied(can(user, action, partnership))


def refuse_denied(answer: Allowed | Denied) -> None:
    """Raises PermissionDenied with the reason of a Denied."""
    if isinstance(answer, Denied):
        raise PermissionDenied(answer.reason)


def may_create_partnership(user: User | AnonymousUser) -> Allowed | Denied:
    """Administrators may, and so may coordinators, who add partnerships to programmes in which they coordinate one."""
    if _coordinates_somewhere(user) or may_administer(user):
        return Allowed()
    return Denied(_("Only an administrator or a coordinator may create a partnership."))


def _coordinates_somewhere(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and user.is_active and user.grants.filter(role=COORDINATOR).exists()


def may_administer(user: User | AnonymousUser) -> Allowed | Denied:
    """Whether the user administers the site."""
    if isinstance(user, User) and user.is_administrator:
        return Allowed()
    return Denied(_("Only an administrator may do this."))


def is_inside(user: User | AnonymousUser, programme: Programme) -> bool:
    """Whether the programme exists for the user: by a role in it or one of its partnerships, or as an administrator."""
    if not isinstance(user, User):
        return False
    return user.is_administrator or Programme.objects.visible_to(user).filter(pk=programme.pk).exists()


def may_give_evaluation(user: User | AnonymousUser, programme: Programme) -> Allowed | Denied:
    """Whether the user may name evaluators of the programme, and take this role from them."""
    return may_administer(user)


def anyone_signed_in(user: User | AnonymousUser) -> Allowed | Denied:
    return Allowed() if user.is_authenticated else Denied(_("Please log in."))
