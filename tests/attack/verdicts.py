"""What becomes of every answer of a story: a witness, known for a reason that is told, or found out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.attack.moves import Table
from tests.attack.solver import Model, coupled
from tests.attack.stories import Story
from tests.attack.swaps import TRIES, Search, Target

STARTS = 12
WITNESS, NONE = "witness", "none"
ALIKE_FROM = 10
"""A published group of so many answers may be told to have answered alike (STATISTICS 9)."""


@dataclass
class Verdicts:
    """Counts of answers, and the ones that are a scandal: `pinned` by proof, `unresolved` by exhaustion."""

    counts: Counter[str] = field(default_factory=Counter)
    pinned: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)


def attack(story: Story, seed: int = 0, tries: int = TRIES) -> Verdicts:
    """Every answer by link: swaps first, the solver where they fail."""
    search = Search(story, seed, tries).run()
    found, by_swaps = Verdicts(), len(search.seen)
    for target in search.left:
        if target not in search.seen:
            _judge(search, target, Random(seed), found)
    found.counts.update(
        partnerships=1,
        answers=len(list(search.targets())),
        swaps=by_swaps,
        solver=len(search.seen) - by_swaps,
        everybody_alike=len(search.alike - search.seen),
        pinned=len(found.pinned),
        unresolved=len(found.unresolved),
    )
    return found


def _judge(search: Search, target: Target, random: Random, found: Verdicts) -> None:
    """The item alone first; then every item that group scores tie to it: no table at all is a proof."""
    round, _person, item = target
    outcome = _tables(search, target, [item], random)
    tied = coupled(search.story, round, item)
    if outcome != WITNESS and tied != [item]:
        outcome = _tables(search, target, tied, random)
    if outcome == NONE and _group_alike(search.tables[round], target):
        found.counts["group_alike"] += 1
    elif outcome != WITNESS:
        (found.pinned if outcome == NONE else found.unresolved).append(_name(search.story, target))


def _tables(search: Search, target: Target, items: Sequence[int], random: Random) -> str:
    round, person, item = target
    model = Model(search.story, round, search.tables[round], person, item, items)
    for _start in range(STARTS):
        try:
            places = model.solve(random)
        except TimeoutError:
            break
        if places is None:
            return NONE
        if search.mended(target, places):
            return WITNESS
    return ""


def _group_alike(table: Table, target: Target) -> bool:
    """The whole group that the item is published by, of ten answers and more, answered alike."""
    _round, person, item = target
    answers = table.places[table.unknown[:, item] & table.group(person, table.using[item]), item]
    return len(answers) >= ALIKE_FROM and bool((answers == answers[0]).all())


def _name(story: Story, target: Target) -> str:
    round, person, item = target
    people, code = story.rounds[round], story.asked.items[item].code
    return f"round {round + 1}, {people.keys[person]} on {code}: {people.places[person, item]}"
