"""What staff type is not lost: leaving asks, the other language and a new log-in bring it back."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from assessments.models import InstrumentVersion
from assessments.models.round import whole_sentences
from partnerships.models import Meeting, Partnership
from synergy.accounts.models import User
from tests import factories
from tests.browser.conftest import OpenPage, signed_in
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page: OpenPage, amina: User) -> Page:
    """A meeting that Amina is about to write down."""
    page = signed_in(open_page(), amina)
    page.goto(reverse("meeting-create", args=["alpha"]))
    return page


def fill(page: Page) -> None:
    page.locator("[name=title]").fill("Spring meeting")
    page.locator("[name=held_on]").fill("2026-03-04")
    page.get_by_label("Hybrid").check()
    page.locator("[name=agenda]").fill("One calendar\nOne list")


def see(page: Page) -> None:
    expect(page.locator("[name=title]")).to_have_value("Spring meeting")
    expect(page.locator("[name=held_on]")).to_have_value("2026-03-04")
    expect(page.locator("[name=mode][value=hybrid]")).to_be_checked()
    expect(page.locator("[name=agenda]")).to_have_value("One calendar\nOne list")
    expect(page.locator(".typed-back")).to_be_visible()


def send(page: Page) -> None:
    page.locator("main form .actions button").first.click()


def log_in(page: Page, user: User) -> None:
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()


def test_the_other_language_keeps_what_was_typed(page: Page) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    fill(page)
    page.locator("footer").get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    see(page)
    send(page)
    page.wait_for_url("**/meetings/*/")
    assert Meeting.objects.get().agenda.splitlines() == ["One calendar", "One list"]
    page.goto(reverse("meeting-create", args=["alpha"]))
    expect(page.locator("[name=title]")).to_have_value("")
    assert not asked


def test_the_other_language_keeps_what_was_typed_on_a_page_with_errors(page: Page) -> None:
    fill(page)
    page.locator("[name=minutes]").fill("1")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("footer").get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    see(page)
    expect(page.locator("[name=minutes]")).to_have_value("1")


def test_a_session_that_ends_while_typing_loses_nothing(page: Page, amina: User) -> None:
    fill(page)
    Session.objects.all().delete()
    send(page)
    page.wait_for_url("**/login/**")
    log_in(page, amina)
    page.wait_for_url(f"**{reverse('meeting-create', args=['alpha'])}")
    see(page)
    send(page)
    page.wait_for_url("**/meetings/*/")
    assert Meeting.objects.get().title == "Spring meeting"
    assert page.evaluate("sessionStorage.length") == 0


def test_a_form_sent_elsewhere_comes_back_where_it_was_filled_in(
    open_page: OpenPage, amina: User, alpha: Partnership
) -> None:
    meeting = Meeting.objects.create(partnership=alpha, title="Spring meeting", held_on="2026-03-04")
    page = signed_in(open_page(), amina)
    page.goto(meeting.get_absolute_url())
    page.locator("details.quiet > summary").last.click()
    page.locator("#action_text").fill("Write to the clinics")
    Session.objects.all().delete()
    page.locator("form", has=page.locator("#action_text")).locator("button").click()
    page.wait_for_url("**/login/**")
    log_in(page, amina)
    page.wait_for_url(f"**{meeting.get_absolute_url()}")
    expect(page.locator("#action_text")).to_be_visible()
    expect(page.locator("#action_text")).to_have_value("Write to the clinics")


def test_somebody_else_who_logs_in_sees_nothing_of_what_was_typed(open_page: OpenPage, amina: User, ada: User) -> None:
    page = signed_in(open_page(), ada)
    page.goto(reverse("programme-create"))
    page.locator("[name=name]").fill("Secret programme")
    Session.objects.all().delete()
    send(page)
    page.wait_for_url("**/login/**")
    log_in(page, amina)
    page.wait_for_load_state()
    expect(page.locator("main")).not_to_contain_text("Secret")
    assert page.evaluate("sessionStorage.length") == 0


def test_leaving_asks_when_something_is_typed_and_only_then(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    here = reverse("meeting-create", args=["alpha"])
    page.locator("[name=title]").fill("Spring meeting")
    page.locator("main form").get_by_role("link").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.url.endswith(here)
    page.locator("[name=title]").fill("")
    page.locator("main form").get_by_role("link").click()
    page.wait_for_url("**/meetings/")
    assert asked == ["beforeunload"]


def test_words_for_entering_are_never_kept(open_page: OpenPage, amina: User) -> None:
    page = open_page()
    page.goto(reverse("account_login"))
    log_in(page, amina)
    page.wait_for_url("**/")
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(reverse("account_change_password"))
    page.locator("[type=password]").first.fill("one two three")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.length") == 0


def test_news_since_last_time_read_while_typing_as_they_do_once_kept(
    open_page: OpenPage, amina: User, alpha: Partnership, core: InstrumentVersion
) -> None:
    round = factories.open_round(alpha, core, number=2)
    factories.open_round(alpha, core, state="closed", closed_at=round.opens_at)
    page = signed_in(open_page(), amina)
    page.goto(reverse("round-update", args=["alpha", 2]))
    shown = page.locator("[lang=fr][data-lines-of] li")
    expect(shown).to_have_count(0)
    typed = "- ouvert un guichet\n\n • Nous publions tout !\nétat des lieux « public »"
    page.locator("[name=since_fr]").fill(typed)
    expect(shown).to_have_text(whole_sentences(typed))
    expect(page.locator("[lang=en][data-lines-of]")).to_be_hidden()
