"""Due work in a real browser: how far it is comes by itself, is read out when it changes, and needs no script."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Round
from assessments.rounds.closing import begin_close, work_key
from synergy.accounts.models import User
from synergy.outbox.claims import claim_this, do_work
from synergy.outbox.models import Work
from tests.browser.conftest import OpenPage, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def closing(open_round: Round, amina: User) -> Work:
    """The work of a round that is being closed, not begun yet."""
    begin_close(by=amina, round=open_round, at=timezone.now())
    return Work.objects.get(key=work_key(open_round))


def test_the_page_follows_the_work_to_its_end_by_itself(closing: Work, amina: User, open_page: OpenPage) -> None:
    page = signed_in(open_page(), amina)
    page.goto("/p/alpha/rounds/1/")
    status = page.get_by_role("status")
    expect(status).to_contain_text("The round is being closed")
    expect(status).to_contain_text("It begins in a moment.")
    claim = claim_this(closing, timezone.now())
    assert claim is not None
    claim.progress(40, 100)
    expect(status).to_contain_text("You can leave this page")
    expect(page.get_by_role("progressbar", name="The round is being closed")).to_have_attribute("value", "40")
    do_work(claim)
    expect(status).to_have_text("The round is closed")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("main")).to_contain_text("nothing of this round is published")


def test_the_status_is_left_alone_while_its_words_stay(closing: Work, amina: User, open_page: OpenPage) -> None:
    """A screen reader would read it again every second."""
    page = signed_in(open_page(), amina)
    page.goto("/p/alpha/rounds/1/")
    page.evaluate(
        "window.touched = 0; new MutationObserver(() => window.touched++)"
        ".observe(document.getElementById('work-status'), {childList: true, subtree: true, characterData: true})"
    )
    for _turn in range(3):
        with page.expect_response(lambda response: "/work/" in response.url):
            pass
    assert page.evaluate("window.touched") == 0


def test_without_a_script_a_link_says_how_far_it_is(closing: Work, amina: User, open_page: OpenPage) -> None:
    page = signed_in(open_page(java_script_enabled=False), amina)
    page.goto("/p/alpha/rounds/1/")
    page.get_by_role("link", name="Look how far it is").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The round is being closed")
    claim = claim_this(closing, timezone.now())
    assert claim is not None
    do_work(claim)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The round is closed")
    page.get_by_role("link", name="Go on").click()
    expect(page).to_have_url("**/p/alpha/rounds/1/".replace("**", page.url.split("/p/")[0]))
