"""The code that links a person's rounds in confidential mode; its key lives in a file outside the database."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from functools import cache

from django.conf import settings


def panel_key(partnership_id: int, person: str) -> str:
    """HMAC(pepper, partnership and person), 64 hex digits; `person` is `stakeholder:<id>`, `named:<id>` or `key:…`."""
    return panel_keys(partnership_id)(person)


def panel_keys(partnership_id: int) -> Callable[[str], str]:
    """`panel_key` for many people of a partnership; the pepper is read once, for the first of them."""
    pepper = cache(_pepper)
    return lambda person: hmac.new(pepper(), f"{partnership_id}:{person}".encode(), hashlib.sha256).hexdigest()


def _pepper() -> bytes:
    """Read the pepper, made at first use; whoever makes it first wins."""
    path = settings.PEPPER_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return path.read_bytes().strip()
