"""Witnesses of several rounds: two people exchange their answers to an item in every round, so that r does not move."""

from random import Random

import numpy as np

from tests.attack.moves import Move, Table
from tests.attack.stories import Story
from tests.attack.swaps import Search, Target


def echoed(story: Story, target: Target, random: Random) -> Story | None:
    """Another story in which somebody and a partner changed places in one item, with what hides it in each round."""
    round, person, item = target
    tables = [Table.of(story, number) for number in range(len(story.rounds))]
    table = tables[round]
    others = table.unknown[:, item] & (table.places[:, item] != table.places[person, item])
    near = np.flatnonzero(others & table.group(person, table.minding[item]))
    partners = near if len(near) else np.flatnonzero(others)
    if not len(partners):
        return None
    keys = [story.rounds[round].keys[one] for one in (person, int(random.choice(partners)))]
    pairs = [[people.keys.index(key) for key in keys if key in people.keys] for people in story.rounds]
    other = story
    for number, pair in enumerate(pairs):
        if len(pair) == 2 and tables[number].unknown[pair, item].all():
            other = other.with_answers(number, _exchanged(other.rounds[number].places, pair, item))
    return _hidden(story, other, pairs, item, random)


def _exchanged(places: np.ndarray, pair: list[int], item: int) -> np.ndarray:
    found = places.copy()
    found[pair, item] = found[pair[::-1], item]
    return found


def _hidden(story: Story, other: Story, pairs: list[list[int]], item: int, random: Random) -> Story | None:
    """Round by round, the numbers that join items are brought back to what is printed."""
    for number, pair in enumerate(pairs):
        search = Search(other.taken_for(story), random.randrange(2**30))
        table = search.tables[number]
        still: list[Move] = [
            ((one, item, int(table.places[one, item])),) for one in pair if table.places[one, item] >= 0
        ]
        moves, _used = search.mend(number, table, still or [()])
        if not moves:
            return None
        other = other.with_answers(number, table.after(moves))
    return other if story.told_by(other, 0) else None
