"""Respondents as HTTP clients: they hold a cookie, press Start, answer, send, and look at their watch."""

import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.tables import Missing

_ACCEPTED = (200, 302)


class Visitor:
    """One browser with one connection; every request returns the seconds it took."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.requests = 0

    def get(self, path: str) -> float:
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: dict[str, object]) -> float:
        token = self.cookies.get("synergy-csrf")
        known = {"csrfmiddlewaretoken": token} if token else {}
        return self._ask("POST", path, urlencode({**known, **fields}).encode())

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: bytes) -> float:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        began = time.perf_counter()
        self.connection.request(method, path, body or None, headers)
        response = self.connection.getresponse()
        response.read()
        took = time.perf_counter() - began
        self.requests += 1
        if response.status not in _ACCEPTED:
            place = "/".join(path.split("/")[3:]) or path  # a link's secret is not printed, here neither
            raise Missing(f"{method} …/{place} answers {response.status}")
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return took


class Respondent(Visitor):
    """Somebody with a personal link, who answers each item with the middle of its scale."""

    def __init__(self, port: int, token: str, sections: list[list[str]], open_codes: list[str]) -> None:
        super().__init__(port)
        self.at = f"/r/{token}/"
        self.sections = sections
        self.open_codes = open_codes
        self.place = 0

    def begin(self) -> float:
        return self.get(self.at) + self.post(f"{self.at}start/", {})

    def save_one(self) -> float:
        """What the page sends when a radio button is pressed."""
        self.place += 1
        codes = [code for section in self.sections for code in section]
        code = codes[self.place % len(codes)]
        return self.post(f"{self.at}answer/", {f"a-{code}": 2 + self.place % 2, "seq": self.place})

    def save_section(self, number: int = 2) -> float:
        self.place += 1
        answers = {f"a-{code}": 2 + self.place % 2 for code in self.sections[number - 1]}
        return self.post(f"{self.at}s/{number}/", {**answers, "seq": self.place})

    def save_everything(self) -> float:
        """Every section in one post each, without looking at a page, and then send."""
        spent = sum(self.save_section(number) for number in range(1, len(self.sections) + 1))
        return spent + self.post(f"{self.at}send/", {})

    def walk(self) -> float:
        """The way of a person from the link to the thanks: every page is loaded, every page is posted."""
        spent = self.begin()
        for number in range(1, len(self.sections) + 1):
            spent += self.get(f"{self.at}s/{number}/") + self.save_section(number)
        words = {f"c-{code}": "We meet too seldom." for code in self.open_codes}
        spent += self.get(f"{self.at}open/") + self.post(f"{self.at}open/", {**words, "seq": self.place})
        spent += self.get(f"{self.at}about/") + self.get(f"{self.at}review/")
        return spent + self.post(f"{self.at}send/", {}) + self.get(f"{self.at}thanks/")
