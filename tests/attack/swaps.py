"""Witnesses: other tables of answers, equal in everything published, in which somebody answered otherwise.

Two people of the same published groups exchange their answers to one item: no table of counts, score, interval or gap
notices, only the few numbers that join items or rounds do, and these have one decimal. Whether a candidate is a witness
is decided by publishing it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from random import Random

import numpy as np

from tests.attack.joints import Joints
from tests.attack.moves import Move, Table, touched
from tests.attack.stories import Story

Target = tuple[int, int, int]  # round, person (row), item (column)
AT_ONCE, LONGEST, LOOKS, STARTS = 4, 8, 12, 8
TRIES, REFUSED, ROOM = 1500, 40, 0.02


@dataclass
class Search:
    """All answers of a story that somebody could want to know.

    `seen`: those with a witness; `alike`: everybody gave the same, so it is known; `left`: none was found. A table that
    is a witness may serve as the base of the next one: `bases`.
    """

    story: Story
    seed: int = 0
    tries: int = TRIES
    seen: set[Target] = field(default_factory=set)
    alike: set[Target] = field(default_factory=set)
    left: list[Target] = field(default_factory=list)
    witnesses: list[Story] = field(default_factory=list)

    def __post_init__(self) -> None:
        rounds = range(len(self.story.rounds))
        self._random = Random(self.seed)
        self.tables = [Table.of(self.story, round) for round in rounds]
        self.bases = list(self.tables)
        self._cells = [list(table.cells()) for table in self.tables]
        self._joints = [Joints.of(self.story, round) for round in rounds]

    def run(self) -> "Search":
        for round in range(len(self.tables)):
            self._make_room(round)
        targets = [target for target in self.targets() if not self._all_alike(target)]
        self._random.shuffle(targets)
        for target in targets:
            if target not in self.seen and not self.found(target, targets):
                self.left.append(target)
        return self

    def targets(self) -> Iterator[Target]:
        for round, table in enumerate(self.tables):
            yield from ((round, person, item) for person, item in table.cells())

    def _all_alike(self, target: Target) -> bool:
        """Everybody whose answer is not known anyway gave the same one, and it is published."""
        round, _person, item = target
        table = self.tables[round]
        answers = table.places[table.unknown[:, item], item]
        if table.printed[item] and (answers == answers[0]).all():
            self.alike.add(target)
            return True
        return False

    def _make_room(self, round: int) -> None:
        """Move the base to where the numbers that join items lie well inside of what is printed."""
        base, moves, off = self.bases[round], list[Move](), self._joints[round].off(self.bases[round].places)
        for _step in range(STARTS):
            if off >= -ROOM:
                off, moves = min((off, moves), *self._ranked(round, base, moves), key=itemgetter(0))
        if moves:
            self._tried(round, base, moves)

    def found(self, target: Target, targets: Sequence[Target], patience: int = 1) -> bool:
        """Several answers at once while that goes well, then this one, in ever stranger ways."""
        round, left, refused = target[0], self.tries * patience, 0
        while left > 0 and refused < REFUSED * patience:
            many = patience == 1 and refused < 2 and left > self.tries - 3 * LOOKS
            base = self.tables[round] if refused > REFUSED // 2 else self.bases[round]
            moves = self._together(base, target, AT_ONCE if many else 1, targets, 0.3 * (refused > 3))
            if refused > 4 and refused % 2:
                moves = self._likened(base, moves, target[2])
            moves, used = self.mend(round, base, moves)
            left -= used
            if moves and self._tried(round, base, moves) and target in self.seen:
                return True
            refused += bool(moves)
        return False

    def _likened(self, base: Table, moves: list[Move], item: int) -> list[Move]:
        """And some group is made to answer this item alike, or another one."""
        for _try in range(LOOKS):
            column = self._random.choice((item, self._random.randrange(base.places.shape[1])))
            more = base.likened(self._random, column, self.story.alike_below)
            if more and not touched(moves) & touched(more):
                return [*moves, *more]
        return moves

    def mended(self, target: Target, places: np.ndarray) -> bool:
        """Whether a table that fits all else is a witness, or a few exchanges away from one."""
        round, person, item = target
        table = replace(self.tables[round], places=places)
        still: list[Move] = [((person, item, int(places[person, item])),)]
        return any(self._tried(round, table, self.mend(round, table, still)[0]) for _start in range(STARTS))

    def _together(self, base: Table, target: Target, swaps: int, targets: Sequence[Target], odds: float) -> list[Move]:
        round, person, item = target
        moves = self._more(base, [], person, item, odds)
        for _other in range(swaps - 1 if moves else 0):
            chosen = next((one for one in self._random.choices(targets, k=8) if self._open(one, round)), None)
            if chosen:
                moves = self._more(base, moves, *chosen[1:])
        return moves

    def _open(self, target: Target, round: int) -> bool:
        return target[0] == round and target not in self.seen

    def _more(self, base: Table, moves: list[Move], person: int, item: int, odds: float = 0.0) -> list[Move]:
        """One more move, if it does not undo another one."""
        move = base.move(self._random, person, item, odds=odds)
        return [*moves, move] if move and not touched(moves) & touched([move]) else moves

    def _ranked(self, round: int, base: Table, moves: list[Move]) -> list[tuple[float, list[Move]]]:
        """One more move, in several ways, the best first; rather of answers that have no witness yet."""
        chosen = []
        for _look in range(LOOKS):
            cells = self._random.choices(self._cells[round], k=3)
            cell = next((one for one in cells if (round, *one) not in self.seen), cells[0])
            more = self._more(base, moves, *cell)
            chosen.append((self._joints[round].off(base.after(more)), more))
        return sorted(chosen, key=itemgetter(0))

    def mend(self, round: int, base: Table, moves: list[Move]) -> tuple[list[Move], int]:
        """More changes, until the numbers that join items are what is printed again; none where they do not get there.

        And how many tables were looked at.
        """
        off, used = self._joints[round].off(base.after(moves)) if moves else 0.0, 1
        longest = len(moves) + LONGEST
        while off > 0 and len(moves) < longest:
            nearest, more = self._ranked(round, base, moves)[0]
            used += LOOKS
            if nearest >= off:
                break
            off, moves = nearest, more
        return ([] if off > 0 else moves), used

    def _tried(self, round: int, base: Table, moves: Sequence[Move]) -> bool:
        """Publish the other story, if it is worth it; where everything is the same, its answers are seen."""
        places = base.after(moves)
        off = self._joints[round].off(places)
        if not moves or off > 0:
            return False
        other = self.story.with_answers(round, places)
        if not self.story.told_by(other, round):
            return False
        changed = np.argwhere(places != self.tables[round].places)
        self.seen |= {(round, int(person), int(item)) for person, item in changed}
        self.witnesses.append(other)
        if off < self._joints[round].off(self.bases[round].places) or off < -ROOM:
            self.bases[round] = replace(self.tables[round], places=places)
        return True
