"""How finely a score may be printed beside the items it is made of, when few people left one of them out."""

from math import ceil

import numpy as np

from assessments.scoring.disclosure import FINEST

_POINT = 1.0
"""Nobody's own mean may be told closer than this many points either way."""


def exposed_share(answered: np.ndarray, k: int) -> float:
    """How much of a single person's own mean stands alone in a combination of a scale's mean with its items' means.

    `answered` (people x items, bool): who answered what; people below the half rule have no score, yet count in the
    items, and items of fewer than k answers are not published. n times the mean of the scale, minus the sums of the
    items each divided by b, cancels everybody who answered exactly b published items and no other. Of anybody else who
    has a score, with a items, 1 - a/b of the own mean remains, and of people without one a/b. Where these are 1..k-1
    people the largest such share is returned, over every b that occurs; else 0: the combination tells of nobody, or of
    k people. Two scores that cancel differently would have to share no item, so with the half rule no other
    combination leaves fewer.
    """
    items = answered.shape[1]
    published = answered.sum(axis=0) >= k
    sizes, inside = answered.sum(axis=1), answered[:, published].sum(axis=1)
    has_score = sizes >= max(1, ceil(items / 2))
    without = inside[~has_score & (inside > 0)]
    worst = 0.0
    for base in np.unique(sizes[has_score]):
        rest = has_score & ~((sizes == base) & (inside == base))
        # With fewer items than all, items nobody else answered may be left out, and with them the people of no score.
        others = without if base == items or not rest.any() else without[:0]
        if 0 < rest.sum() + len(others) < k:
            share = inside[rest] * np.abs(1 / sizes[rest] - 1 / base) + 1 - inside[rest] / sizes[rest]
            worst = max(worst, float(np.concatenate([share, others / base]).max()))
    return worst


def finest_places(n: int, share: float, places: int = FINEST) -> int | None:
    """The most decimals, at most `places`, at which that share of a person's mean drowns in the rounding of n means.

    n means rounded to d decimals hide n * 10^-d / 2 points, which must be at least `share` of one point: then the
    person's own mean is known to a point either way at best. None: even one decimal would tell more.
    """
    return next((d for d in range(places, 0, -1) if n * 10.0**-d / 2 >= share * _POINT - 1e-9), None)
