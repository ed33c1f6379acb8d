"""The decorators that open pages to those who may, and what the request of an opened page carries."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse

from partnerships import access
from partnerships.models import Partnership, Programme
from synergy.accounts.models import User

View = Callable[..., HttpResponse]
Answer = access.Allowed | access.Denied


class SignedInRequest(HttpRequest):
    user: User


class PartnershipRequest(SignedInRequest):
    partnership: Partnership
    can: access.Can


class ProgrammeRequest(SignedInRequest):
    programme: Programme


def partnership_view(action: str) -> Callable[[View], View]:
    """Open a page under /p/<slug>/ to those who may: 404 to outsiders, 403 with the reason to insiders.

    Sets `request.partnership` and `request.can`, whose attributes are the actions, with `_` for the dot.
    """
    if action not in access.ACTIONS:  # an undefined action fails when the module is imported
        raise KeyError(action)

    def admit(request: Any, names: dict[str, Any]) -> Answer:
        partnership = Partnership.objects.select_related("programme").filter(slug=names.pop("slug")).first()
        roles = access.roles_of(request.user, partnership) if partnership else frozenset[str]()
        if not roles:
            raise Http404
        request.partnership, answer = partnership, access.decide(roles, action)
        if answer:
            request.can = access.Can(roles)
        return answer

    return _guard(action, admit)


def programme_view(check: Callable[[User | AnonymousUser, Programme], Answer]) -> Callable[[View], View]:
    """Open a page under /programmes/<slug>/ to those for whom the check says so: 404 to outsiders, 403 to the others.

    Sets `request.programme`.
    """

    def admit(request: Any, names: dict[str, Any]) -> Answer:
        programme = Programme.objects.filter(slug=names.pop("slug")).first()
        if programme is None or not access.is_inside(request.user, programme):
            raise Http404
        request.programme = programme
        return check(request.user, programme)

    return _guard(f"programme.{check.__name__}", admit)


def site_view(check: Callable[[User | AnonymousUser], Answer]) -> Callable[[View], View]:
    """Open a page outside any partnership to those for whom the check says so; 403 with the reason otherwise."""
    return _guard(f"site.{check.__name__}", lambda request, _names: check(request.user))


def _guard(action: str, admit: Callable[[Any, dict[str, Any]], Answer]) -> Callable[[View], View]:
    """The decorator that runs `admit(request, names of the address)` before the view, and declares the action.

    `admit` takes out of the names what it puts on the request, and raises Http404 where the page does not exist.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
            access.refuse_denied(admit(request, names))
            return view(request, *args, **names)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return decorate
