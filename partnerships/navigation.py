"""The frame of a partnership's pages: its tabs, and the way to the user's other partnerships."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from partnerships.models import Partnership
from synergy.accounts.models import User


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Elsewhere:
    name: str
    slug: str
    home_url: str


# label, URL name, the action that opens it, and the URL names that belong under it
TABS: tuple[tuple[Promise, str, str, tuple[str, ...]], ...] = (
    (pgettext_lazy("tab", "Overview"), "overview", "results.view", ("overview",)),
    (pgettext_lazy("tab", "Rounds"), "round-list", "round.view", ("round-", "invitation-")),
    (pgettext_lazy("tab", "Results"), "result-latest", "results.view", ("result-", "scores-")),
    (
        pgettext_lazy("tab", "People"),
        "stakeholder-list",
        "people.view",
        ("stakeholder-", "membership-", "organisation-"),
    ),
    (pgettext_lazy("tab", "Meetings"), "meeting-list", "meeting.view", ("meeting-", "attendance-", "decision-")),
    (pgettext_lazy("tab", "Journal"), "context-event-list", "context.view", ("context-event-",)),
    (pgettext_lazy("tab", "Actions"), "action-item-list", "meeting.view", ("action-item-",)),
    (
        pgettext_lazy("tab", "Settings"),
        "partnership-settings",
        "partnership.view",
        ("partnership-", "grant-", "goal-", "history"),
    ),
)


def tabs(partnership: Partnership, allowed: set[str], url_name: str) -> list[Tab]:
    """The tabs these actions open; the one that holds the page of this URL name is current."""
    return [
        Tab(str(label), reverse(name, args=[partnership.slug]), url_name.startswith(prefixes))
        for label, name, action, prefixes in TABS
        if action in allowed
    ]


def home_url(slug: str, sees_results: bool) -> str:
    """Where a person enters a partnership: its overview, or its settings for those who see no results."""
    return reverse("overview" if sees_results else "partnership-settings", args=[slug])


def elsewhere(user: User, partnership: Partnership) -> list[Elsewhere]:
    """The user's other partnerships, in one query."""
    others = Partnership.objects.filter(grants__user=user).exclude(pk=partnership.pk).only("name", "slug")
    return [Elsewhere(other.name, other.slug, home_url(other.slug, sees_results=True)) for other in others]
