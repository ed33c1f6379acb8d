"""Reading a posted page: only what the person changed there counts, so that an old tab does not undo a newer tab."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from django.http import QueryDict
from django.utils.translation import gettext as _

from synergy.web.typed_text import LONGEST, clean, is_too_long

# How the names of fields begin: an answer, a comment, and what the page showed of either when it was opened.
ANSWER, COMMENT, SHOWN = "a-", "c-", "was-"


@dataclass(frozen=True)
class Submission:
    """What a posted page changes, by code of item, section or open question; `too_long` are comments not stored."""

    answers: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    too_long: dict[str, str] = field(default_factory=dict)
    sequence: int = 0

    @property
    def errors(self) -> dict[str, str]:
        return {code: too_long_error(text) for code, text in self.too_long.items()}


def read_submission(fields: QueryDict, items: Iterable[str], comment_codes: Iterable[str]) -> Submission:
    """Compare the posted fields with what the page showed when it was opened.

    The page drops `was-…` from a question as soon as the question is touched, so that a touched answer always counts.
    """
    comments = {code: text for code in comment_codes if (text := _changed_comment(fields, code)) is not None}
    return Submission(
        answers=_changed_answers(fields, items),
        comments={code: text for code, text in comments.items() if not is_too_long(text)},
        too_long={code: text for code, text in comments.items() if is_too_long(text)},
        sequence=whole_number(fields.get("seq", "")),
    )


def _changed_answers(fields: QueryDict, items: Iterable[str]) -> dict[str, str]:
    changed = {}
    for code in items:
        value = fields.get(ANSWER + code)
        # An unmarked question is not a cleared one: clearing has its own button.
        if value and value != fields.get(SHOWN + code):
            changed[code] = value
    cleared = fields.get("clear", "")
    return changed | {cleared: ""} if cleared else changed


def _changed_comment(fields: QueryDict, code: str) -> str | None:
    text = fields.get(COMMENT + code)
    if text is None or fingerprint(text) == fields.get(SHOWN + code):
        return None
    return text


def fingerprint(text: str) -> str:
    """A short mark of a text, by which the server sees whether the text was changed without receiving it twice."""
    return sha256(clean(text).encode()).hexdigest()[:12]


def whole_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def too_long_error(text: str) -> str:
    # Translators: beside a comment field; the numbers are counts of characters
    return _("Please shorten this to %(limit)s characters: it has %(length)s.") % {
        "limit": LONGEST,
        "length": len(clean(text)),
    }
