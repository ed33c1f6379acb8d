"""What people type, made safe to keep: every line of it, without characters that no reader sees."""

import re

LONGEST = 4000  # as the comments kept after the close

# Control characters, marks that turn the direction of the text after them, and half characters.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """The words as typed, with plain line ends and without unseen characters around or between them."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_too_long(text: str) -> bool:
    return len(clean(text)) > LONGEST
