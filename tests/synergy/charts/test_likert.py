"""The spread of one item: where each answer lies, for few people and for many."""

import re
from xml.etree import ElementTree

import pytest

from synergy.charts.likert import Reach, diverging, frame, full, net, squares


def rects(svg: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'<rect x="(-?[\d.]+)%?" y="0" width="([\d.]+)%?" height="\d+" class="lk lk-(\d)"', svg)
    return [(float(x), float(width), step) for x, width, step in found]


def test_agreement_lies_right_of_the_middle_line_disagreement_left_and_neutral_apart() -> None:
    counts = [5, 15, 20, 40, 20]
    svg = diverging(counts, frame([counts], as_shares=True))
    line = float(re.search(r'<line x1="([\d.]+)%"', svg)[1])  # type: ignore[index]
    place = {step: (x, x + width) for x, width, step in rects(svg)}
    assert place["1"][1] <= place["2"][0] + 0.02
    assert place["2"][1] == pytest.approx(line, abs=0.02)
    assert place["4"][0] == pytest.approx(line, abs=0.02)
    assert place["5"][1] < place["3"][0]
    assert place["3"][1] <= 100.01
    assert "40%" in svg


def test_items_of_one_list_share_the_middle_line() -> None:
    lists = [[0, 0, 10, 10, 10], [10, 10, 0, 5, 5]]
    shared = frame(lists, as_shares=True)
    lines = {re.search(r'<line x1="([\d.]+)%"', diverging(one, shared))[1] for one in lists}  # type: ignore[index]
    assert len(lines) == 1


def test_few_people_are_one_square_each() -> None:
    counts = [1, 2, 3, 4, 2]
    found = rects(squares(counts, frame([counts], as_shares=False)))
    assert [sum(step == str(place) for _x, _w, step in found) for place in range(1, 6)] == counts
    assert len({x for x, _w, _step in found}) == 12


def test_a_full_bar_ends_where_the_answers_end() -> None:
    found = rects(full([0, 5, 5, 10, 20]))
    assert [step for _x, _w, step in found] == ["2", "3", "4", "5"]
    assert sum(width for _x, width, _step in found) == pytest.approx(100)


def test_three_options_take_the_inner_steps() -> None:
    assert {step for _x, _w, step in rects(squares([2, 3, 4], Reach(2, 4, 3)))} == {"2", "3", "4"}


@pytest.mark.parametrize("draw", [lambda c, f: diverging(c, f), lambda c, f: full(c), lambda c, f: squares(c, f)])
@pytest.mark.parametrize("counts", [[0, 0, 0, 0, 0], [0, 0, 0, 0, 9], [0, 9, 0], [3, 0, 0, 0, 0]])
def test_whatever_was_answered_the_drawing_is_well_formed(draw, counts) -> None:  # type: ignore[no-untyped-def]
    svg = draw(counts, frame([counts], as_shares=True))
    ElementTree.fromstring(svg)
    assert "style=" not in svg


def test_net_agreement_is_what_agrees_minus_what_does_not() -> None:
    assert net([1, 1, 2, 3, 3]) == pytest.approx(0.4)
    assert net([0, 0, 0, 0, 0]) == 0


def test_three_steps_stand_on_the_middle_line_of_the_other_items() -> None:
    lists = [[5, 5, 10, 15, 15], [10, 10, 30]]
    shared = frame(lists, as_shares=True)
    five, three = (diverging(one, shared) for one in lists)
    lines = [re.search(r'<line x1="([\d.]+)%"', one)[1] for one in (five, three)]  # type: ignore[index]
    assert lines[0] == lines[1]
    assert [step for _x, _w, step in sorted(rects(three))] == ["2", "4", "3"]
    assert [sum(width for _x, width, step in rects(one) if step in "45") for one in (five, three)] == pytest.approx(
        [60 * (1 - 0.06), 60 * (1 - 0.06)], abs=0.1
    )
