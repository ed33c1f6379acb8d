"""How a construct is put together from smaller ones, as synergy is from the four themes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

from assessments.queries.instruments import Construct, Questionnaire
from assessments.scoring.incompletes import Part


@dataclass(frozen=True)
class Cover:
    """Smaller constructs that share no item and together have all of them.

    `columns`: of each part, where its items stand among those of the whole.
    """

    parts: tuple[Construct, ...]
    columns: Sequence[Sequence[int]]

    def choices(self, exact: Collection[str]) -> Iterator[Sequence[Part]]:
        """The parts with any of the exact ones (codes) broken up into its single items, and with none of them."""
        of_each = []
        for part, columns in zip(self.parts, self.columns, strict=True):
            whole, items = [Part(columns, part.scale.needed)], [Part([item], 1) for item in columns]
            of_each.append([whole, items] if part.code in exact and len(items) > 1 else [whole])
        yield from (list(chain.from_iterable(chosen)) for chosen in product(*of_each))


def covers_of(asked: Questionnaire, construct: Construct) -> list[Cover]:
    """Every way to put it together; none where no constructs of the questionnaire make it up."""
    column = {item.code: place for place, item in enumerate(construct.items)}
    found = {frozenset(column.get(item.code, -1) for item in one.items): one for one in reversed(asked.constructs)}
    smaller = sorted(
        (part for part in found if part and part < set(column.values())), key=lambda one: (-len(one), min(one))
    )
    return [
        Cover(tuple(found[part] for part in cover), tuple(tuple(sorted(part)) for part in cover))
        for cover in _exact_covers(frozenset(column.values()), smaller)
    ]


def _exact_covers(open: frozenset[int], parts: Sequence[frozenset[int]]) -> Iterator[list[frozenset[int]]]:
    if not open:
        yield []
        return
    first = min(open)
    for part in parts:
        if first in part and part <= open:
            yield from ([part, *rest] for rest in _exact_covers(open - part, parts))
