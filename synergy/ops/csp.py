"""The content security policy, for django-csp: nothing but our own files runs, loads or frames."""

from typing import Any

from csp.constants import NONCE, NONE, SELF

# The full plotly.js bundle adds the CSS of its maps by script; the hash is of that text and changes with the bundle.
PLOTLY_MAP_CSS = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"

DIRECTIVES: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF, NONCE, PLOTLY_MAP_CSS],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-ancestors": [NONE],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}

POLICY: dict[str, Any] = {"DIRECTIVES": DIRECTIVES}
