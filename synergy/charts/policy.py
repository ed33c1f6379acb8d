"""What the content security policy must allow for Plotly beyond the site's own files."""

# plotly.min.js of the installed package adds the style of its maps to every page, map or not. This source for
# style-src lets that one sheet pass; a test takes the hash again from the installed file.
PLOTLY_STYLE_HASH = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"
