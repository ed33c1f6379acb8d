"""The main job, driven by three sorts of people: set up, invite, answer, close, look; all numbers redone by hand."""

import re
from dataclasses import dataclass
from datetime import timedelta
from statistics import mean
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.instruments.services import publish_instruments
from assessments.models import Invitation, Round
from assessments.questionnaire import Item, Questionnaire, questionnaire
from assessments.results.queries import scores_of
from synergy.accounts.models import User
from synergy.outbox.ticks import tick
from tests.browser.conftest import OpenPage
from tests.conftest import PASSWORD
from tests.synergy.conftest import PostOffice, post_office  # noqa: F401  a real SMTP server on loopback

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"width": 1280, "height": 900}
PEOPLE = """name,email,language,kind,organisation,sector,reason
Keyboard member,keyboard@gamma.example.org,en,clinician,Gamma clinic,primary_care,Runs the clinic
Scriptless member,scriptless@gamma.example.org,en,clinician,Gamma clinic,primary_care,Runs the clinic
Membre francophone,francais@gamma.example.org,fr,clinician,Gamma clinic,primary_care,Dirige la clinique
Interrupted member,interrupted@gamma.example.org,en,clinician,Gamma clinic,primary_care,Runs the clinic
Fifth member,fifth@gamma.example.org,en,clinician,Gamma clinic,primary_care,Runs the clinic
Sixth member,sixth@gamma.example.org,en,patient_partner,,,Lived experience
"""


@dataclass(frozen=True)
class Respondent:
    """Answers every agree item with `agree`, the balance items with 3, the compared item with 3."""

    address: str
    agree: int
    unsure: tuple[str, ...] = ()  # items answered "I don't know"

    def value(self, item: Item) -> str:
        if item.code in self.unsure:
            return "dk"
        return str(self.agree if item.scale == "agree" else 3)

    def score(self, item: Item) -> float:
        """What this answer counts: the middle of a balance item is best, a reversed item counts backwards."""
        return 5 if item.scale == "balance" else 6 - self.agree if item.reverse else self.agree


KEYBOARD = Respondent("keyboard@gamma.example.org", 4)
SCRIPTLESS = Respondent("scriptless@gamma.example.org", 5, unsure=("RES1", "RES2"))
FRENCH = Respondent("francais@gamma.example.org", 3)
INTERRUPTED = Respondent("interrupted@gamma.example.org", 4)
FIFTH = Respondent("fifth@gamma.example.org", 2, unsure=("E1A",))
SIXTH = Respondent("sixth@gamma.example.org", 4)
EVERYBODY = (KEYBOARD, SCRIPTLESS, FRENCH, INTERRUPTED, FIFTH, SIXTH)


def test_from_an_empty_partnership_to_its_scores(
    open_page: OpenPage,
    amina: User,
    post_office: PostOffice,  # noqa: F811
    tmp_path: Any,
) -> None:
    publish_instruments(at=amina.date_joined)
    desk = open_page(viewport=DESK)
    _sign_in(desk)
    _create_partnership(desk)
    _import_members(desk, tmp_path)
    round = _open_round(desk)
    tick(at=(round.opened_at or round.opens_at) + timedelta(minutes=1))
    links = {address: _link_in(mail) for address, mail in post_office.taken}
    assert set(links) == {person.address for person in EVERYBODY}

    asked = questionnaire(round.version)
    _answer_by_keyboard(open_page(), links[KEYBOARD.address], KEYBOARD, asked)
    _answer(open_page(java_script_enabled=False), links[SCRIPTLESS.address], SCRIPTLESS, asked)
    french = open_page()
    _answer(french, links[FRENCH.address], FRENCH, asked)
    assert french.locator("html").get_attribute("lang") == "fr"
    _answer(open_page(), links[INTERRUPTED.address], INTERRUPTED, asked, stop_after=3)
    _answer(open_page(), links[INTERRUPTED.address], INTERRUPTED, asked, resume_at=4)
    for person in (FIFTH, SIXTH):
        _answer(open_page(), links[person.address], person, asked)
    assert Invitation.objects.filter(round=round, submitted_on__isnull=False).count() == 6

    desk.goto(reverse("overview", args=["gamma"]))
    expect(desk.locator("main")).not_to_contain_text("of 5 ·")  # no results while a round is open
    tick(at=round.closes_at - timedelta(seconds=1))
    assert Round.objects.get(pk=round.pk).is_open
    tick(at=round.closes_at + timedelta(minutes=6))
    closed = Round.objects.get(pk=round.pk)
    assert (closed.state, closed.invited, closed.submitted) == ("closed", 6, 6)
    _see_scores(desk, closed, asked)


def _sign_in(desk: Page) -> None:
    desk.goto(reverse("account_login"))
    desk.locator("[name=login]").fill("amina@example.org")
    desk.locator("[name=password]").fill(PASSWORD)
    desk.locator("main form button").first.click()
    desk.wait_for_url("**/")


def _create_partnership(desk: Page) -> None:
    desk.goto(reverse("partnership-create"))
    desk.locator("[name=name]").fill("Gamma")
    desk.locator("[name=mission]").fill("Everybody finds a family doctor.")
    desk.locator("[name=goals]").fill("One waiting list\nPatient partners in every group")
    desk.locator("main form button[type=submit], main form button:not([type])").first.click()
    desk.wait_for_url("**/p/gamma/**")


def _import_members(desk: Page, folder: Any) -> None:
    path = folder / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    desk.goto(reverse("stakeholder-import", args=["gamma"]))
    desk.locator("input[type=file]").set_input_files(path)
    desk.get_by_role("button", name="Read the file").click()
    expect(desk.locator("main")).to_contain_text("Nothing has been written yet")
    desk.get_by_role("button", name="Import 6 people").click()
    desk.goto(reverse("stakeholder-list", args=["gamma"]))
    expect(desk.locator("main")).to_contain_text("Sixth member")


def _open_round(desk: Page) -> Round:
    desk.goto(reverse("round-create", args=["gamma"]))
    desk.locator("main form button[type=submit], main form button:not([type])").last.click()
    desk.wait_for_url("**/rounds/1/")
    desk.goto(reverse("round-open", args=["gamma", 1]))
    expect(desk.locator("main")).to_contain_text("6")
    desk.locator("main form[method=post] button").first.click()
    desk.wait_for_url("**/rounds/1/")
    return Round.objects.get(state=Round.State.OPEN)


def _link_in(mail: Any) -> str:
    """The personal link as the text part shows it, without the host that SITE_URL names."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"/r/[0-9A-Za-z]{22}/", text)
    assert found, text
    return found.group()


def _answer(
    page: Page, link: str, person: Respondent, asked: Questionnaire, *, stop_after: int = 0, resume_at: int = 1
) -> None:
    page.goto(link)
    page.locator("main form.steps button").first.click()
    for section in asked.sections[resume_at - 1 :]:
        page.wait_for_url(f"**/s/{section.number}/")
        for item in section.items:
            page.locator(f"#a-{item.code}-{person.value(item)}").check()
        if section.number == stop_after:
            page.locator("main .steps .button:not(.link)").click()
            return
        page.locator("main .steps .button:not(.link)").click()
    for path in ("open", "about"):
        page.wait_for_url(f"**/{path}/")
        page.locator("main .steps .button:not(.link)").click()
    page.wait_for_url("**/review/")
    page.locator("main form.steps button").click()
    page.wait_for_url("**/thanks/")


def _answer_by_keyboard(page: Page, link: str, person: Respondent, asked: Questionnaire) -> None:
    page.goto(link)
    _press(page, "main form.steps button", "Enter")
    for section in asked.sections:
        page.wait_for_url(f"**/s/{section.number}/")
        for item in section.items:
            _reach(page, f"#q-{item.code} input[type=radio]")
            page.keyboard.press("Space")
            for _step in range(int(person.value(item)) - 1):
                page.keyboard.press("ArrowDown")
        _press(page, "main .steps .button:not(.link)", "Enter")
    for path in ("open", "about"):
        page.wait_for_url(f"**/{path}/")
        _press(page, "main .steps .button:not(.link)", "Space")
    page.wait_for_url("**/review/")
    _press(page, "main form.steps button", "Enter")
    page.wait_for_url("**/thanks/")


def _reach(page: Page, selector: str) -> None:
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def _press(page: Page, selector: str, key: str) -> None:
    _reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def _see_scores(desk: Page, round: Round, asked: Questionnaire) -> None:
    """Every stored score equals the hand computation, and the cards show the themes' means."""
    stored = scores_of([round])[round.pk]
    for construct in asked.constructs:
        if construct.items[0].scale != "compared":
            # The mean of the questions' means, each over those who answered it.
            by_hand = mean(
                mean(person.score(item) for person in EVERYBODY if item.code not in person.unsure)
                for item in construct.items
                if sum(item.code not in person.unsure for person in EVERYBODY) >= 5
            )
            assert stored[construct.code].n == 6, construct.code
            assert stored[construct.code].mean == pytest.approx(by_hand), construct.code
    assert stored["I1"].shown is False  # shares need eight answers
    for url in (reverse("overview", args=["gamma"]), reverse("result-detail", args=["gamma", 1])):
        desk.goto(url)
        for theme in asked.of_kind("theme"):
            card = desk.locator(f".theme.{theme.code.lower()}").first
            expect(card).to_contain_text(f"{stored[theme.code].mean:.2f}")
            expect(card).to_contain_text("6 of 6")
    expect(desk.locator("main")).not_to_contain_text("Patient partner 4")
