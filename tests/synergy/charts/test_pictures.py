"""Pictures are honest and harmless: gaps stay gaps, hidden stays hidden, and no text becomes markup."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from synergy.charts import theme
from synergy.charts.profile import profile, strip
from synergy.charts.response import response
from synergy.charts.shapes import BandRange, Event, Picture, Point, ProfileRow, Series, Turnout
from synergy.charts.texts import Words
from synergy.charts.trend import trend
from tests.synergy.charts.samples import BANDS, EVENTS, HOSTILE, WORDS, points, rows, themes

ELEMENTS = {"div", "p", "svg", "g", "line", "text", "rect", "path", "circle"}
TURNOUTS = [Turnout(f"Round {i}", 9 + i, 18, f"{9 + i} of 18") for i in range(6)]
DRAWN: dict[str, Callable[[], Picture]] = {
    "trend of one round": lambda: trend(themes(1), WORDS),
    "trend of six rounds": lambda: trend(themes(6), WORDS, EVENTS),
    "trend of sixty rounds": lambda: trend(themes(60), WORDS, EVENTS),
    "trend without an interval": lambda: trend([Series("A", "A", "ink", [Point(date(2024, 1, 1), "x", 3.0)])], WORDS),
    "trend of nothing": lambda: trend([], WORDS),
    "trend of a series without points": lambda: trend([Series("A", "A", "res", [])], WORDS),
    "profile": lambda: profile(rows(), WORDS, BANDS),
    "profile of nothing": lambda: profile([], WORDS, BANDS),
    "response": lambda: response(TURNOUTS),
    "response of nothing": lambda: response([]),
}


@pytest.fixture(params=list(DRAWN.values()), ids=list(DRAWN))
def picture(request: pytest.FixtureRequest) -> Picture:
    drawn: Picture = request.param()
    return drawn


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def test_svg_is_well_formed_and_styles_nothing_in_attributes(picture: Picture) -> None:
    if picture.svg:
        root = ElementTree.fromstring(picture.svg)
        assert not [node for node in root.iter() if "style" in node.attrib]
        assert not [node for node in root.iter() if node.tag.endswith(("style", "script", "}a"))]


def test_every_drawing_is_hidden_from_a_screen_reader(picture: Picture) -> None:
    assert picture.svg.count('class="chart-svg') == picture.svg.count('aria-hidden="true"')


def test_spec_is_json_without_nan_packed_arrays_or_a_template(picture: Picture) -> None:
    written = json.dumps(picture.spec, allow_nan=False)
    assert "bdata" not in written
    assert "template" not in written


def painted(value: Any) -> Any:
    """A copy of a spec with every role replaced by its colour in the light."""
    if isinstance(value, str) and value.startswith(theme.PREFIX):
        return theme.LIGHT.get(value.removeprefix(theme.PREFIX), value)
    if isinstance(value, dict):
        return {key: painted(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [painted(item) for item in value]
    return value


def test_plotly_knows_every_word_of_the_spec(picture: Picture) -> None:
    spec = painted(dict(picture.spec))
    go.Layout(spec["layout"])
    for panel in spec["panels"]:
        go.Figure(data=panel["data"], layout=panel["layout"])


def test_each_panel_of_the_spec_has_its_place_in_the_svg(picture: Picture) -> None:
    for index in range(len(picture.spec["panels"])):
        assert picture.svg.count(f'data-panel="{index}"') == 1


def test_a_picture_of_nothing_is_empty() -> None:
    for picture in (trend([], WORDS), profile([], WORDS), response([])):
        assert (picture.svg, picture.spec["panels"]) == ("", [])


def test_a_gap_stays_a_gap() -> None:
    gappy = [replace(point, mean=None) if i == 2 else point for i, point in enumerate(points(6))]
    picture = trend([Series("RES", "Resources", "res", gappy)], WORDS)
    _, means = picture.spec["panels"][0]["data"]
    assert means["y"][2] is None
    assert means["connectgaps"] is False
    assert picture.svg.count('class="line stroke"') == 3
    assert picture.svg.count('class="fill"') == 5


def test_a_score_worked_out_in_another_way_is_joined_with_none_before_it() -> None:
    drawn = trend(
        [Series("A", "A", "res", [replace(point, fresh=index == 2) for index, point in enumerate(points(4))])], WORDS
    )
    mean = drawn.spec["panels"][0]["data"][1]
    assert [value is None for value in mean["y"]] == [False, False, True, False, False]
    assert len(mean["hovertext"]) == len(mean["x"]) == 5
    assert drawn.svg.count("line stroke") == 2


def test_numbers_have_the_decimals_they_were_handed_with() -> None:
    series = [
        Series("A", "A", "res", [Point(date(2024, 1, 5), "x", 3.945, 3.1, 4.2, 12, decimals=places)])
        for places in (1, 2)
    ]
    for one, written in zip(series, ("3.9", "3.95"), strict=True):
        drawn = trend([one], WORDS)
        assert f">{written}<" in drawn.svg
        assert f"Mean {written}" in str(drawn.spec)
    row = ProfileRow("E1", "E1", "accent", 3.945, 2.8, 3.9, 16, 3.0, decimals=2, before_decimals=1)
    assert "Mean 3.95<br>95 % interval 2.80–3.90<br>n 16<br>Round before 3.0" in str(profile([row], WORDS).spec)


def test_points_are_drawn_in_the_order_of_time_whatever_order_they_came_in() -> None:
    one = Series("RES", "Resources", "res", points(6))
    assert trend([one], WORDS) == trend([replace(one, points=one.points[::-1])], WORDS)


def test_a_hidden_point_leaves_no_number_anywhere() -> None:
    secret = Point(date(2020, 3, 9), "Spring", 4.567, 4.321, 4.789, 77, hidden=True)
    picture = trend([Series("RES", "Resources", "res", [*points(2), secret])], WORDS)
    empty = trend([Series("RES", "Resources", "res", [*points(2), Point(secret.at, "Spring")])], WORDS)
    assert (picture.spec, picture.svg) == (empty.spec, empty.svg)
    assert not any(number in json.dumps(picture.spec) for number in ("4.5", "4.6", "4.3", "4.7", "77"))


def test_a_hidden_row_leaves_no_number_anywhere() -> None:
    secret = ProfileRow("E1", "Trust", "accent", 4.567, 4.321, 4.789, 77, 4.654, hidden=True)
    empty = ProfileRow("E1", "Trust", "accent")
    picture = profile([secret], WORDS)
    assert picture == profile([empty], WORDS)
    assert strip(secret) == strip(empty)
    assert "Not shown (too few answers)" in picture.svg
    assert "77" not in json.dumps(picture.spec["panels"])


def test_hostile_texts_stay_texts() -> None:
    words = Words(*[HOSTILE] * 6)
    bad = [replace(point, label=HOSTILE) for point in points(3)]
    pictures = [
        trend([Series("RES", HOSTILE, "res", bad)], words, [Event(1, date(2020, 2, 2), HOSTILE)]),
        profile(
            [ProfileRow("E", HOSTILE, "accent", 3.0, 2.0, 4.0, 5, 3.0), ProfileRow("F", HOSTILE, "res")],
            words,
            [BandRange(3, 4, HOSTILE)],
        ),
        response([Turnout(HOSTILE, 3, 5, HOSTILE)]),
    ]
    for picture in pictures:
        for text in strings(dict(picture.spec)):
            assert "<" not in text.replace("<br>", "")
            assert text.isprintable()
            text.encode()
        root = ElementTree.fromstring(picture.svg)
        assert {node.tag.split("}")[-1] for node in root.iter()} <= ELEMENTS
        assert "evil" not in "".join(value for node in root.iter() for value in node.attrib.values())


@pytest.mark.parametrize("name", ["trend of six rounds", "profile", "response"])
def test_a_spec_is_small(name: str) -> None:
    assert len(json.dumps(DRAWN[name]().spec)) < 15_000


def test_colours_are_roles_in_the_spec_and_classes_in_the_svg(picture: Picture) -> None:
    assert "#" not in json.dumps(picture.spec)
    assert "#" not in picture.svg


def test_every_event_is_numbered_in_every_panel() -> None:
    picture = trend(themes(6), WORDS, EVENTS)
    assert picture.events == tuple(EVENTS)
    for panel in picture.spec["panels"]:
        assert [note["text"] for note in panel["layout"]["annotations"][:5]] == ["1", "2", "3", "4", "5"]
    assert picture.svg.count('class="event"') == 20


def test_an_interval_beyond_the_scale_ends_at_its_end() -> None:
    wide = Point(date(2024, 1, 1), "x", 4.9, 4.2, 5.8, 5)
    data = trend([Series("A", "A", "res", [wide])], WORDS).spec["panels"][0]["data"]
    assert data[0]["y"] == [4.2, 5, None]


def test_the_newest_mean_is_not_labelled_when_the_newest_round_is_hidden() -> None:
    last = replace(points(6)[-1], hidden=True)
    picture = trend([Series("A", "A", "res", [*points(5), last])], WORDS)
    assert 'class="newest' not in picture.svg


def test_a_picture_is_printed_by_a_template_without_a_filter() -> None:
    assert strip(rows()[0]).__html__() == strip(rows()[0])
