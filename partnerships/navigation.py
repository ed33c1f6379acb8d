"""The frame of a partnership's pages: its tabs, the minor tabs of its people, and the way to other partnerships."""

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.access import Can, decide
from partnerships.models import Partnership
from partnerships.models.stakeholder import FORMER, LATER, MEMBERS
from partnerships.register import TABS
from synergy.accounts.models import User

ORGANISATIONS = "organisations"


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Gives templates the tabs and the reader's other partnerships: one query, which only a whole page needs.

    Files and redirects render no template; parts of a page and refusals have no frame around them.
    """
    partnership: Partnership | None = getattr(request, "partnership", None)
    can: Can | None = getattr(request, "can", None)
    if partnership is None or can is None or request.headers.get("HX-Request") == "true":
        return {}
    url_name = request.resolver_match.url_name or "" if request.resolver_match else ""
    return {
        "partnership_tabs": tabs(partnership, can, url_name),
        "other_partnerships": other_partnerships(cast(User, request.user), partnership),
    }


def tabs(partnership: Partnership, can: Can, url_name: str) -> list[Tab]:
    """The tabs that this reader may open; the tab that holds the page of this URL name is current."""
    return [
        Tab(str(label), reverse(name, args=[partnership.slug]), url_name.startswith(prefixes))
        for _place, label, name, action, prefixes in TABS
        if decide(can.roles, action)
    ]


def other_partnerships(user: User, partnership: Partnership) -> list[Partnership]:
    """The other partnerships in which the user has a role: one query."""
    mine = Q(grants__user=user) | Q(programme__evaluators__user=user)
    return list(Partnership.objects.filter(mine).exclude(pk=partnership.pk).distinct().only("name", "slug"))


def home_url(slug: str, has_role: bool) -> str:
    """Where a person enters a partnership: its overview, or its settings for an administrator without a role."""
    return reverse("overview" if has_role else "partnership-settings", args=[slug])


def people_tabs(
    partnership: Partnership, people: dict[str, int], organisations: dict[str, int], current: str
) -> list[Tab]:
    """Members, people who join later, former members and organisations, each with its number; without empty parts."""
    url = reverse("stakeholder-list", args=[partnership.slug])
    parts = [
        (MEMBERS, _("Members"), people[MEMBERS], url),
        (LATER, _("Joining later"), people[LATER], f"{url}?show={LATER}"),
        (FORMER, _("Former members"), people[FORMER], f"{url}?show={FORMER}"),
        (
            ORGANISATIONS,
            _("Organisations"),
            organisations["present"],
            reverse("organisation-list", args=[partnership.slug]),
        ),
    ]
    return [
        Tab(f"{label} ({number})", address, part == current)
        for part, label, number, address in parts
        if number or part in (MEMBERS, ORGANISATIONS, current)
    ]
