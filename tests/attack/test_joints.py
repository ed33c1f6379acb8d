"""Numbers that join items, worked out a second time, are the published ones."""

import pytest

from assessments.disclosure.rules import Rules
from tests.attack.joints import Joints
from tests.attack.partnerships import Shape, simulate
from tests.attack.stories import Story
from tests.attack.versions import core, pulse, scoring_of, short

SHAPES = [
    Shape(people, ("kind",), 3, 0.9, 0.08, 0.1, 0.5, people, imported=share, lifelike=True)
    for people, share in ((9, 0.0), (14, 0.0), (33, 0.0), (36, 0.3), (47, 0.0))
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: str(one.people))
@pytest.mark.parametrize("content", [core(), pulse(), short(8, 1010)], ids=lambda one: one["code"])
def test_numbers_that_join_items_lie_inside_of_what_is_printed(content: dict[str, object], shape: Shape) -> None:
    scoring = scoring_of(content)
    story = Story.of(scoring, simulate(shape, scoring), Rules(5, ("kind",)))
    for round, people in enumerate(story.rounds):
        assert Joints.of(story, round).off(people.places) <= 0


@pytest.mark.parametrize("seed", range(40))
def test_numbers_that_join_items_lie_inside_of_what_is_printed_where_few_people_differ(seed: int) -> None:
    """Single items and answers near the top: themes in which those linked do not vary, and pairs that do not."""
    scoring = scoring_of(pulse())
    shape = Shape(10, (), 2, 0.9, 0.08, 0.1, 1.0, seed, lifelike=True, level=4.6)
    story = Story.of(scoring, simulate(shape, scoring), Rules(5, ()))
    for round, people in enumerate(story.rounds):
        assert Joints.of(story, round).off(people.places) <= 0
