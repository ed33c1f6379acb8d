"""Staff pages on paper, in both languages, on Letter and A4: nothing is cut off, or printed for screens only."""

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page

from partnerships.models import Partnership
from synergy.accounts.models import User
from tests.browser.conftest import OpenPage, demonstration, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = [
    "",
    "results/",
    "results/2/questions/",
    "results/2/groups/",
    "rounds/",
    "people/",
    "meetings/",
    "actions/",
    "journal/",
]
ON_SCREENS_ONLY = [
    "Show as table",
    "Afficher en tableau",
    "Download CSV",
    "Télécharger en CSV",
    "New round",
    "Nouvelle vague",
]
FULL_ENOUGH = 0.6  # of the first page, where there are further ones


@pytest.fixture
def printed(vocabulary: None, open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    """A coordinator's page of the demonstration, in the language asked for."""
    partnership = Partnership.objects.get(programme=demonstration(members=16))
    coordinator = User.objects.get(grants__partnership=partnership, grants__role="coordinator")
    User.objects.filter(pk=coordinator.pk).update(language=request.param)
    page = signed_in(open_page(viewport={"width": 1280, "height": 800}), coordinator)
    page.goto(f"/p/{partnership.slug}/")
    return page


def boxes(sheet: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of every run of text."""
    text = sheet.get_textpage()
    return [text.get_rect(index) for index in range(text.count_rects())]


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("printed", ["en", "fr"], indirect=True)
def test_a_staff_page_prints_whole_and_without_what_only_a_screen_can_use(printed: Page, paper: str) -> None:
    home, troubles = printed.url, []
    for address in LISTS:
        printed.goto(home + address)
        printed.wait_for_load_state("networkidle")
        sheets = pdfium.PdfDocument(printed.pdf(format=paper, prefer_css_page_size=True))
        for number, sheet in enumerate(sheets, start=1):
            width, height = sheet.get_size()
            outside = [box for box in boxes(sheet) if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height]
            troubles += [f"{address} page {number}: text at {box}" for box in outside]
        words = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
        troubles += [f"{address}: {said}" for said in ON_SCREENS_ONLY if said in words]
        lowest = min((box[1] for box in boxes(sheets[0])), default=0.0)
        if len(sheets) > 1 and lowest > (1 - FULL_ENOUGH) * sheets[0].get_height():
            troubles.append(f"{address}: the first page is empty below {lowest:.0f} points")
    assert not troubles


@pytest.mark.parametrize("printed", ["en", "fr"], indirect=True)
def test_every_theme_of_the_overview_is_on_the_first_sheet(printed: Page) -> None:
    names = printed.locator(".theme :is(h2, h3)").all_inner_texts()
    assert len(names) >= 4
    for paper in ("Letter", "A4"):
        sheet = pdfium.PdfDocument(printed.pdf(format=paper, prefer_css_page_size=True))[0]
        words = " ".join(sheet.get_textpage().get_text_bounded().split())
        assert [name for name in names[:4] if " ".join(name.split()) not in words] == []
