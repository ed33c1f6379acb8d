"""Reading a posted page: only what the person changed on it, so that an old tab does not undo a newer one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from django.http import QueryDict
from django.utils.translation import gettext as _

from synergy.web.typed_text import LONGEST, clean, is_too_long

ANSWER, COMMENT, WAS = "a-", "c-", "was-"


@dataclass(frozen=True)
class Posted:
    answers: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)  # those that may be stored
    refused: dict[str, str] = field(default_factory=dict)  # code -> text that may not
    sequence: int = 0

    @property
    def errors(self) -> dict[str, str]:
        return {code: too_long(text) for code, text in self.refused.items()}


def read(posted: QueryDict, items: Iterable[str], boxes: Iterable[str]) -> Posted:
    """What changed on the page: `was-…` says what it showed when it was opened, and goes away once it is touched."""
    comments = {code: text for code in boxes if (text := _changed_comment(posted, code)) is not None}
    return Posted(
        answers=_changed_answers(posted, items),
        comments={code: text for code, text in comments.items() if not is_too_long(text)},
        refused={code: text for code, text in comments.items() if is_too_long(text)},
        sequence=whole(posted.get("seq", "")),
    )


def _changed_answers(posted: QueryDict, items: Iterable[str]) -> dict[str, str]:
    changed = {}
    for code in items:
        value = posted.get(ANSWER + code)
        # An unmarked question is not a cleared one: clearing has its own button.
        if value and value != posted.get(WAS + code):
            changed[code] = value
    cleared = posted.get("clear", "")
    return changed | {cleared: ""} if cleared else changed


def _changed_comment(posted: QueryDict, code: str) -> str | None:
    text = posted.get(COMMENT + code)
    if text is None or seal_of(text) == posted.get(WAS + code):
        return None
    return text


def seal_of(text: str) -> str:
    """A short mark of a text, to see whether it was changed without sending it twice."""
    return sha256(clean(text).encode()).hexdigest()[:12]


def whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def too_long(text: str) -> str:
    # Translators: beside a comment field; the numbers are counts of characters
    return _("Please shorten this to %(limit)s characters: it has %(length)s.") % {
        "limit": LONGEST,
        "length": len(clean(text)),
    }
