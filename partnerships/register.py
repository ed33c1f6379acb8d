"""What rooms bring to pages: their app's apps.py hands it in here, so that no page has to name a room."""

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
ADMINISTRATOR, PROGRAMME_EVALUATOR = "administrator", "programme_evaluator"
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
    """A mark on the trend: its day, its title, the word for its kind, and the address of the page that tells more."""

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
    """Lets these roles do "noun.verb" in a partnership. Raises ValueError for a code that is handed in already."""
    if code in ACTIONS:
        raise ValueError(f"The action {code!r} is registered twice")
    ACTIONS[code] = Action(frozenset(roles), refusal)


def tab(place: int, label: Promise, url_name: str, opened_by: str, holds: tuple[str, ...]) -> None:
    """Adds a tab for those who may do the action that opens it; the tab of the lowest place stands first.

    A tab is the current one on pages whose URL name begins with one of the names that the tab holds.
    """
    TABS.append((place, label, url_name, opened_by, holds))
    TABS.sort(key=_place)


def news(place: int, sentences: News) -> None:
    """Adds sentences on the partnerships of a list; the room of the lowest place is asked first.

    `sentences(partnerships, day)` gives {partnership id: sentence} for partnerships in which the room has news; the
    number of its queries must not grow with the number of partnerships.
    """
    NEWS.append((place, sentences))
    NEWS.sort(key=_place)


def timeline(place: int, entries: TimelineEntries) -> None:
    """Adds marks to the trend: `entries(partnership, first day, last day)`, newest first, in one query.

    Where there are more marks than a picture can carry, marks of the lowest place are kept before others.
    """
    TIMELINE.append((place, entries))
    TIMELINE.sort(key=_place)


def _place(entry: tuple[Any, ...]) -> int:
    return int(entry[0])


def meeting_section(template: str, content: SectionContent) -> None:
    """Adds a section to a meeting's page: the template finds `content(meeting, day, may_edit)` in `section`."""
    MEETING_SECTIONS.append((template, content))


def programme_link(label: Promise, url_name: str, check: ProgrammeCheck) -> None:
    """Adds a link to a programme's page, for users who pass `check(user, programme)`."""
    PROGRAMME_LINKS.append((label, url_name, check))
