"""What browsers may load: the CONTENT_SECURITY_POLICY of the settings, which may import nothing that needs settings."""

from csp.constants import NONCE, NONE, SELF

# plotly.min.js of the installed package adds the style of its maps to every page, map or not. This source for
# style-src lets that one sheet pass; a test takes the hash again from the installed file.
PLOTLY_STYLE_HASH = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"
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
