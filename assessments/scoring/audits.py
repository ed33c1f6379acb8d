"""Whether published numbers can be combined so that only few people are left: exactly, for numbers not rounded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_TINY = 1e-9


@dataclass(frozen=True)
class Mean:
    """A published mean: over `people` (bool), of their own means over `columns`, from `needed` answers on."""

    people: np.ndarray
    columns: Sequence[int]
    needed: int


def rests_on_few(answered: np.ndarray, means: Sequence[Mean], items: Sequence[int], k: int) -> bool:
    """Whether some combination of these means and of the sums of `items` (columns) tells of 1 to k - 1 people alone.

    `answered` (people x items, bool): who answered what. A combination tells of the people whose answers it does not
    cancel. People who answered the same and count in the same means are one class, cancelled together. What cancels a
    class is a linear space; those of k people and more must be cancelled, and of the others all but k - 1 people,
    which is searched for exactly.
    """
    if not len(answered) or not (len(means) + len(items)):
        return False
    kinds, people = _kinds(answered, means)
    blocks = [_block(*kind, means, items) for kind in kinds]
    order = np.argsort(-people, kind="stable")
    everything = _null(np.vstack(blocks))
    return _search([blocks[one] for one in order], people[order].tolist(), everything.shape[1], k - 1)


def _kinds(answered: np.ndarray, means: Sequence[Mean]) -> tuple[list[tuple[np.ndarray, np.ndarray]], np.ndarray]:
    """Of each class the items answered and the means it is meant by; and how many people it has."""
    meant = np.column_stack([mean.people for mean in means]) if means else np.zeros((len(answered), 0), dtype=bool)
    rows, people = np.unique(np.packbits(np.hstack([answered, meant]), axis=1), axis=0, return_counts=True)
    bits = np.unpackbits(rows, axis=1, count=answered.shape[1] + meant.shape[1]).astype(bool)
    return [(row[: answered.shape[1]], row[answered.shape[1] :]) for row in bits], people


def _block(answered: np.ndarray, meant: np.ndarray, means: Sequence[Mean], items: Sequence[int]) -> np.ndarray:
    """How much each answer of such a person counts in each number: answers x numbers."""
    block = np.zeros((len(answered), len(means) + len(items)))
    for number, mean in enumerate(means):
        given = [column for column in mean.columns if answered[column]]
        if meant[number] and len(given) >= mean.needed:
            block[given, number] = 1 / len(given)
    for number, item in enumerate(items, start=len(means)):
        block[item, number] = answered[item]
    return block[answered]


def _search(blocks: Sequence[np.ndarray], people: Sequence[int], trivial: int, spare: int) -> bool:
    """Whether more than what cancels everybody cancels all of these classes but `spare` people.

    `trivial`: the dimension of the combinations that cancel everybody. Of so many shares of the small classes and one
    more, one is cancelled as a whole: nearly always nothing is left then, and there is nothing to search.
    """
    large = sum(n > spare for n in people)
    space = _cancelled(np.eye(blocks[0].shape[1]), blocks[:large])
    small = list(zip(blocks[large:], people[large:], strict=True))
    for share in range(spare + 1):
        begun = _cancelled(space, [block for block, _ in small[share :: spare + 1]])
        if begun.shape[1] > trivial and _cancels_all_but(begun, small, trivial, spare):
            return True
    return False


def _cancels_all_but(space: np.ndarray, classes: Sequence[tuple[np.ndarray, int]], trivial: int, spare: int) -> bool:
    """Class by class: cancelled, or left as long as there are people to spare."""
    open_ = [(0, space, spare)]
    while open_:
        place, space, left = open_.pop()
        while space.shape[1] > trivial and place < len(classes):
            block, people = classes[place]
            smaller = _cancelled(space, [block])
            if people <= left and smaller.shape[1] < space.shape[1]:
                open_.append((place + 1, space, left - people))
            space, place = smaller, place + 1
        if space.shape[1] > trivial:
            return True
    return False


def _cancelled(space: np.ndarray, blocks: Sequence[np.ndarray]) -> np.ndarray:
    """The part of a space of combinations that cancels these classes too."""
    told = np.vstack([block @ space for block in blocks]) if blocks else np.zeros((0, space.shape[1]))
    return space @ _null(told) if np.abs(told).max(initial=0) > _TINY else space


def _null(matrix: np.ndarray) -> np.ndarray:
    """An orthonormal basis of all that the matrix sends to zero, as columns."""
    values, vectors = np.linalg.eigh(matrix.T @ matrix)
    return vectors[:, values <= _TINY * max(1.0, float(values.max(initial=0)))]
