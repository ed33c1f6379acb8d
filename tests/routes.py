"""Every page of the site, as the URL resolver knows it, and the address of each in a world of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.imports.services import start_import
from assessments.invitations.links import opt_out_token, token_of
from assessments.models import InstrumentVersion, Round
from assessments.rounds.closing import close_round, work_key
from partnerships.models import (
    ActionItem,
    ContextEvent,
    Decision,
    Grant,
    Meeting,
    Membership,
    Partnership,
    PeopleImport,
    ProgrammeEvaluator,
    Stakeholder,
)
from partnerships.register import ACTIONS
from synergy.accounts.models import User
from synergy.outbox.models import Work
from tests import factories


@dataclass(frozen=True)
class Page:
    name: str
    action: str  # "" for public pages
    declared: bool  # it names an action, or says that no sign-in is needed
    kwargs: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def _patterns(resolver: URLResolver, before: tuple[str, ...] = ()) -> Iterator[tuple[URLPattern, tuple[str, ...]]]:
    """Every pattern of ours with its keywords; the admin and allauth guard themselves."""
    for one in resolver.url_patterns:
        names = (*before, *one.pattern.converters)
        if isinstance(one, URLPattern):
            yield one, names
        elif one.app_name != "admin" and not str(getattr(one.urlconf_name, "__name__", "")).startswith("allauth"):
            yield from _patterns(one, names)


def pages() -> list[Page]:
    found = []
    for one, names in _patterns(get_resolver()):
        action = getattr(one.callback, "action", "")
        declared = bool(action) or not getattr(one.callback, "login_required", True)
        found.append(Page(str(one.name), action, declared, names))
    return found


PAGES = pages()
OF_A_PARTNERSHIP = [page for page in PAGES if page.action in ACTIONS]
OF_THE_SITE = [page for page in PAGES if page.action.startswith("site.")]
OF_A_PROGRAMME = [page for page in PAGES if page.action.startswith("programme.")]
PUBLIC = [page for page in PAGES if not page.action]


def one_of_everything(
    alpha: Partnership, core: InstrumentVersion, amina: User, bruno: User, members: list[Stakeholder]
) -> dict[str, Any]:
    """One of everything in alpha: keyword of a URL, or "<prefix of the URL's name>.<keyword>" -> value."""
    farid, now = members[0], timezone.now()
    meeting = Meeting.objects.create(partnership=alpha, title="Kick-off", held_on=date(2026, 1, 12))
    named = factories.open_round(alpha, core, 2, mode=Round.Mode.IDENTIFIED, opens_at=now - timedelta(days=40))
    close_round(by=None, round=named, at=named.closes_at)
    round = factories.open_round(alpha, core, opens_at=now - timedelta(days=2))
    invitation = factories.invitation(round, farid)
    waiting = PeopleImport.objects.create(
        partnership=alpha, created_by=amina, created_at=now, expires_at=now + timedelta(hours=1), filename="people.csv"
    )
    answers = start_import(by=amina, round=round, content=b"RES1\n4\n", name="answers.csv", at=now)
    event = ContextEvent.objects.create(partnership=alpha, happened_on=date(2026, 1, 9), category="policy", title="Law")
    return {
        "slug": alpha.slug,
        "programme.slug": alpha.programme.slug,
        "number": 1,
        "what": "themes",
        "chart": "themes",
        "code": "core_1",
        "token": token_of(invitation),
        "survey-opt-out.token": opt_out_token(farid),
        "stakeholder": members[1].pk,
        "person": farid.pk,
        "meeting": meeting.pk,
        "meeting.pk": meeting.pk,
        "attendance.pk": meeting.pk,
        "decision.pk": Decision.objects.create(meeting=meeting, text="We meet monthly.").pk,
        "action-item.pk": ActionItem.objects.create(partnership=alpha, meeting=meeting, text="Write the charter").pk,
        "context-event.pk": event.pk,
        "stakeholder.pk": farid.pk,
        "stakeholder-import.pk": waiting.pk,
        "result-individual.number": named.number,
        "round-import.pk": answers.pk,
        "result-comment.pk": uuid4(),
        "membership.pk": Membership.objects.get(stakeholder=farid).pk,
        "organisation.pk": farid.memberships.get().organisation_id,
        "programme-evaluator.pk": ProgrammeEvaluator.objects.get(programme=alpha.programme).pk,
        "grant.pk": Grant.objects.get(user=bruno).pk,
        "invitation.pk": invitation.pk,
        "work.pk": Work.objects.get(key=work_key(named)).pk,
        "instrument.code": "core_1",
    }


def address(page: Page, world: dict[str, Any]) -> str:
    return reverse(page.name, kwargs={keyword: value_of(page, keyword, world) for keyword in page.kwargs})


def value_of(page: Page, keyword: str, world: dict[str, Any]) -> Any:
    own = [key for key in world if key.endswith(f".{keyword}") and page.name.startswith(key.split(".")[0])]
    if own:
        return world[max(own, key=len)]
    assert keyword in world, f"The matrix knows no {keyword!r} for {page.name}: add one to the world."
    return world[keyword]
