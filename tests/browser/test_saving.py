"""How answers stand: saving, saved, failed and offline are four states, and each is said when it is true."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from assessments.invitations.links import token_of
from assessments.models import Invitation
from assessments.survey.services import draft_of
from partnerships.models import Stakeholder
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWER = re.compile("/answer/$")


@pytest.fixture
def section(open_page: OpenPage, farids_invitation: Invitation, farid: Stakeholder) -> Page:
    """The first page of questions, which writes down in `heard` all that its live region says."""
    page = open_page()
    page.goto(f"/r/{token_of(farids_invitation)}/")
    page.get_by_role("button", name="Start").click()
    page.wait_for_load_state()
    page.evaluate(
        """() => {
          const line = document.getElementById("saved");
          window.heard = [];
          const note = () => { if (line.textContent) heard.push(line.textContent); };
          new MutationObserver(note).observe(line, { childList: true, characterData: true, subtree: true });
        }"""
    )
    return page


def held_back(page: Page) -> list[Route]:
    """Requests that save wait in this list until somebody lets them go."""
    waiting: list[Route] = []
    page.route(ANSWER, lambda route: waiting.append(route))
    return waiting


def let_go(page: Page, route: Route) -> None:
    with page.expect_response(ANSWER):
        route.continue_()


def test_slow_saves_one_after_the_other_never_look_like_errors(section: Page, farids_invitation: Invitation) -> None:
    waiting = held_back(section)
    for number in range(3):
        section.locator("fieldset.question").nth(number).locator("input").nth(3).check()
        section.wait_for_timeout(900)
        expect(section.locator("#saved")).to_have_text("Saving…")
        if len(waiting) > 1:
            let_go(section, waiting[-2])
    let_go(section, waiting[-1])
    expect(section.locator("#saved")).to_have_text("Saved")
    assert len(draft_of(farids_invitation).answers) == 3
    assert set(section.evaluate("heard")) == {"Saving…", "Saved"}


def test_saved_is_said_of_the_page_only_when_every_answer_arrived(section: Page) -> None:
    waiting = held_back(section)
    first, second = section.locator("fieldset.question").nth(0), section.locator("fieldset.question").nth(1)
    first.locator("input").nth(3).check()
    second.locator("input").nth(3).check()
    let_go(section, waiting[1])
    expect(second).to_have_attribute("data-state", "saved")
    expect(first).to_have_attribute("data-state", "saving")
    expect(section.locator("#saved")).to_have_text("Saving…")
    let_go(section, waiting[0])
    expect(section.locator("#saved")).to_have_text("Saved")


def test_an_answer_changed_while_it_is_saved_is_saved_as_it_is_now(
    section: Page, farids_invitation: Invitation
) -> None:
    waiting = held_back(section)
    section.locator("#a-E1A-4").check()
    section.locator("#a-E1A-2").check()
    let_go(section, waiting[0])
    expect(section.locator("#q-E1A")).to_have_attribute("data-state", "saving")
    with section.expect_response(ANSWER):
        section.wait_for_timeout(300)
        waiting[1].continue_()
    expect(section.locator("#q-E1A")).to_have_attribute("data-state", "saved")
    assert draft_of(farids_invitation).answers == {"E1A": "2"}


def test_a_save_that_failed_says_so_and_is_tried_again(section: Page, farids_invitation: Invitation) -> None:
    failures: list[str] = []

    def fail_once(route: Route) -> None:
        if failures:
            return route.continue_()
        failures.append(route.request.url)
        return route.fulfill(status=503, body="")

    section.route(ANSWER, fail_once)
    section.locator("#a-E1A-4").check()
    expect(section.locator("#saved")).to_have_text("Not saved yet. We keep trying; you can go on.")
    expect(section.locator("#q-E1A .state")).to_have_text("Not saved yet. We keep trying; you can go on.")
    expect(section.locator("#saved")).to_have_text("Saved")
    assert draft_of(farids_invitation).answers == {"E1A": "4"}


def test_an_answer_that_arrived_though_the_page_never_heard_so_ends_as_saved(
    section: Page, farids_invitation: Invitation
) -> None:
    lost: list[str] = []

    def lose_the_reply_once(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().text())
        return route.abort()

    section.route(ANSWER, lose_the_reply_once)
    section.locator("#a-E1A-4").check()
    expect(section.locator("#q-E1A")).to_have_attribute("data-state", "failed")
    assert lost == ["Saved"]
    expect(section.locator("#q-E1A")).to_have_attribute("data-state", "saved")
    assert draft_of(farids_invitation).answers == {"E1A": "4"}


def test_what_is_said_about_saving_covers_nothing_and_moves_nothing(section: Page) -> None:
    held_back(section)
    before = section.locator(".steps button").first.bounding_box()
    section.locator("#a-E1A-4").check()
    expect(section.locator("#saved")).to_have_text("Saving…")
    assert section.locator(".steps button").first.bounding_box() == before
    floating = section.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => e.offsetParent !== null)
             .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position)).map(e => e.outerHTML)"""
    )
    assert not floating


def test_where_another_window_answered_later_sending_the_page_leaves_the_newer_answer(
    section: Page, farids_invitation: Invitation
) -> None:
    failures: list[str] = []

    def lose_once(route: Route) -> None:
        if failures:
            return route.continue_()
        failures.append(route.request.url)
        return route.abort()

    other = section.context.new_page()
    other.goto(section.url)
    section.route(ANSWER, lose_once)
    section.locator("#a-E1A-2").check()
    expect(section.locator("#q-E1A")).to_have_attribute("data-state", "failed")
    for value in (4, 5):
        with other.expect_response(ANSWER):
            other.locator(f"#a-E1A-{value}").check()
    expect(section.locator("#q-E1A .state")).to_have_text("A newer answer is already saved.")
    section.locator("main").get_by_role("button", name="Continue", exact=True).click()
    section.wait_for_url("**/s/2/")
    assert draft_of(farids_invitation).answers == {"E1A": "5"}
