"""No combination of published sums rests on fewer than K people; without the plan some do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from assessments.disclosure.rules import Rules
from tests.attack.partnerships import LEAVING, Shape, simulate
from tests.attack.ranks import Equation, Person, few_behind, rank
from tests.attack.stories import Story
from tests.attack.sums import Wave, granted, printed
from tests.attack.versions import Content, core, pulse, scoring_of, small

K = 5
BREAKDOWNS = (("kind",), ("kind",), ("sector",), ("sector",), ("tenure",), ("kind", "sector"), ("sector", "kind"))
FOUND = [
    pytest.param(Shape(10, ("kind", "sector"), 3, 0.9, 0.25, 0.1, 0.7, 796812011), id="a process beside an element"),
    pytest.param(
        Shape(13, ("sector", "kind"), 2, 0.55, 0.25, 0.3, 0.4, 2838016483, imported=0.3),
        id="a process beside both elements, the items hidden",
    ),
    pytest.param(
        Shape(40, ("sector", "kind"), 2, 0.9, 0.25, 0.0, 0.4, 2642004958, k=7, merged=True, imported=0.7),
        id="a theme in place of its hidden items",
    ),
    pytest.param(Shape(23, ("kind",), 2, 0.55, 0.25, 0.0, 0.4, 3251630380, merged=True), id="a group beside everybody"),
    pytest.param(Shape(34, ("kind", "tenure"), 3, 0.55, 0.1, 0.1, 1.0, 3312743661), id="a gap beside everybody"),
    pytest.param(
        Shape(15, ("sector",), 1, 0.55, 0.1, 0.0, 1.0, 1798491952, merged=True),
        id="themes of a group beside the synergy of everybody",
    ),
    pytest.param(
        Shape(19, ("kind", "sector"), 1, 1.0, 0.1, 0.1, 0.4, 24318), id="who has one element and no process, alone"
    ),
    pytest.param(
        Shape(12, ("kind",), 1, 1.0, 0.25, 0.0, 1.0, 291, k=7), id="a score of one decimal beside parts of two"
    ),
    pytest.param(
        Shape(28, ("kind", "sector"), 2, 0.75, 0.03, 0.1, 0.7, 234 ^ 0x5EED), id="two alone in a cell of two breakdowns"
    ),
    pytest.param(
        Shape(15, ("kind",), 3, 0.75, 0.25, 0.3, 1.0, 9474807, k=7), id="a score beside a part whose items are exact"
    ),
    pytest.param(
        Shape(10, ("kind", "tenure"), 3, 0.75, 0.1, 0.1, 0.7, 2526168821, middling=0.8),
        id="one without the first element and one without the second",
    ),
    pytest.param(Shape(20, ("sector",), 2, 0.9, 0.25, 0.1, 1.0, 206), id="the linked few of a group"),
]
"""What attackers of earlier rules once found."""


def shape(number: int) -> Shape:
    random = Random(number)
    return Shape(
        people=random.randint(5, 60),
        breakdowns=random.choice(BREAKDOWNS),
        rounds=random.choice((1, 1, 2, 3)),
        answering=random.choice((0.55, 0.75, 0.9, 1.0)),
        missing=random.choice((0.0, 0.03, 0.1, 0.25)),
        joining=random.choice((0.0, 0.1, 0.3)),
        skew=random.choice((1.0, 0.7, 0.4)),
        seed=number,
        k=random.choice((K, K, 7)),
        merged=random.random() < 0.3,
        imported=random.choice((0.0, 0.0, 0.0, 0.3, 0.7)),
        middling=random.choice((0.0, 0.0, 0.0, 0.8)),
        leaving=random.choice(("", "", "", *LEAVING)),
        crossed=random.random() < 0.15,
    )


def version(number: int) -> Content:
    return core() if number % 20 == 0 else pulse() if number % 5 == 0 else small()


def story_of(one: Shape, content: Content, rules: Rules, alike_below: int = 10) -> tuple[Story, list[Wave]]:
    """Published, and each round as the attacker knows it; rounds in which nobody answered are left out."""
    scoring = scoring_of(content)
    answered = [wave for wave in simulate(one, scoring) if wave]
    story = Story.of(scoring, answered, rules, alike_below)
    pairs = zip(answered, story.published, strict=True)
    return story, [Wave(number, wave, found) for number, (wave, found) in enumerate(pairs, start=1)]


def attacked(one: Shape, content: Content) -> frozenset[Person] | None:
    _story, waves = story_of(one, content, Rules(one.k, one.breakdowns))
    return few_behind([*printed(waves), *granted(waves)], one.k)


@pytest.mark.parametrize("number", range(-40, 0))
def test_no_combination_rests_on_few(number: int) -> None:
    assert attacked(shape(number), version(number)) is None


@pytest.mark.attack
@pytest.mark.parametrize("start", range(0, 2000, 100))
def test_no_combination_rests_on_few_in_two_thousand_partnerships(
    start: int, record_property: Callable[[str, object], None]
) -> None:
    """The same two thousand each time: a gate that answers alike twice."""
    found = {number: few for number in range(start, start + 100) if (few := attacked(shape(number), version(number)))}
    record_property("partnerships searched by rank", 100)
    assert not found


@pytest.mark.parametrize("one", FOUND)
def test_what_attackers_once_found_is_closed(one: Shape) -> None:
    assert attacked(one, small()) is None


@pytest.mark.parametrize("leaving", LEAVING)
@pytest.mark.parametrize("people", [14, 34])
def test_who_leaves_the_same_items_out_as_others_is_not_told(people: int, leaving: str) -> None:
    one = Shape(people, ("kind", "sector"), 2, 0.9, 0.03, 0.1, 0.7, people, leaving=leaving)
    assert attacked(one, small()) is None


def rank_of(equations: Sequence[Equation]) -> int:
    unknowns = sorted({unknown for one in equations for unknown in one}, key=repr)
    return rank(np.array([[one.get(unknown, 0) for unknown in unknowns] for one in equations]))


def test_what_is_granted_is_enough_to_work_out_what_is_printed() -> None:
    """So that an attacker who gets the sums is stronger than one who gets the scores."""
    for number in range(10):
        _story, waves = story_of(shape(number), small(), Rules(K, ("kind",)))
        items = [wave.total(item) for wave in waves for item in wave.found.items]
        assert rank_of([*items, *granted(waves)]) == rank_of([*items, *granted(waves), *printed(waves)])


def test_with_the_plan_off_somebody_is_found() -> None:
    """Without this the tests above could pass because the attacker is blind."""
    for seed in range(5):
        one = Shape(18, ("kind", "sector"), 2, 0.9, 0.05, 0.2, 0.6, seed)
        _story, waves = story_of(one, small(), Rules(1, one.breakdowns))
        assert few_behind(printed(waves), K)


def test_a_group_shown_beside_a_small_remainder_is_found() -> None:
    """Planted: one more group is shown on the items of a breakdown, so that fewer than K are left."""
    found = 0
    for number in range(60):
        one = replace(shape(number), breakdowns=("kind",), k=K)
        _story, waves = story_of(one, small(), Rules(K, ("kind",)))
        hidden = [group for wave in waves for part in wave.found.breakdowns for group in part.hidden]
        planted = [wave.total("RES1", "kind", group) for wave in waves for group in hidden]
        found += few_behind([*printed(waves), *planted], K) is not None
    assert found > 20
