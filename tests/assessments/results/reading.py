"""Result pages as a reader meets them: words without markup, and the part between two places."""

import re
from collections.abc import Callable

PAGE = "/p/alpha/results/"
Read = Callable[[str], str]


def words(html: str) -> str:
    bare = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", html)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).replace("&#x27;", "'").split())


def part(html: str, start: str, end: str) -> str:
    begin = html.index(start)
    return html[begin : html.index(end, begin)]
