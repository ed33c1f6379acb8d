"""What becomes of every answer of a story: a witness, known for a reason that is told, or found out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.attack.echoes import echoed
from tests.attack.moves import Table
from tests.attack.solver import Model, coupled
from tests.attack.stories import Story
from tests.attack.swaps import TRIES, Search, Target

STARTS, PATIENCE = 12, 10
ALIKE = "answers known, for everybody answered alike"
WITNESS, NONE = "witness", "none"
ALIKE_FROM = 10
"""A published group of so many answers may be told to have answered alike (STATISTICS 9)."""


@dataclass
class Verdicts:
    """Counts of answers, and the scandals: `pinned`, the only possible ones by proof, and `unresolved` ones."""

    counts: Counter[str] = field(default_factory=Counter)
    pinned: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)


def attack(story: Story, seed: int = 0, tries: int = TRIES) -> Verdicts:
    """Every answer by link: swaps first, the solver where they fail, then whatever else may be a witness."""
    search, found, open_ = Search(story, seed, tries).run(), Verdicts(), list[Target]()
    found.counts["answers with a witness by swaps"] = len(search.seen)
    for target in search.left:
        if target not in search.seen and not _judged(search, target, Random(seed), found):
            open_.append(target)
    found.unresolved = [_name(story, target) for target in open_ if target not in search.seen]
    found.counts.update(
        {
            "partnerships searched for witnesses": 1,
            "answers looked at": len(list(search.targets())),
            ALIKE: len(search.alike - search.seen),
            "answers that are the only possible ones": len(found.pinned),
            "answers unresolved": len(found.unresolved),
        }
    )
    return found


def _judged(search: Search, target: Target, random: Random, found: Verdicts) -> bool:
    """The item alone first; then every item that group scores tie to it: no table at all is a proof."""
    round, _person, item = target
    before, tied = len(search.seen), coupled(search.story, round, item)
    outcome = _tables(search, target, [item], random)
    if outcome != WITNESS and tied != [item]:
        outcome = _tables(search, target, tied, random)
    found.counts["answers with a witness by the solver"] += len(search.seen) - before
    if outcome == WITNESS:
        return True
    if outcome == NONE and _group_alike(search.tables[round], target):
        found.counts["answers known, for a group of ten and more answered alike"] += 1
    elif outcome == NONE:
        found.pinned.append(_name(search.story, target))
    else:
        outcome = WITNESS if _found_at_last(search, target, random) else ""
        found.counts["answers with a witness by more patience"] += len(search.seen) - before
    return bool(outcome)


def _found_at_last(search: Search, target: Target, random: Random) -> bool:
    """In all rounds at once, or with more patience."""
    story, (round, person, item) = search.story, target
    for _start in range(STARTS * PATIENCE if len(story.rounds) > 1 else 0):
        other = echoed(story, target, random)
        if other and other.rounds[round].places[person, item] != story.rounds[round].places[person, item]:
            search.seen.add(target)
            return True
    return search.found(target, (), PATIENCE)


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
    people, code = story.rounds[round], story.scoring.items[item].code
    return f"round {round + 1}, {people.keys[person]} on {code}: {people.places[person, item]}"
