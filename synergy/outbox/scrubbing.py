"""Words that may be stored or logged: without personal links and e-mail addresses."""

import re

# Personal links, and those that set a password or confirm an address, are keys.
# They also travel percent-encoded, as in ?next=%2Fr%2F...
_LINK = re.compile(
    r"((?:/|%2F)(?:r(?:(?:/|%2F)out)?|reset(?:/|%2F)key|confirm-email)(?:/|%2F))[^\s/?#\"'<>&%]+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@<>\"'(),:;=\[\]]{1,64}(?:@|%40)[^\s@<>\"'(),:;\[\]/?&]{1,255}", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)


def scrub(text: str) -> str:
    """The text with personal links cut to `/r/-` and e-mail addresses to `<address>`."""
    return _ADDRESS.sub("<address>", _LINK.sub(r"\1-", text))


def scrub_all(text: str, limit: int = 200) -> str:
    """For text that is stored: on one line, without addresses, links or any URL, at most `limit` characters."""
    plain = " ".join(scrub(_URL.sub("<url>", text)).split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
