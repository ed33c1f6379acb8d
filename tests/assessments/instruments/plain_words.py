"""What a questionnaire may say: pairs of both languages, words that nobody says, and how long a sentence may be."""

import re
from collections.abc import Iterator
from typing import Any

FORBIDDEN = re.compile(
    r"syn[ea]rg|stakeholder|partie[s]? prenante|capacity|governance|gouvernance|intersector"
    r"|stratég|strateg|leverag|levier|framework|parameter|optimi[sz]|\bKPI\b|additive|antagon",
    re.IGNORECASE,
)
MAX_WORDS = 25
MAX_SHORT = 24


def bilingual(node: Any, path: str = "core_1") -> Iterator[tuple[str, dict[str, str]]]:
    """Every {"en", "fr"} pair with the place it stands at."""
    if isinstance(node, dict) and set(node) & {"en", "fr"}:
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from bilingual(value, f"{path}.{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from bilingual(value, f"{path}[{place}]")


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; French spaced punctuation is not a word."""
    return [re.findall(r"[^\W_]+(?:[-’][^\W_]+)*", part) for part in re.split(r"(?<=[.?!])\s+", text)]
