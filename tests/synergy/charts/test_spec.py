"""The spec is plain JSON, and the page's security policy knows the Plotly that reads it."""

import base64
import hashlib
import json
import math
import re
from datetime import date
from pathlib import Path

import numpy as np
import plotly
import plotly.graph_objects as go
import pytest

from synergy.charts import spec, theme
from synergy.web.content_security import PLOTLY_STYLE_HASH

ROOT = Path(__file__).parents[3]
PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def test_a_figure_of_plotly_becomes_plain_lists() -> None:
    values = np.array([1.0, math.nan, 3.0])
    plain = spec.plain(go.Figure(go.Scatter(x=np.array(["2024-01-01"] * 3, dtype="datetime64[D]"), y=values)))
    assert plain["data"][0]["y"] == [1.0, None, 3.0]
    assert len(plain["data"][0]["x"]) == 3
    assert "bdata" not in json.dumps(plain)
    assert "template" not in plain["layout"]


def test_a_packed_matrix_keeps_its_shape() -> None:
    packed = {"dtype": "i2", "bdata": base64.b64encode(np.arange(6, dtype="i2").tobytes()).decode(), "shape": "2, 3"}
    assert spec.plain({"z": packed}) == {"z": [[0, 1, 2], [3, 4, 5]]}


def test_infinity_numpy_and_dates_become_json() -> None:
    plain = spec.plain([math.inf, np.float64(1.23456), np.int64(2), date(2024, 1, 2), True])
    assert plain == [None, 1.235, 2, "2024-01-02", True]


def test_only_line_breaks_stay_markup() -> None:
    assert spec.plain("a<br>b<b>c</b>") == "a<br>b&lt;b>c&lt;/b>"


def test_the_hash_for_the_security_policy_is_that_of_the_installed_plotly() -> None:
    sheets = re.findall(
        r"\.textContent=(['\"])(\.maplibregl-map\{.*?)\1,document\.head", PLOTLY_JS.read_text(), re.DOTALL
    )
    assert len(sheets) == 1
    digest = hashlib.sha256(unescaped(sheets[0][1]).encode()).digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" == PLOTLY_STYLE_HASH


def unescaped(source: str) -> str:
    """What a browser reads in a JavaScript string that escapes quotes and backslashes only."""
    return re.sub(r"\\(.)", r"\1", source)


@pytest.mark.parametrize(
    ("selector", "palette"), [(':root, [data-bs-theme="light"]', theme.LIGHT), ('[data-bs-theme="dark"]', theme.DARK)]
)
def test_palettes_are_those_of_the_page(selector: str, palette: dict[str, str]) -> None:
    sheet = (ROOT / "static/css/tokens.css").read_text()
    block = sheet[sheet.index("\n" + selector + " {") :].split("}")[0]
    tokens = dict(re.findall(r"--([\w-]+):\s*(#\w+)", block))
    assert {name: tokens.get(name) for name in palette} == palette


def test_a_colour_without_a_role_is_refused() -> None:
    with pytest.raises(ValueError, match="puce"):
        theme.role("puce")
