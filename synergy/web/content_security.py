"""What browsers may load: the CONTENT_SECURITY_POLICY of the settings, which may import nothing that needs settings."""

from csp.constants import NONCE, NONE, SELF

from synergy.charts.policy import PLOTLY_STYLE_HASH

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE, PLOTLY_STYLE_HASH],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
