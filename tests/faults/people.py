"""Respondents with a browser each: a cookie, a form's token, and what they remember having been told."""

import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

Items = list[list[tuple[str, list[str]]]]  # by section: item code, values it takes
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_TAKES_BREATH = 0.2
BROKEN = (OSError, HTTPException)
"""What a browser shows as "the connection was interrupted"."""


@dataclass(frozen=True)
class Page:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def hidden_fields(self) -> dict[str, str]:
        return dict(_FIELD.findall(self.text))


class Browser:
    """Keeps cookies; opens a connection a request, so that a dead worker costs one request and no more."""

    def __init__(self, port: int, language: str = "en") -> None:
        self.port = port
        self.language = language
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, object]) -> Page:
        token = self.cookies.get("synergy-csrf")
        body = urlencode({**({"csrfmiddlewaretoken": token} if token else {}), **fields})
        return self._ask("POST", path, body.encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> Page:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": self.language,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Page(response.status, response.headers, text)  # type: ignore[arg-type]


class Person(Browser):
    """Somebody with a personal link, who gives their own answers: which, follows from their number."""

    def __init__(self, port: int, token: str, items: Items, number: int = 0, language: str = "en") -> None:
        super().__init__(port, language)
        self.token, self.items, self.number = token, items, number
        self.at = f"/r/{token}/"
        self.told_saved: dict[str, int] = {}
        self.told_thanks = False

    def answer_to(self, code: str, values: list[str], turn: int = 0) -> str:
        return values[(self.number + turn + sum(map(ord, code))) % len(values)]

    def begin(self) -> Page:
        welcome = self.get(self.at)
        return self.post(f"{self.at}start/", {}) if welcome.status == 200 else welcome

    def save_one(self, seq: int = 1) -> Page:
        """What the page sends when a radio button is pressed: one item, another with each `seq`.

        412 is the answer to what was sent before, and saved.
        """
        flat = [item for section in self.items for item in section]
        code, values = flat[seq % len(flat)]
        value = self.answer_to(code, values, seq)
        page = self.post(f"{self.at}answer/", {f"a-{code}": value, "seq": seq})
        if page.status == 200:
            self.told_saved[code] = int(value)
        return page

    def save_section(self, number: int, seq: int = 100) -> Page:
        given = {code: self.answer_to(code, values) for code, values in self.items[number - 1]}
        page = self.post(self.path_of(number), {**{f"a-{code}": given[code] for code in given}, "seq": seq})
        if page.status == 302:
            self.told_saved.update({code: int(value) for code, value in given.items()})
        return page

    def send(self) -> Page:
        page = self.post(f"{self.at}send/", {})
        if page.status == 302 and self.get(f"{self.at}thanks/").status == 200:
            self.told_thanks = True
        return page

    def path_of(self, number: int) -> str:
        return f"{self.at}s/{number}/"

    def walk(self, sections: int = 1) -> list[Page]:
        """From the link to the thanks, by way of an answer that saves itself and these many sections.

        Nobody goes on from a page that says that the site is away.
        """
        steps: list[Callable[[], Page]] = [self.begin, self.save_one]
        steps += [partial(self.save_section, number) for number in range(1, sections + 1)]
        pages: list[Page] = []
        for step in [*steps, self.send]:
            pages.append(step())
            if pages[-1].status == 503:
                break
        return pages

    def insist(self, tries: int = 400) -> list[int]:
        """Walk, and when something breaks reload and go on, as people do; the statuses met on the way."""
        met: list[int] = []
        for _turn in range(tries):
            with suppress(*BROKEN):
                met += [page.status for page in self.walk()]
            if self.told_thanks:
                break
            time.sleep(_TAKES_BREATH)
        return met
