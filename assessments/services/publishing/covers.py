"""How a construct is put together from smaller ones, as synergy is from the four themes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

from assessments.queries.instruments import Construct, Questionnaire

Columns = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Cover:
    """Smaller constructs that share no item and together have all of them.

    `columns`: of each part, where its items stand among those of the whole.
    """

    parts: tuple[Construct, ...]
    columns: Columns

    def choices(self, exact: Collection[str]) -> Iterator[Columns]:
        """The columns with any of the exact parts (codes) broken up into its single items, and with none of them."""
        of_each: list[list[Columns]] = [
            [[whole], [[item] for item in whole]] if part.code in exact and len(whole) > 1 else [[whole]]
            for part, whole in zip(self.parts, self.columns, strict=True)
        ]
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
