"""Every page in a real browser: accessible, inside its width down to 320 px, quiet, and no other site is asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page

from assessments.demonstration.seeding import survey_links
from assessments.invitations.links import opt_out_token
from assessments.models import Round, Score
from assessments.models.answers import Comment
from partnerships.models import ContextEvent, Grant, Meeting, Partnership, Stakeholder
from synergy.accounts.models import User
from tests import factories
from tests.browser.conftest import OpenPage, demonstration, signed_in
from tests.routes import PAGES
from tests.routes import Page as Route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERIOUS = ("serious", "critical")
NARROWEST = 320  # a screen of 1280 at 400 % (WCAG 1.4.10)
ACCOUNT_PAGES = ["account_email", "account_change_password", "mfa_index", "account_logout"]
ANONYMOUS_PAGES = ["account_login", "account_reset_password", "account_signup", "account_reset_password_done"]
# Answers that are files, or act at once on POST only.
NOT_PAGES = {"health", "health-live", "health-ready", "language-set"}


@dataclass(frozen=True)
class Site:
    """A demonstration partnership with two closed rounds and one open, and who may look at what."""

    partnership: Partnership
    coordinator: User
    administrator: User
    link: str

    def address(self, route: Route) -> str | None:
        """Where this route leads in the demonstration; None when it has nothing to lead to."""
        person = Stakeholder.objects.filter(partnership=self.partnership, invitations__round__state="open").first()
        meeting = Meeting.objects.filter(partnership=self.partnership).exclude(decisions=None).first()
        event = ContextEvent.objects.filter(partnership=self.partnership).first()
        assert person
        assert meeting
        assert event
        item = self.partnership.action_items.first()
        open_round = Round.objects.get(partnership=self.partnership, state="open")
        number = 2 if route.name.startswith(("result-", "scores-", "chart-")) else open_round.number
        token = self.link.rstrip("/").rsplit("/", 1)[-1]
        known = {
            "slug": self.partnership.programme.slug if route.name.startswith("programme-") else self.partnership.slug,
            "number": 3 if route.name == "survey-section" else number,
            "code": "core_1",
            "token": opt_out_token(person) if route.name == "survey-opt-out" else token,
            "person": person.pk,
            "stakeholder": person.pk,
            "meeting": meeting.pk,
        }
        own = {
            "stakeholder": person.pk,
            "membership": person.memberships.first(),
            "organisation": self.partnership.organisations.first(),
            "grant": self.partnership.grants.exclude(role="coordinator").first(),
            "meeting": meeting,
            "attendance": meeting,
            "decision": meeting.decisions.first(),
            "action-item": item,
            "context-event": event,
            "invitation": open_round.invitations.filter(submitted_on=None).first(),
            "result-comment": Comment.objects.filter(round__partnership=self.partnership, round__number=2).first(),
        }
        pk = own.get(next((name for name in own if route.name.startswith(name)), ""))
        known["pk"] = getattr(pk, "pk", pk)
        try:
            return reverse(route.name, kwargs={name: known[name] for name in route.kwargs})
        except (KeyError, NoReverseMatch):
            return None

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


@pytest.fixture
def site(transactional_db: None, vocabulary: None) -> Site:
    programme = demonstration(members=14)
    partnership = programme.partnerships.get()
    coordinator = User.objects.get(email="coordinator@demo.example")
    _beside(partnership, coordinator)
    link = survey_links(programme)[0].removeprefix(settings.SITE_URL)
    Client().post(f"{link}start/")  # the pages behind Start
    return Site(partnership, coordinator, User.objects.get(email="administrator@demo.example"), link)


def _beside(partnership: Partnership, coordinator: User) -> None:
    """A second partnership with the same scores, so that there is something to see side by side."""
    other = factories.partnership(partnership.programme, "Second partnership", "second")
    Grant.objects.create(user=coordinator, partnership=other, role=Grant.Role.VIEWER)
    round = partnership.rounds.get(number=2)
    scores = list(round.scores.filter(breakdown=""))
    round.pk, round.partnership = None, other
    round.save(force_insert=True)
    for score in scores:
        score.pk, score.round = None, round
    Score.objects.bulk_create(scores)


def html_pages(site: Site, user: User, routes: list[Route]) -> Iterator[str]:
    """Addresses this user gets a page at; downloads, redirects and POST-only addresses drop out."""
    client = site.client(user)
    for route in routes:
        url = site.address(route) if route.name not in NOT_PAGES else None
        answer = client.get(url) if url else None
        if url and answer and answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield url


def look(page: Page, url: str, axe: Axe, troubles: list[str]) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    troubles += [f"{url}: {trouble}" for trouble in [*too_wide(page), *told_apart(page), *too_wide(page, NARROWEST)]]
    for found in axe.run(page).response["violations"]:
        if found["impact"] in SERIOUS:
            places = ", ".join(str(node["target"]) for node in found["nodes"][:3])
            troubles.append(f"{url}: {found['impact']} {found['id']} at {places}")


def too_wide(page: Page, width: int | None = None) -> list[str]:
    """Whether the page can be scrolled sideways, at this width instead of its own when one is given."""
    usual = page.viewport_size
    assert usual
    if width:
        page.set_viewport_size({"width": width, "height": usual["height"]})
    wide, inside = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    page.set_viewport_size(usual)
    return [f"{wide} wide on a screen of {inside}"] if wide > inside else []


def told_apart(page: Page) -> list[str]:
    """Names of places that stand twice on the page: a link or a label would lead to the first of them only."""
    names: list[str] = page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)")
    return [f"the id {name} stands {times} times" for name, times in Counter(names).items() if times > 1]


@pytest.mark.parametrize(
    ("language", "scheme", "viewport"),
    [("en", "light", {"width": 360, "height": 740}), ("fr", "dark", {"width": 1280, "height": 900})],
)
def test_every_page_is_accessible_and_keeps_its_width(
    open_page: OpenPage, site: Site, language: str, scheme: str, viewport: dict[str, int]
) -> None:
    User.objects.update(language=language)
    site.partnership.rounds.get(state="open").invitations.update(language=language)
    troubles: list[str] = []
    axe, seen = Axe(), 0
    routes = [route for route in PAGES if not route.name.startswith("survey-")]
    survey = [route for route in PAGES if route.name.startswith("survey-")]
    visits = [
        (site.coordinator, [*html_pages(site, site.coordinator, routes), *map(reverse, ACCOUNT_PAGES)]),
        (site.administrator, [*html_pages(site, site.administrator, routes), reverse("admin:index")]),
        (None, [*html_pages(site, site.coordinator, survey), *map(reverse, ANONYMOUS_PAGES), "/no-such-page/"]),
    ]
    shown: set[str] = set()
    for user, urls in visits:
        page = open_page(viewport=viewport, color_scheme=scheme)
        if user is not None:
            signed_in(page, user)
        elif language == "fr":
            page.context.add_cookies(
                [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "fr", "domain": "localhost", "path": "/"}]
            )
        for url in urls:
            if url not in shown:
                look(page, url, axe, troubles)
                shown.add(url)
                seen += 1
    assert not troubles, "\n".join(troubles)
    assert seen > 50
