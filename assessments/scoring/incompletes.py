"""Whether few people who left an item out stand alone between a score, the items it is made of, and its parts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from assessments.scoring.disclosure import FINEST

_NOBODY, _ALWAYS, _LATE = 0, -1, -2
"""Keys of people: who take no part; whom nothing cancels; without a score, who count beside all items only."""
_ABSENT = -1.0  # in place of the share of a part that somebody does not have
_POINT = 1.1
_Left = Callable[[np.ndarray, int], np.ndarray]  # (rows of people, key that is cancelled) -> share left of each


class Part(NamedTuple):
    """A scale that is a part of another: the columns of its items in that one, and how many a score needs."""

    columns: Sequence[int]
    needed: int


def items_share(answered: np.ndarray, k: int, needed: int, classes: np.ndarray | None = None) -> float:
    """How much of one person's own mean stands alone in a combination of a scale's means with the sums of its items.

    `answered` (people x items, bool): who answered what; people with fewer than `needed` answers have no score, yet
    count in the items, and items of fewer than `k` answers are not published. `classes` (whole numbers): in which
    published groups each person lies, the same number for the same ones; None: in none but everybody.

    In each class the weight of the scale can be chosen so that everybody who answered exactly b items is gone: then
    1 - a/b of the own mean is left of people who answered a, and a/b of those who have no score. Over all choices of b,
    class by class, the fewest people left must be none or `k`: else the largest share left of one of them is returned.
    0: no combination tells of fewer than k people.
    """
    items = answered.shape[1]
    published = answered.sum(axis=0) >= k
    sizes, inside = answered.sum(axis=1), answered[:, published].sum(axis=1)
    scored = sizes >= needed
    keys = np.where(scored, np.where(inside == sizes, sizes, _ALWAYS), np.where(inside > 0, _LATE, _NOBODY))

    def left(rows: np.ndarray, base: int) -> np.ndarray:
        own = np.maximum(sizes[rows], 1)
        of_scored = inside[rows] * np.abs(1 / own - 1 / base) + 1 - inside[rows] / own
        return np.asarray(np.where(scored[rows], of_scored, inside[rows] / base))

    return _largest_share(keys, _classes(classes, len(answered)), items, k, left)


def parts_share(
    answered: np.ndarray, parts: Sequence[Part], k: int, needed: int, classes: np.ndarray | None = None
) -> float:
    """The same of a scale beside scales that are parts of it and together have all columns.

    Each part can be given a weight of its own: people are gone who answered such shares of all the parts they have.
    Nothing joins the classes here, for each has its own means of the parts: the largest share of any class counts.
    """
    groups = _classes(classes, len(answered))
    return max((_share_of_class(answered[groups == one], parts, k, needed) for one in np.unique(groups)), default=0.0)


def _share_of_class(answered: np.ndarray, parts: Sequence[Part], k: int, needed: int) -> float:
    """Over kinds of people, who answered as many items of each part, and how often there is such a person."""
    sizes, often = _kinds(answered, parts)
    total = sizes.sum(axis=1)
    has_part = sizes >= [part.needed for part in parts]
    scored = total >= needed
    mix = np.round(sizes / np.maximum(total, 1)[:, None], 9)
    whole = scored & ((sizes == 0) | has_part).all(axis=1)
    late = ~scored & has_part.any(axis=1)
    wanted = np.where(has_part, mix, _ABSENT)
    own = np.where(scored[:, None], mix, 0.0)
    largest = 0.0
    for weights in _weights(wanted[whole], often[whole], k - int(often[scored & ~whole].sum())):
        gone = whole & ((wanted == _ABSENT) | (wanted == weights)).all(axis=1)
        left = np.abs(own - weights * has_part).sum(axis=1)
        for rest in (scored & ~gone, (scored & ~gone) | (late & (left > 0))):
            if 0 < often[rest].sum() < k:
                largest = max(largest, float(left[rest].max()))
    return largest


def _kinds(answered: np.ndarray, parts: Sequence[Part]) -> tuple[np.ndarray, np.ndarray]:
    """The different numbers of answers to each part (kinds x parts), and how many people have given these."""
    sizes = [answered[:, list(part.columns)].sum(axis=1) for part in parts]
    shape = [len(part.columns) + 1 for part in parts]
    kinds, often = np.unique(np.ravel_multi_index(sizes, shape), return_counts=True)
    return np.column_stack(np.unravel_index(kinds, shape)), often


def _weights(wanted: np.ndarray, often: np.ndarray, spare: int) -> list[np.ndarray]:
    """Weights of the parts with which some people are gone: what each of them wants, put together where they agree.

    `wanted`: kinds of people x parts. None are looked for where `spare` people or more are left whatever is chosen.
    """
    if any(_left_by(part, often) >= spare for part in wanted.T):
        return []
    found: dict[tuple[float, ...], None] = {}
    for kind in map(tuple, np.unique(wanted, axis=0).tolist()):
        agreeing = [one for one in found if all(a == b or _ABSENT in (a, b) for a, b in zip(one, kind, strict=True))]
        found |= dict.fromkeys([kind, *(tuple(map(max, one, kind)) for one in agreeing)])
    return [np.maximum(one, 0) for one in found]


def _left_by(part: np.ndarray, often: np.ndarray) -> int:
    """Who is left at least: of those who have a part, only the ones can be gone who want one and the same weight."""
    having = part != _ABSENT
    _, number = np.unique(part[having], return_inverse=True)
    people = np.bincount(number, often[having], minlength=1)
    return int(people.sum() - people.max())


def finest_places(n: float, share: float, places: int = FINEST) -> int | None:
    """The most decimals, at most `places`, at which that share of a person's mean drowns in the rounding of n means.

    n means rounded to d decimals hide n * 10^-d / 2 points, which must be at least `share` of 1.1 points: then this
    combination tells the person's own mean to a point either way, as long as nobody looks at the printed values
    (docs/scoring.md, section 9). None: even one decimal would tell more.
    """
    return next((d for d in range(places, 0, -1) if n * 10.0**-d / 2 >= share * _POINT - 1e-9), None)


def _classes(given: np.ndarray | None, people: int) -> np.ndarray:
    return np.zeros(people, dtype=int) if given is None else given


def _largest_share(keys: np.ndarray, classes: np.ndarray, full: int, k: int, left: _Left) -> float:
    """The largest share left of one person where some choice of a key to cancel, class by class, leaves 1 to k - 1."""
    choices: list[list[tuple[int, np.ndarray]]] = []
    for one in np.unique(classes):
        within = (classes == one) & (keys != _NOBODY)
        bases = np.unique(keys[within & (keys > 0)])
        if len(bases):
            choices.append([(int(base), _rest(keys, within, int(base), full)) for base in bases])
    fewest = [min(len(rows) for _, rows in options) for options in choices]
    least, late = sum(fewest), np.flatnonzero(keys == _LATE)
    if least == 0 and choices and 0 < len(late) < k:
        return float(max(left(late, base).max() for options in choices for base, _ in options))
    if not 0 < least < k:
        return 0.0
    shares = [
        left(rows, base)
        for few, options in zip(fewest, choices, strict=True)
        for base, rows in options
        if len(rows) and len(rows) - few + least < k
    ]
    return float(max(one.max() for one in shares))


def _rest(keys: np.ndarray, within: np.ndarray, base: int, full: int) -> np.ndarray:
    """Who is left of a class; people without a score only beside all items, else their items can be avoided."""
    gone = (keys == base) | ((keys == _LATE) & (base != full))
    return np.flatnonzero(within & ~gone)
