"""What rooms hand in from the apps.py of their app; pages of partnerships read it here and name no room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import Grant, Meeting, Partnership, Programme
from synergy.accounts.models import User

COORDINATOR, EVALUATOR, VIEWER = Grant.Role.COORDINATOR, Grant.Role.EVALUATOR, Grant.Role.VIEWER
ADMINISTRATOR = "administrator"
ROLES_GIVEN = (COORDINATOR, EVALUATOR, VIEWER)
COORDINATORS_ONLY = _("Only a coordinator of this partnership may do this.")
ROLES_ONLY = _("This is for people with a role in this partnership.")


@dataclass(frozen=True)
class Action:
    """The roles that may do it, and the sentence everybody else reads."""

    roles: frozenset[str]
    refusal: Promise


@dataclass(frozen=True)
class TimelineEntry:
    """What a day on the trend stands for: its title, the word for its kind, and the page that tells more."""

    on: date
    title: str
    kind: str
    url: str


News = Callable[[list[Partnership], date], dict[int, str]]
TimelineEntries = Callable[[Partnership, date, date], list[TimelineEntry]]
SectionContent = Callable[[Meeting, date, bool], dict[str, Any]]
ProgrammeCheck = Callable[[User | AnonymousUser, Programme], object]

ACTIONS: dict[str, Action] = {}
TABS: list[tuple[int, Promise, str, str, tuple[str, ...]]] = []
NEWS: list[tuple[int, News]] = []
TIMELINE: list[tuple[int, TimelineEntries]] = []
MEETING_SECTIONS: list[tuple[str, SectionContent]] = []
PROGRAMME_LINKS: list[tuple[Promise, str, ProgrammeCheck]] = []


def action(code: str, *roles: str, refusal: Promise = COORDINATORS_ONLY) -> None:
    """Who may do "noun.verb" in a partnership. Raises ValueError when another room has the code."""
    if code in ACTIONS:
        raise ValueError(f"The action {code!r} is registered twice")
    ACTIONS[code] = Action(frozenset(roles), refusal)


def tab(place: int, label: Promise, url_name: str, opened_by: str, holds: tuple[str, ...]) -> None:
    """A tab, the lowest place first, for those who may do the action that opens it.

    The tab is current on pages whose URL name begins like one of those it holds.
    """
    TABS.append((place, label, url_name, opened_by, holds))
    TABS.sort(key=_place)


def news(place: int, tell: News) -> None:
    """A sentence on each partnership of a list; the room of the lowest place is asked first.

    `tell(partnerships, day)` answers {partnership id: sentence} for those the room has something to say about, in a
    number of queries that does not grow with them.
    """
    NEWS.append((place, tell))
    NEWS.sort(key=_place)


def timeline(place: int, entries: TimelineEntries) -> None:
    """What the trend marks: `entries(partnership, first day, last day)`, newest first, in one query.

    Where there are more marks than a picture can carry, those of the lowest place are kept before others.
    """
    TIMELINE.append((place, entries))
    TIMELINE.sort(key=_place)


def _place(entry: tuple[Any, ...]) -> int:
    return int(entry[0])


def meeting_section(template: str, content: SectionContent) -> None:
    """A section of a meeting's page: the template is handed `content(meeting, day, may_edit)` as `section`."""
    MEETING_SECTIONS.append((template, content))


def programme_link(label: Promise, url_name: str, check: ProgrammeCheck) -> None:
    """A link on a programme's page, for those whom `check(user, programme)` lets follow it."""
    PROGRAMME_LINKS.append((label, url_name, check))
