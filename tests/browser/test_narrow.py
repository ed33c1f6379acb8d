"""Names nobody can break and long rows stay inside the page, on a phone as on a desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from partnerships.models import Meeting, Organisation, Partnership, Sector
from synergy.accounts.models import User
from tests import factories
from tests.browser.conftest import OpenPage, share_session, signed_in
from tests.conftest import Invite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [320, 360, 1280]  # 320: a screen of 1280 at 400 % (WCAG 1.4.10)
WIDE = """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.outerHTML.slice(0, 80)).slice(0, 5)"""
ROWS = """name,email,language,kind,organisation,sector,member_from,reason
Gita Roy,gita.with.a.long.address@ministry.of.health.example.org,fr,decision maker,Valley clinic,primary care,2026-02-03,Runs the clinic and speaks for the family doctors of the whole valley in the regional council
Hugo Tremblay,not an address,en,clinician,Valley clinic,primary care,2026-02-03,Runs the clinic
"""  # noqa: E501


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_name_of_one_word_does_not_push_a_page_sideways(
    open_page: OpenPage, amina: User, alpha: Partnership, invite: Invite, width: int
) -> None:
    Partnership.objects.filter(pk=alpha.pk).update(name="P" * 120)
    sector = Sector.objects.get(code="hospital")
    organisation = Organisation.objects.create(partnership=alpha, name="O" * 160, sector=sector)
    person = factories.member(alpha, "N" * 120, kind="clinician", organisation=organisation)
    invite(person)
    meeting = Meeting.objects.create(partnership=alpha, title="T" * 120, held_on="2026-03-04")
    page = signed_in(open_page(viewport={"width": width, "height": 800}), amina)
    people = ["stakeholder-list", "organisation-list", "stakeholder-import", "partnership-settings", "overview"]
    pages = ["meeting-list", "action-item-list", "context-event-list", "round-list", "partnership-history"]
    addresses = [reverse(name, args=["alpha"]) for name in people + pages]
    addresses += [reverse("invitation-list", args=["alpha", 1]), person.get_absolute_url(), "/"]
    addresses += [meeting.get_absolute_url(), reverse("attendance-update", args=["alpha", meeting.pk])]
    wide = []
    for address in addresses:
        page.goto(address)
        if width_of(page) > width:
            wide.append((address, page.evaluate(WIDE)))
    assert not wide


@pytest.mark.parametrize("width", WIDTHS)
def test_the_preview_of_an_import_shows_every_column(open_page: OpenPage, amina: User, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    client = share_session(page, amina)
    file = SimpleUploadedFile("people.csv", ROWS.encode())
    page.goto(client.post(reverse("stakeholder-import", args=["alpha"]), {"file": file}).headers["Location"])
    reason = page.locator(".preview td", has_text="Runs the clinic").first
    box = reason.bounding_box()
    assert box
    assert box["x"] + box["width"] <= width
    region = page.locator(".scroll-x").first
    assert region.evaluate("e => e.scrollWidth <= e.clientWidth")
    expect(page.locator(".preview .why")).to_be_visible()


def test_only_one_menu_of_a_list_is_open(open_page: OpenPage, amina: User, alpha: Partnership, invite: Invite) -> None:
    for name in ("First", "Second"):
        invite(factories.member(alpha, name, kind="clinician"))
    page = signed_in(open_page(java_script_enabled=False), amina)
    page.goto(reverse("invitation-list", args=["alpha", 1]))
    page.get_by_text("Manage").first.click()
    page.locator("details[name=manage] summary").last.evaluate("e => e.click()")
    expect(page.locator("details.menu[open]")).to_have_count(1)
