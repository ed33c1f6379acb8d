"""The code that links a person's rounds in confidential mode; its key lives in a file outside the database."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import cache

from django.conf import settings

from synergy.ops.files import create_private


def panel_key(partnership_id: int, person: str) -> str:
    """HMAC(pepper, partnership and person), 64 hex digits; `person` is `stakeholder:<id>`, `named:<id>` or `key:…`."""
    return panel_keys(partnership_id)(person)


def panel_keys(partnership_id: int) -> Callable[[str], str]:
    """`panel_key` for many people of a partnership; the pepper is read once, for the first of them."""
    pepper = cache(_pepper)
    return lambda person: hmac.new(pepper(), f"{partnership_id}:{person}".encode(), hashlib.sha256).hexdigest()


def _pepper() -> bytes:
    """Read the pepper, made at first use; whoever makes it first wins."""
    create_private(settings.PEPPER_FILE, secrets.token_hex(32))
    pepper: bytes = settings.PEPPER_FILE.read_bytes().strip()
    return pepper
