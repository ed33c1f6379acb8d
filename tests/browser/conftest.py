"""Pages of our own server in the suite's Chromium."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from assessments.demonstration.seeding import Extent, logins, seed
from assessments.instruments.services import publish_instruments
from assessments.models import InstrumentVersion
from partnerships.models import Programme
from synergy.accounts.models import User

PHONE = {"width": 360, "height": 740}
OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[OpenPage]:
    """Opens a page in a context of its own (viewport, color_scheme, java_script_enabled …) that sees our server only.

    Errors of scripts and of the content security policy fail the test at its end.
    """
    contexts, wrong = [], []

    def opened(**options: Any) -> Page:
        context = chromium.new_context(**({"viewport": PHONE, "base_url": live_server.url} | options))
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
        page.on("request", lambda request: _same_site(request.url, live_server.url, wrong))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


def _same_site(url: str, site: str, wrong: list[str]) -> None:
    if not url.startswith((site, "data:", "blob:", "about:", "chrome-error:")):
        wrong.append(f"request to {url}")


def demonstration(members: int) -> Programme:
    """The programme of a demonstration of one partnership, which has closed two rounds and can be logged in to."""
    now = timezone.now()
    publish_instruments(at=now)
    version = InstrumentVersion.objects.get(code="core_1")
    programme, _made = seed(Extent(partnerships=1, rounds=2, members=members), version, now)
    logins(programme)
    return programme


def signed_in(page: Page, user: User) -> Page:
    """The page with a session of this user."""
    share_session(page, user)
    return page


def share_session(page: Page, user: User) -> Client:
    """The client whose session the page now has as well."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}]
    )
    return client
