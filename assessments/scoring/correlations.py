"""How strongly answers go together: correlations of items, as few numbers of one decimal."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assessments.scoring.rounding import round_half_up
from assessments.scoring.scales import Asked

FEWEST_PEOPLE, FEWEST_PAIRS = 4, 20
USUAL, HIGHEST = 0.5, 0.9
OWN_FROM = 50
AT_ONCE = 8_192


@dataclass(frozen=True)
class Own:
    """The mean correlation of the items of one construct, from 50 people: clipped, one decimal.

    `negative`: below 0 before it was clipped. `constant`: items in which all answered alike, left out of it.
    """

    rho: float
    negative: bool = False
    constant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Correlations:
    """Of the items of a round: within a theme or element, across them, and of constructs with 50 people and more.

    One decimal, 0 to .9. `pairs` of either kind that it rests on; below 20 it is not worked out, but assumed to be .5
    (within) or the same as within (across).
    """

    within: float = USUAL
    across: float = USUAL
    pairs: tuple[int, int] = (0, 0)
    own: Mapping[str, Own] = field(default_factory=dict)

    @property
    def assumed(self) -> tuple[bool, bool]:
        return self.pairs[0] < FEWEST_PAIRS, self.pairs[1] < FEWEST_PAIRS


def correlations(
    scores: Iterable[np.ndarray], asked: Asked, counted: Sequence[str], large: Collection[str] = ()
) -> Correlations:
    """Mean pairwise correlations of the `counted` items (codes; columns of `scores`) that belong to a score.

    `scores` come in blocks of people x items, NaN missing. Pairs with fewer than 4 people, or in which an item has no
    variance, do not count. `large`: codes of constructs with 50 people and more, which get one of their own.
    """
    r = pairwise(scores, len(counted))
    near = np.array([bool(asked.homes[a] & asked.homes[b]) for a in counted for b in counted], dtype=bool).reshape(
        r.shape
    )
    upper = np.triu(np.isfinite(r), 1)
    within, across = r[upper & near], r[upper & ~near]
    inside = _one_decimal(within.mean()) if len(within) >= FEWEST_PAIRS else USUAL
    outside = _one_decimal(across.mean()) if len(across) >= FEWEST_PAIRS else inside
    own = {
        scale.code: found
        for scale in asked.scales
        if scale.code in large and (found := _own(r, counted, [code for code in scale.items if code in counted]))
    }
    return Correlations(inside, outside, (len(within), len(across)), own)


def _one_decimal(value: float) -> float:
    return round_half_up(min(max(float(value), 0.0), HIGHEST), 1)


def _own(r: np.ndarray, counted: Sequence[str], items: Sequence[str]) -> Own | None:
    places = [counted.index(code) for code in items]
    part = r[np.ix_(places, places)]
    found = part[np.triu(np.isfinite(part), 1)]
    if not len(found):
        return None
    constant = tuple(code for code, row in zip(items, np.isfinite(part), strict=True) if not row.any())
    return Own(_one_decimal(found.mean()), round_half_up(float(found.mean()), 1) < 0, constant)


def pairwise(scores: Iterable[np.ndarray], items: int) -> np.ndarray:
    """Pearson r of every two items over the people who answered both; NaN where it does not count (and on itself)."""
    n, sums, squares, products = (np.zeros((items, items)) for _ in range(4))
    for block in scores:
        valid = ~np.isnan(block)
        there, values = valid.astype(float), np.where(valid, block, 0.0)
        n += there.T @ there
        sums += values.T @ there  # of the row's item, over people who answered the column's item too
        squares += (values**2).T @ there
        products += values.T @ values
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - sums**2 / n
        r: np.ndarray = (products - sums * sums.T / n) / np.sqrt(spread * spread.T)
    r[(n < FEWEST_PEOPLE) | (spread < 1e-9) | (spread.T < 1e-9)] = np.nan
    np.fill_diagonal(r, np.nan)
    return r


def persons_scores(scores: np.ndarray, needed: int) -> np.ndarray:
    """Mean of the answered items of each person (people x items, NaN missing), NaN below `needed` of them.

    For correlations alone: persons' scores are never published (STATISTICS 2).
    """
    answered = (~np.isnan(scores)).sum(axis=1)
    total = np.nansum(scores, axis=1)
    return np.divide(total, answered, out=np.full(len(scores), np.nan), where=answered >= max(1, needed))


def linked_correlation(pairs: Sequence[tuple[np.ndarray, np.ndarray]], people: int, themes: int = 4) -> float:
    """r between two rounds: mean over themes of the correlation of linked people's scores, 0 to .9, one decimal.

    `pairs`: of each theme the scores of the same people in either round, NaN missing. 0 for fewer than five linked
    `people` or fewer than four themes that enter (five people with both scores, and variance) (STATISTICS 7).
    """
    found = [r for before, after in pairs if (r := _r(before, after)) is not None]
    return _one_decimal(float(np.mean(found))) if people >= 5 and len(found) >= themes else 0.0


def _r(before: np.ndarray, after: np.ndarray) -> float | None:
    both = ~np.isnan(before) & ~np.isnan(after)
    x, y = before[both], after[both]
    if len(x) < 5 or np.ptp(x) < 1e-9 or np.ptp(y) < 1e-9:
        return None
    return float(np.corrcoef(x, y)[0, 1])
