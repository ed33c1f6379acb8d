"""In a real browser, under the site's own policy: Plotly draws, speaks on hover and follows light and dark."""

import mimetypes
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from synergy.charts.profile import profile
from synergy.charts.shapes import Chart, ChartTable, Series
from synergy.charts.trend import trend
from tests.synergy.charts.samples import BANDS, EVENTS, HOSTILE, WORDS, points, rows, themes

pytestmark = pytest.mark.browser
NONCE = "only-for-this-page"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/css/tokens.css"><link rel="stylesheet" href="/static/css/charts.css">
<style id="plotly.js-style-global" nonce="{nonce}"></style>
<script defer src="/static/plotly/plotly.min.js"></script><script type="module" src="/static/js/charts.js"></script>
</head><body><main class="page">{body}</main></body></html>"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A site of one page with a trend, a profile and a trend of hostile names."""
    hostile = trend([Series("RES", HOSTILE, "res", points(3))], WORDS)
    pictures = {"trend": trend(themes(6), WORDS, EVENTS), "profile": profile(rows(), WORDS, BANDS), "hostile": hostile}
    table = ChartTable(["Round", "Mean"], [["Round 1", "3.0"]])
    charts = [Chart(name, name, "A sentence.", picture, table, "/scores.csv") for name, picture in pictures.items()]
    body = "".join(render_to_string("parts/_chart.html", {"chart": chart}) for chart in charts)
    page = PAGE.format(nonce=NONCE, body=body).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = finders.find(self.path.removeprefix("/static/")) if self.path != "/" else None
            self.send_response(200 if found or self.path == "/" else 404)
            self.send_header("Content-Type", mimetypes.guess_type(self.path)[0] or "text/html")
            self.send_header("Content-Security-Policy", build_policy(nonce=NONCE))
            self.end_headers()
            self.wfile.write(Path(str(found)).read_bytes() if found else page)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, complaints: list[str]) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 3000}, color_scheme="light")
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


def drawn(page: Page, site: str) -> None:
    page.goto(site)
    page.wait_for_function(
        "() => document.querySelectorAll('.chart-live .cartesianlayer').length === 6", timeout=60_000
    )


def colour(page: Page) -> str:
    return str(page.locator("#trend .points path").first.evaluate("mark => getComputedStyle(mark).fill"))


def test_charts_draw_and_speak_without_breaking_the_policy(page: Page, site: str, complaints: list[str]) -> None:
    drawn(page, site)
    page.locator("#trend .points path").nth(5).hover(force=True)
    page.wait_for_selector(".hovertext", timeout=5_000)
    assert "Round 6" in str(page.locator(".hovertext").first.text_content())
    assert page.locator("#trend .chart-plot > .chart-svg").first.is_hidden()
    assert page.locator(".modebar").count() == 0
    assert complaints == []


def test_colours_follow_the_page_from_light_to_dark(page: Page, site: str) -> None:
    drawn(page, site)
    assert colour(page) == "rgb(0, 114, 178)"
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('#trend .points path')).fill !== 'rgb(0, 114, 178)'"
    )
    assert colour(page) == "rgb(86, 180, 233)"


def test_no_page_is_wider_than_a_phone(page: Page, site: str) -> None:
    drawn(page, site)
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth", timeout=5_000)
    page.wait_for_function("() => document.querySelector('#trend .main-svg').clientWidth <= innerWidth", timeout=5_000)


def test_a_name_never_becomes_a_link(page: Page, site: str) -> None:
    drawn(page, site)
    assert page.locator("#hostile a").evaluate_all("links => links.map(link => link.getAttribute('href'))") == [
        "/scores.csv"
    ]


def test_without_plotly_the_svg_stays(page: Page, site: str) -> None:
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(site)
    assert page.locator("#trend .chart-svg").first.is_visible()
    assert page.locator(".chart-live").count() == 0
