"""How strongly answers go together: correlations of items, as few numbers of one decimal."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assessments.statistics.rounding import round_half_up
from assessments.statistics.scales import Scoring
from assessments.statistics.thresholds import FEWEST_PAIRS, FEWEST_PEOPLE

USUAL, HIGHEST = 0.5, 0.9
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

    One decimal, 0 to .9. From fewer than 20 pairs it is not worked out, but `assumed` to be .5 (within) or the same as
    within (across).
    """

    within: float = USUAL
    across: float = USUAL
    assumed: tuple[bool, bool] = (True, True)
    own: Mapping[str, Own] = field(default_factory=dict)


def correlations(
    scores: Iterable[np.ndarray], scoring: Scoring, counted: Sequence[str], large: Collection[str] = ()
) -> Correlations:
    """Mean pairwise correlations of the `counted` items (codes; columns of `scores`) that belong to a score.

    `scores` come in blocks of people x items, NaN missing. Pairs with fewer than 4 people, or with an item all answered
    alike, do not count. `large`: codes of constructs with 50 people and more, which get one of their own.
    """
    r = pairwise(scores, len(counted))
    homes = [scoring.homes[code] for code in counted]
    near = np.reshape([bool(home & other) for home in homes for other in homes], r.shape).astype(bool)
    upper = np.triu(np.isfinite(r), 1)  # every pair once
    within, across = r[upper & near], r[upper & ~near]
    assumed = len(within) < FEWEST_PAIRS, len(across) < FEWEST_PAIRS
    inside = USUAL if assumed[0] else _one_decimal(within.mean())
    outside = inside if assumed[1] else _one_decimal(across.mean())
    own = {
        scale.code: of_scale
        for scale in scoring.scales
        if scale.code in large and (of_scale := _own(r, counted, [code for code in scale.items if code in counted]))
    }
    return Correlations(inside, outside, assumed, own)


def rho_of(scoring: Scoring, known: Correlations, construct: str, items: Sequence[str]) -> list[list[float]]:
    """The correlation that counts between every two items of a construct: its own one, else within or across."""
    if construct in known.own:
        return [[known.own[construct].rho] * len(items)] * len(items)
    homes = scoring.homes
    return [[known.within if homes[a] & homes[b] else known.across for b in items] for a in items]


def _one_decimal(value: float) -> float:
    return round_half_up(min(max(float(value), 0.0), HIGHEST), 1)


def _own(r: np.ndarray, counted: Sequence[str], items: Sequence[str]) -> Own | None:
    columns = [counted.index(code) for code in items]
    part = r[np.ix_(columns, columns)]
    pairs = part[np.triu(np.isfinite(part), 1)]
    if not len(pairs):
        return None
    constant = tuple(code for code, varies in zip(items, np.isfinite(np.diag(part)), strict=True) if not varies)
    return Own(_one_decimal(pairs.mean()), round_half_up(float(pairs.mean()), 1) < 0, constant)


def pairwise(scores: Iterable[np.ndarray], items: int) -> np.ndarray:
    """Pearson r of every two items over the people who answered both; NaN where it does not count.

    A pair counts where both items vary, each among all who answered it. Among those who answered both, an item may
    still be constant; r is 0 then. Say that Amina and Bruno chose 4 for A and Chen chose 2: if the pair of A and B were
    left out because nothing varies between Amina and Bruno, that would tell that Chen skipped B.
    """
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
    varies = np.diag(spread) >= 1e-9
    r[(spread < 1e-9) | (spread.T < 1e-9)] = 0.0
    r[(n < FEWEST_PEOPLE) | ~varies[:, None] | ~varies[None, :]] = np.nan
    np.fill_diagonal(r, np.where(varies, 1.0, np.nan))
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

    `pairs`: of each theme the scores of the same people in either round, NaN missing. A theme enters with five people
    who have both scores; r is 0 for fewer than four such themes or five linked `people` (STATISTICS 7). A theme without
    variance among these people counts 0: leaving the theme out would tell that whoever was different is not linked.
    """
    both = [~np.isnan(before) & ~np.isnan(after) for before, after in pairs]
    entering = [_r(x[rows], y[rows]) for (x, y), rows in zip(pairs, both, strict=True) if rows.sum() >= 5]
    return _one_decimal(float(np.mean(entering))) if people >= 5 and len(entering) >= themes else 0.0


def _r(x: np.ndarray, y: np.ndarray) -> float:
    varied = np.ptp(x) >= 1e-9 and np.ptp(y) >= 1e-9
    return float(np.corrcoef(x, y)[0, 1]) if varied else 0.0
