"""The survey as people meet it: by keyboard alone, without JavaScript, in French, stopped and resumed, offline."""

import gzip
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from assessments.invitations.links import token_of
from assessments.models import Invitation
from assessments.survey.services import draft_of
from synergy.accounts.models import User
from tests import factories
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ["", "s/1/", "s/7/", "open/", "about/", "review/", "privacy/", "delete/", "clear/"]


@pytest.fixture
def link(farids_invitation: Invitation, amina: User) -> str:
    return f"/r/{token_of(farids_invitation)}/"


def start(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Start").click()
    page.wait_for_load_state()


@pytest.fixture
def page(open_page: OpenPage, link: str) -> Page:
    """The first section, which Farid has just come to."""
    page = open_page()
    start(page, link)
    return page


def wait_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile("Saved"))


def submit(page: Page, name: str) -> None:
    """Press the visible button of this name (the first of the page is the silent one for Enter)."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_every_answer_is_saved_at_once(page: Page, farids_invitation: Invitation) -> None:
    page.get_by_label("Agree", exact=True).first.check()
    wait_saved(page)
    assert draft_of(farids_invitation).answers == {"E1A": "4"}
    page.locator("#q-E1A .clear").click()
    wait_saved(page)
    page.wait_for_timeout(300)
    assert draft_of(farids_invitation).answers == {}
    expect(page.locator("#q-E1A .clear")).to_be_hidden()


def test_a_low_answer_opens_the_box_and_what_is_typed_is_saved(page: Page, farids_invitation: Invitation) -> None:
    expect(page.locator("#c-S1")).to_be_hidden()
    page.locator("#a-E1A-2").check()
    expect(page.locator("#c-S1")).to_be_visible()
    wait_saved(page)
    with page.expect_response(re.compile("/answer/$")):
        page.locator("#c-S1").press_sequentially("Too few know it")
    assert draft_of(farids_invitation).comments == {"S1": "Too few know it"}


def test_by_keyboard_alone_from_start_to_thanks(open_page: OpenPage, link: str, farids_invitation: Invitation) -> None:
    page = open_page()
    page.goto(link)

    def reach(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    def press(selector: str, key: str = "Enter") -> None:
        reach(selector)
        with page.expect_navigation():
            page.keyboard.press(key)

    press("main form.steps button")
    for _number in range(1, 8):
        reach("#page .choices input")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        press("main .steps .button:not(.link)", "Space")
    press("main .steps .button:not(.link)")
    press("main .steps .button:not(.link)")
    assert page.url.endswith("/review/")
    press("main .steps button")
    expect(page.locator("h1")).to_contain_text("Thank you")
    farids_invitation.refresh_from_db()
    assert farids_invitation.submitted_on
    assert len(draft_of(farids_invitation).answers) == 7


def test_enter_on_an_answer_goes_on_and_not_to_the_other_language(page: Page) -> None:
    page.locator("#a-E1A-4").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/s/2/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_without_javascript_the_whole_way(open_page: OpenPage, link: str, farids_invitation: Invitation) -> None:
    page = open_page(java_script_enabled=False)
    start(page, link)
    page.locator("#a-E1A-5").check()
    page.locator("#a-E2A-dk").check()
    page.locator(".more-box summary").click()
    page.locator("#c-S1").fill("Words without script")
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    expect(page.locator("#a-E1A-5")).to_be_checked()
    page.get_by_role("button", name="English").click()
    page.locator("#q-E2A .clear").click()
    assert "#q-E2A" in page.url
    for _number in range(1, 8):
        submit(page, "Continue")
    page.locator("#c-O1").fill("One thing")
    submit(page, "Continue")
    page.get_by_label("Over 3 years").check()
    submit(page, "Continue")
    submit(page, "Send my answers")
    expect(page.locator("h1")).to_contain_text("Thank you")
    draft = draft_of(farids_invitation)
    assert draft.answers == {"E1A": "5"}
    assert draft.comments == {"S1": "Words without script", "O1": "One thing"}
    assert draft.about["tenure"] == "over_3"


def test_in_french_from_the_first_page(open_page: OpenPage, invite: Any, alpha: Any) -> None:
    person = factories.member(alpha, "Gisèle", language="fr")
    page = open_page()
    page.goto(f"/r/{token_of(invite(person))}/")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.locator("main form.steps button").click()
    expect(page.locator("h1")).to_have_text("Ce qui nous réunit")
    page.get_by_label("D’accord", exact=True).first.check()
    expect(page.locator("#saved")).not_to_be_empty()
    expect(page.get_by_role("button", name="English")).to_have_attribute("lang", "en")


def test_who_stops_goes_on_where_they_were_on_another_device(open_page: OpenPage, link: str) -> None:
    phone = open_page()
    start(phone, link)
    submit(phone, "Continue")
    phone.locator("#a-E5A-3").check()
    wait_saved(phone)
    desk = open_page(viewport={"width": 1280, "height": 800})
    desk.goto(link)
    expect(desk.locator("main")).to_contain_text("Welcome back")
    desk.get_by_role("button", name="Continue with section 2").click()
    expect(desk.locator("#a-E5A-3")).to_be_checked()


def test_offline_nothing_claims_to_be_saved_and_it_is_saved_later(page: Page, farids_invitation: Invitation) -> None:
    page.context.set_offline(True)
    page.locator("#a-E1A-4").check()
    expect(page.locator("#saved")).to_contain_text("Not saved yet")
    expect(page.locator("#q-E1A")).to_have_attribute("data-state", "offline")
    assert draft_of(farids_invitation).answers == {}
    submit(page, "Continue")
    expect(page.locator("#a-E1A-4")).to_be_checked()
    page.context.set_offline(False)
    wait_saved(page)
    expect(page.locator("#q-E1A")).to_have_attribute("data-state", "saved")
    assert draft_of(farids_invitation).answers == {"E1A": "4"}


def test_what_is_answered_before_the_scripts_arrive_is_saved_too(page: Page, farids_invitation: Invitation) -> None:
    waiting: list[Route] = []
    page.route(re.compile(r"/js/survey"), lambda route: waiting.append(route))
    page.reload(wait_until="commit")
    page.locator("#a-E1A-4").check()
    waiting[0].continue_()
    wait_saved(page)
    assert draft_of(farids_invitation).answers == {"E1A": "4"}


def test_of_two_windows_the_one_that_answered_last_wins(page: Page, farids_invitation: Invitation) -> None:
    second = page.context.new_page()
    second.goto(page.url)
    for value in (1, 5, 2):
        page.locator(f"#a-E1A-{value}").check()
        wait_saved(page)
        page.wait_for_timeout(250)
    second.locator("#a-E1A-4").check()
    wait_saved(second)
    assert draft_of(farids_invitation).answers == {"E1A": "4"}
    submit(page, "Continue")
    assert draft_of(farids_invitation).answers == {"E1A": "4"}  # the first window sends nothing it has saved before


def test_a_text_too_long_is_named_beside_its_field(page: Page, link: str) -> None:
    page.goto(link + "open/")
    page.locator("#c-O1").fill("x" * 4100)
    expect(page.locator("#c-O1-error")).to_contain_text("it has 4100")
    submit(page, "Continue")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Error: ")
    assert len(page.locator("#c-O1").input_value()) == 4100


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways_and_targets_are_large(open_page: OpenPage, link: str, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    start(page, link)
    for path in PAGES:
        page.goto(link + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        small = page.evaluate(
            """() => [...document.querySelectorAll('main button, main .choice, main select, main summary, .bar button')]
              .filter(e => e.offsetParent && !e.classList.contains('hush') && e.getBoundingClientRect().height < 44)
              .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert not small, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_serious(open_page: OpenPage, link: str, scheme: str, language: str) -> None:
    page = open_page(color_scheme=scheme)
    page.goto(link)
    page.locator("main form.steps button").click()
    page.locator("#a-E1A-2").check()
    Invitation.objects.update(language=language)
    for path in [*PAGES, "../ABCDEFGHIJKLMNOPQRSTUV/"]:
        page.goto(link + path)
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, path


def test_forced_colours_and_reduced_motion_lose_nothing(open_page: OpenPage, link: str) -> None:
    page = open_page(forced_colors="active", reduced_motion="reduce")
    start(page, link)
    page.locator("#a-E1A-4").check()
    outline = page.locator("#q-E1A .choice:has(:checked)").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"


def test_a_page_weighs_less_than_sixty_kilobytes(page: Page) -> None:
    loaded: dict[str, bytes] = {}
    page.on("response", lambda response: loaded.update({response.url: response.body()}))
    page.reload()
    page.wait_for_load_state("networkidle")
    weight = sum(len(gzip.compress(body, 6)) for body in loaded.values())
    assert any("htmx" in url for url in loaded)
    assert not any("bootstrap" in url or "plotly" in url for url in loaded)
    assert weight < 60_000


def test_axe_on_endings(page: Page, link: str, farids_invitation: Invitation) -> None:
    page.goto(link + "review/")
    submit(page, "Send my answers")
    assert not [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    for state in ("closed", "cancelled", "planned"):
        type(farids_invitation.round).objects.update(state=state)
        page.goto(link)
        assert not [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
