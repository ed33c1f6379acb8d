"""What is published about simulated partnerships gives nobody away; without the plan it does."""

from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assessments.models import InstrumentVersion
from assessments.queries.instruments import questionnaire
from partnerships.models import Partnership
from tests.attack.partnerships import LEAVING, Shape, known, publish_all, simulate
from tests.attack.readings import crowds_of
from tests.attack.solver import Knowledge, Leak, smallest_support
from tests.attack.targets import Told, attack

K = 5
SHAPES = st.builds(
    Shape,
    people=st.integers(5, 60),
    breakdowns=st.sampled_from([("kind",), ("sector",), ("kind", "sector"), ("sector", "kind"), ("kind", "tenure")]),
    rounds=st.sampled_from([1, 1, 2, 3]),
    answering=st.sampled_from([0.55, 0.75, 0.9, 1.0]),
    missing=st.sampled_from([0.0, 0.03, 0.1, 0.25]),
    joining=st.sampled_from([0.0, 0.1, 0.3]),
    skew=st.sampled_from([1.0, 0.7, 0.4]),
    seed=st.integers(0, 2**32),
    k=st.sampled_from([K, K, 7]),
    merged=st.sampled_from([False, False, True]),
    imported=st.sampled_from([0.0, 0.0, 0.0, 0.3, 0.7]),
    middling=st.sampled_from([0.0, 0.0, 0.0, 0.8]),
)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@dataclass(frozen=True)
class Found:
    """`leaks`: people who alone decide sums of scores; `told`: what printed numbers tell too closely of somebody."""

    leaks: list[Leak]
    told: list[Told]


NOTHING = Found([], [])


def attacked(alpha: Partnership, small: InstrumentVersion, shape: Shape, *, plan: bool = True) -> Found:
    """Publish with the K of the shape, or without any, then look for fewer than so many people."""
    asked = questionnaire(small)
    waves = simulate(shape, asked)
    with transaction.atomic():
        rounds = publish_all(alpha, small, shape, waves, shape.k if plan else 1)
        leaks = list(known(rounds, waves, small).leaks(shape.k))
        told = attack(crowds_of(rounds, waves, asked), shape.k)
        transaction.set_rollback(True)
    return Found(leaks, told)


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(shape=SHAPES)
def test_nobody_can_be_solved_for(alpha: Partnership, small: InstrumentVersion, shape: Shape) -> None:
    assert attacked(alpha, small, shape) == NOTHING


@pytest.mark.attack
@pytest.mark.parametrize("people", [0, 0x5EED], ids=["first thousand", "second thousand"])
@settings(max_examples=1000, deadline=None, suppress_health_check=QUIET, derandomize=True, phases=[Phase.generate])
@given(shape=SHAPES)
def test_nobody_can_be_solved_for_in_two_thousand_partnerships(
    alpha: Partnership, small: InstrumentVersion, people: int, shape: Shape
) -> None:
    """The same two thousand each time: a gate that answers alike twice. The second thousand has other people.

    The first shape found is printed as it is: making it smaller takes longer than all the others.
    """
    assert attacked(alpha, small, replace(shape, seed=shape.seed ^ people)) == NOTHING


def test_the_linked_few_of_a_group_are_not_left_over(alpha: Partnership, small: InstrumentVersion) -> None:
    """Found by the attacker: the same four linked people remained in both rounds and were counted twice."""
    assert attacked(alpha, small, Shape(20, ("sector",), 2, 0.9, 0.25, 0.1, 1.0, 206)) == NOTHING


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(
            Shape(10, ("kind", "sector"), 3, 0.9, 0.25, 0.1, 0.7, 796812011), id="a process beside an element"
        ),
        pytest.param(
            Shape(13, ("sector", "kind"), 2, 0.55, 0.25, 0.3, 0.4, 2838016483, imported=0.3),
            id="a process beside both elements, the items hidden",
        ),
        pytest.param(
            Shape(40, ("sector", "kind"), 2, 0.9, 0.25, 0.0, 0.4, 2642004958, k=7, merged=True, imported=0.7),
            id="a theme in place of its hidden items",
        ),
        pytest.param(
            Shape(23, ("kind",), 2, 0.55, 0.25, 0.0, 0.4, 3251630380, merged=True), id="a group beside everybody"
        ),
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
            Shape(28, ("kind", "sector"), 2, 0.75, 0.03, 0.1, 0.7, 234 ^ 0x5EED),
            id="two alone in a cell of two breakdowns",
        ),
        pytest.param(
            Shape(15, ("kind",), 3, 0.75, 0.25, 0.3, 1.0, 9474807, k=7),
            id="a score beside a part whose items are exact",
        ),
        pytest.param(
            Shape(10, ("kind", "tenure"), 3, 0.75, 0.1, 0.1, 0.7, 2526168821, middling=0.8),
            id="one without the first element and one without the second",
        ),
    ],
)
def test_what_the_attacker_once_found_is_closed(alpha: Partnership, small: InstrumentVersion, shape: Shape) -> None:
    assert attacked(alpha, small, shape) == NOTHING


@pytest.mark.parametrize("leaving", LEAVING)
@pytest.mark.parametrize("people", [14, 34])
def test_who_leaves_the_same_out_as_others_is_not_told(
    alpha: Partnership, small: InstrumentVersion, people: int, leaving: str
) -> None:
    shape = Shape(people, ("kind", "sector"), 2, 0.9, 0.03, 0.1, 0.7, people, leaving=leaving)
    assert attacked(alpha, small, shape) == NOTHING


def test_with_the_plan_switched_off_the_attacker_finds_somebody(alpha: Partnership, small: InstrumentVersion) -> None:
    """Without this the tests above could pass because the attacker is blind."""
    shapes = [Shape(18, ("kind", "sector"), 2, 0.9, 0.05, 0.2, 0.6, seed) for seed in range(5)]
    found = [attacked(alpha, small, shape, plan=False) for shape in shapes]
    assert all(one.leaks for one in found)
    assert all(one.told for one in found)


def test_the_attacker_subtracts_a_group_from_everybody() -> None:
    knowledge = Knowledge()
    knowledge.learn("RES", [(person, 1) for person in range(12)])
    knowledge.learn("RES", [(person, 1) for person in range(9)])
    assert [leak.people for leak in knowledge.leaks(K)] == [{9, 10, 11}]


def test_the_attacker_combines_two_breakdowns() -> None:
    """Rows {0-5}, {6-11} and columns {0-4, 6}, {5, 7-11}: row one minus column one leaves two people."""
    rows = [range(6), range(6, 12), [0, 1, 2, 3, 4, 6], [5, 7, 8, 9, 10, 11]]
    assert smallest_support([{(person, 1): 1.0 for person in row} for row in rows], K) == {5, 6}


def test_the_attacker_uses_a_linked_change_beside_all_respondents() -> None:
    knowledge = Knowledge()
    knowledge.learn("RES", [(person, 1) for person in range(10)])
    knowledge.learn("RES", [(person, 2) for person in range(1, 11)])
    knowledge.learn_change("RES", range(1, 10), before=1, after=2)
    assert [leak.people for leak in knowledge.leaks(K)] == [{0, 10}]


def test_the_attacker_finds_nothing_where_every_class_is_large() -> None:
    rows = [range(20), range(8), range(8, 20)]
    assert smallest_support([{(person, 1): 1.0 for person in row} for row in rows], K) is None
