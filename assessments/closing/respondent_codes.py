"""The code that links a person's rounds without the person's name; its secret lives in a file outside the database.

Example: Ana (stakeholder 1), Ben (2) and Cleo (3) answer two confidential rounds. Ana has the same code in both, the
HMAC of “stakeholder:1” under the secret, so her change can be measured. Whoever has the database alone cannot work out
from the numbers 1 to 3 which code is Ana's; whoever has the secret too can, and respondents are told so.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import cache

from django.conf import settings

from synergy.ops.private_files import create_private


def panel_keys(partnership_id: int) -> Callable[[str], str]:
    """HMAC(pepper, partnership and person), 64 hex digits, for people of a partnership; reads the pepper once.

    A person is `stakeholder:<id>`, `named:<id>` or `key:…`.
    """
    pepper = cache(_pepper)
    return lambda person: hmac.new(pepper(), f"{partnership_id}:{person}".encode(), hashlib.sha256).hexdigest()


def _pepper() -> bytes:
    """Read the pepper, which the first process that needs it makes."""
    create_private(settings.PEPPER_FILE, secrets.token_hex(32))
    pepper: bytes = settings.PEPPER_FILE.read_bytes().strip()
    return pepper
