"""Lines side by side: every line can be told apart, gaps stay gaps, and no text becomes markup."""

from datetime import date
from xml.etree import ElementTree

import pytest

from synergy.charts.lines import GAP, LONGEST, Panel, in_lines, labelled, small, spread_out
from synergy.charts.shapes import Point, Series
from synergy.charts.texts import Words

WORDS = Words(decimal=",", n="n", mean="mean", interval="interval", before="before", hidden="not shown")


def series(name: str, *means: float | None, role: str = "res") -> Series:
    points = [Point(date(2024, month, 5), f"Month {month}", mean, n=7) for month, mean in enumerate(means, start=1)]
    return Series(name, name, role, points)


def lines_of(svg: str, kind: str = "line stroke") -> int:
    root = ElementTree.fromstring(f"<div>{svg}</div>")
    return sum(str(one.get("class", "")).startswith(kind) for one in root.iter() if one.tag.endswith("line"))


def test_each_line_is_named_at_its_end_with_its_last_mean_and_has_dashes_of_its_own() -> None:
    svg = labelled([Panel("Theme", "res", [series("North", 3.1, 3.4), series("South", 4.0, 3.9)])], WORDS).svg
    assert "3,40 North" in svg
    assert "3,90 South" in svg
    assert "dash-0" in svg
    assert "dash-1" in svg


def test_a_gap_is_not_bridged_and_a_hidden_point_leaves_no_number() -> None:
    hidden = Series("A", "A", "res", [Point(date(2024, 1, 5), "Jan", 4.987, 4.1, 4.9, 987, hidden=True)])
    panels = [Panel("P", "res", [series("North", 3.1, None, 3.4), hidden])]
    for picture in (labelled(panels, WORDS), small(panels, WORDS)):
        assert lines_of(picture.svg) == 0
        assert "987" not in picture.svg
        assert "4,9" not in picture.svg


def test_no_line_joins_scores_that_were_worked_out_in_two_ways() -> None:
    points = [
        Point(date(2024, month, 5), f"Month {month}", 3.0 + month / 10, fresh=month == 3) for month in range(1, 5)
    ]
    for draw in (labelled, small):
        assert lines_of(draw([Panel("P", "res", [Series("A", "A", "res", points)])], WORDS).svg) == 2


def test_a_partnership_without_any_number_says_so() -> None:
    svg = small([Panel("North", "ink", [series("RES", None)]), Panel("South", "ink", [series("RES", 3.0)])], WORDS).svg
    assert svg.count("not shown") == 1


def test_all_panels_share_one_axis_of_time() -> None:
    early = Panel("North", "ink", [series("RES", 3.0)])
    late = Panel("South", "ink", [Series("RES", "RES", "res", [Point(date(2026, 9, 5), "Sep 2026", 4.0)])])
    svg = small([early, late], WORDS).svg
    assert svg.count("Month 1") == svg.count("Sep 2026") == 2


@pytest.mark.parametrize("draw", [labelled, small])
def test_nothing_draws_nothing_and_hostile_names_stay_text(draw: object) -> None:
    assert callable(draw)
    assert draw([], WORDS).svg == ""
    assert draw([Panel("P", "res", [])], WORDS).svg
    hostile = "</svg><script>x</script>\x00"
    svg = draw([Panel(hostile, "res", [series(hostile, 3.0, 4.0)])], WORDS).svg
    assert "<script" not in svg
    ElementTree.fromstring(f"<div>{svg}</div>")


def test_names_at_the_same_height_move_apart_in_order_and_stay_inside() -> None:
    moved = spread_out([50, 50, 50, 10, 148], height=150)
    assert sorted(moved) == moved[3:4] + moved[:3] + moved[4:]
    gaps = [later - earlier for earlier, later in zip(sorted(moved)[:-1], sorted(moved)[1:], strict=True)]
    assert min(gaps) >= GAP
    assert max(spread_out([149] * 6, height=150)) <= 150
    assert spread_out([], height=150) == []


def test_long_names_take_two_lines_and_are_cut_where_they_differ_least() -> None:
    assert in_lines(["Partnership of the river mouth", "North"]) == {
        "Partnership of the river mouth": ["Partnership of the", "river mouth"],
        "North": ["North"],
    }
    long = "Demonstration partnership for access to care in the region"
    alike = in_lines([f"{long} 3", f"{long} 5", "North"])
    assert len({tuple(parts) for parts in alike.values()}) == 3
    assert alike[f"{long} 5"][0].endswith("region 5")
    assert max(len(part) for parts in alike.values() for part in parts) <= LONGEST


def test_names_of_two_lines_do_not_overlap() -> None:
    lines = [series("Partnership of the river mouth", 3.4), series("North shore and islands", 3.4)]
    root = ElementTree.fromstring(f"<div>{labelled([Panel('Theme', 'res', lines)], WORDS).svg}</div>")
    places = [float(label.get("y", 0)) for label in root.iter() if any(one.get("class") == "end" for one in label)]
    assert len(places) == 4
    assert min(later - earlier for earlier, later in zip(sorted(places), sorted(places)[1:], strict=False)) >= GAP
