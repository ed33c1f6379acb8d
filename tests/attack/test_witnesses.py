"""For every answer another table, equal in all that is published, in which that person answered otherwise."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from assessments.disclosure.rules import Rules
from assessments.statistics.scales import Item, Scale, Scoring
from tests.attack.partnerships import Answered, Shape, simulate
from tests.attack.stories import Story
from tests.attack.swaps import Search
from tests.attack.verdicts import Verdicts, attack
from tests.attack.versions import Content, core, pulse, scoring_of, short, small

K = 5
Record = Callable[[str, object], None]
BREAKDOWNS = (("kind",), ("sector",), ("tenure",), ())
CELLS = "assessments.disclosure.cells.ALIKE_BELOW"


def version(number: int) -> Content:
    return (core, pulse, lambda: short(2 + number // 3 % 11, number))[number % 3]()


def partnership(number: int, *, large: bool = False) -> Story:
    """Of 8 to 15 people; or of 15 to 40 by two breakdowns, a third of them so that both can be shown."""
    random = Random(number)
    one = Shape(
        people=random.randint(15, 40) if large else random.randint(8, 15),
        breakdowns=random.choice((("kind", "sector"), ("sector", "tenure"))) if large else random.choice(BREAKDOWNS),
        rounds=random.choice((1, 1, 1, 2)),
        answering=random.choice((0.9, 1.0)),
        missing=random.choice((0.03, 0.08)),
        joining=random.choice((0.0, 0.1)),
        skew=random.choice((1.0, 0.7, 0.3)),
        seed=number,
        merged=random.random() < 0.3,
        imported=random.choice((0.0, 0.0, 0.0, 0.3)),
        lifelike=True,
        level=random.choice((3.4, 3.9, 4.5)),
        crossed=large and number // 3 % 3 == 0,
    )
    scoring = scoring_of(version(number))
    waves = [wave for wave in simulate(one, scoring) if wave]
    return Story.of(scoring, waves, Rules(K, one.breakdowns))


def recorded(found: Verdicts, record: Record) -> Verdicts:
    for name, value in found.counts.items():
        record(name, value)
    return found


def nobody(found: Verdicts) -> bool:
    return not found.pinned and not found.unresolved


@pytest.mark.parametrize("number", range(-12, 0))
def test_every_answer_could_have_been_another(number: int, record_property: Record) -> None:
    found = recorded(attack(partnership(number), number), record_property)
    assert nobody(found), (found.pinned, found.unresolved)


@pytest.mark.attack
@pytest.mark.parametrize("number", range(300))
def test_every_answer_could_have_been_another_in_three_hundred_partnerships(
    number: int, record_property: Record
) -> None:
    found = recorded(attack(partnership(number), number), record_property)
    assert nobody(found), (found.pinned, found.unresolved)


@pytest.mark.attack
@pytest.mark.parametrize("number", range(1000, 1060))
def test_every_answer_could_have_been_another_in_sixty_with_two_breakdowns(
    number: int, record_property: Record
) -> None:
    found = recorded(attack(partnership(number, large=True), number), record_property)
    assert nobody(found), (found.pinned, found.unresolved)


def off(monkeypatch: pytest.MonkeyPatch, number: int, k: int) -> Verdicts:
    """Published by another K, and groups that answered alike too."""
    monkeypatch.setattr(CELLS, 0)
    random = Random(number)
    one = Shape(random.randint(9, 15), ("kind",), 1, 1.0, 0.08, 0.0, 0.5, number, lifelike=True)
    scoring = scoring_of(small())
    return attack(Story.of(scoring, simulate(one, scoring), Rules(k, ("kind",)), alike_below=0), number)


def test_with_the_plan_off_somebody_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(off(monkeypatch, number, 1).pinned for number in range(4))


def test_groups_that_answered_alike_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why ten answers are asked for: K alone does not do."""
    assert any(off(monkeypatch, number, K).pinned for number in range(40))


TINY = Scoring((Item("A", hi=2), Item("B", hi=2)), (Scale("S", ("A", "B"), kind="theme"),))


def tiny(seed: int, alike_below: int, *, people: int = 5, k: int = 2, skipping: float = 0.1) -> Story:
    """A few people in two groups, and two items of two options: every table there is can be tried."""
    random = Random(seed)
    wave = []
    for person in range(people):
        given = {code: random.choice((1, 2, 2)) for code in "AB" if random.random() >= skipping}
        wave.append(Answered(person, {"kind": "one" if 2 * person < people else "other"}, given))
    return Story.of(TINY, [wave], Rules(k, ("kind",)), alike_below)


def tables_of(story: Story) -> Iterator[np.ndarray]:
    real = story.rounds[0].places
    cells = np.argwhere(real >= 0)
    for options in product((0, 1), repeat=len(cells)):
        places = real.copy()
        places[tuple(cells.T)] = options
        yield places


def tables_of_the_same_counts(story: Story) -> Iterator[np.ndarray]:
    """Where nobody skipped anything, and how often each option was chosen is printed."""
    real = story.rounds[0].places
    of_items = [set(combinations(range(len(real)), int(column.sum()))) for column in real.T]
    for chosen in product(*of_items):
        places = np.zeros_like(real)
        for item, people in enumerate(chosen):
            places[list(people), item] = 1
        yield places


def compare(story: Story, tables: Iterable[np.ndarray], seed: int) -> None:
    """The verdicts, and what trying every table says."""
    real, expected = story.rounds[0].places, set[tuple[int, int, int]]()
    for places in tables:
        if story.told_by(story.with_answers(0, places), 0):
            expected |= {(0, int(person), int(item)) for person, item in np.argwhere(places != real)}
    found, alike = attack(story, seed), Search(story).run().alike
    assert not found.unresolved
    ways = [number for name, number in found.counts.items() if "with a witness" in name]
    assert sum(ways) == len(expected)
    assert len(found.pinned) == found.counts["answers looked at"] - len(expected | alike)


@pytest.mark.parametrize("alike_below", [10, 0])
@pytest.mark.parametrize("seed", range(6))
def test_brute_force_says_the_same(monkeypatch: pytest.MonkeyPatch, seed: int, alike_below: int) -> None:
    monkeypatch.setattr(CELLS, alike_below)
    story = tiny(seed, alike_below)
    compare(story, tables_of(story), seed)


@pytest.mark.parametrize("alike_below", [10, 0])
@pytest.mark.parametrize("seed", range(5))
def test_brute_force_says_the_same_of_printed_tables(
    monkeypatch: pytest.MonkeyPatch, seed: int, alike_below: int
) -> None:
    monkeypatch.setattr(CELLS, alike_below)
    story = tiny(seed, alike_below, people=8, k=4, skipping=0.0)
    compare(story, tables_of_the_same_counts(story), seed)
