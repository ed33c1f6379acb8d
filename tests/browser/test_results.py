"""The pages of a closed round in a real browser: the switch is kept, links open their part, no script is needed."""

import pytest
from playwright.sync_api import Page, expect

from synergy.accounts.models import User
from tests.browser.conftest import OpenPage, demonstration, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def results(transactional_db: None, vocabulary: None) -> str:
    """The address of the second closed round of a partnership of fifty."""
    return f"/p/{demonstration(members=60).partnerships.get().slug}/results/2/"


def coordinating(page: Page) -> Page:
    return signed_in(page, User.objects.get(email="coordinator@demo.example"))


def test_how_bars_are_drawn_is_remembered(results: str, open_page: OpenPage) -> None:
    page = coordinating(open_page())
    page.goto(f"{results}questions/")
    expect(page.locator(".on-line").first).to_be_visible()
    page.get_by_label("Bars of equal length").check()
    expect(page.locator(".on-line").first).to_be_hidden()
    page.reload()
    expect(page.locator(".as-whole").first).to_be_visible()


def test_a_link_to_a_question_opens_the_part_it_stands_in(results: str, open_page: OpenPage) -> None:
    page = coordinating(open_page())
    page.goto(f"{results}questions/#questions-E6")
    expect(page.locator("#questions-E6")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_a_phone_what_a_score_rests_on_fits_the_page(language: str, results: str, open_page: OpenPage) -> None:
    page = coordinating(open_page())
    User.objects.filter(email="coordinator@demo.example").update(language=language)
    page.goto(f"{results}questions/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wide = page.evaluate(
        "[...document.querySelectorAll('.arithmetic .chart-table')].map(one => one.scrollWidth - one.clientWidth)"
    )
    assert len(wide) == 25
    assert set(wide) == {0}


def test_without_a_script_everything_can_be_opened_and_switched(results: str, open_page: OpenPage) -> None:
    page = coordinating(open_page(java_script_enabled=False))
    page.goto(f"{results}questions/")
    page.get_by_label("Bars of equal length").check()
    expect(page.locator(".as-whole").first).to_be_visible()
    page.goto(results)
    page.get_by_text("Effect sizes, tests and reliability").click()
    expect(page.get_by_text("p after Holm").first).to_be_visible()
