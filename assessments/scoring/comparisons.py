"""Two rounds compared person by person or as independent sets: tests, effect sizes and the choice between them."""

from collections.abc import Iterable
from math import sqrt

import numpy as np
import pandas as pd
from scipy.special import stdtr

from assessments.scoring import effects
from assessments.scoring.change import Change, judge, welch
from assessments.scoring.intervals import SAME, Summary, clean, t_quantile
from assessments.scoring.permutations import permutation_p

SMALL = 20
LINKED_SHARE, LINKED_N = 0.6, 10


def compare_linked(before: pd.Series, after: pd.Series) -> Change:
    """Change of the people who answered both times: paired t with interval, g_av, rank-biserial (STATISTICS 7).

    `before` and `after` hold one round's person scores each (scale points, NaN = none), indexed by panel key; people
    without both scores are left out. All differences 0: p = 1; one and the same other difference: no p, no interval.
    Raises ValueError when a key occurs twice in a round.
    """
    if not (before.index.is_unique and after.index.is_unique):
        raise ValueError("a panel key occurs twice in a round")
    pairs = pd.concat([before, after], axis=1, join="inner").dropna().to_numpy(dtype=float)
    n, difference = len(pairs), None if len(pairs) == 0 else float((pairs[:, 1] - pairs[:, 0]).mean())
    low, high, p = _paired_t(pairs)
    verdict = judge(difference, low, high, p, n)
    effect = effects.g_av(pairs[:, 0], pairs[:, 1])
    ordinal = effects.rank_biserial(pairs[:, 0], pairs[:, 1])
    return Change(True, n, n, difference, low, high, p, verdict, effect=effect, ordinal=ordinal)


def _paired_t(pairs: np.ndarray) -> tuple[float | None, float | None, float | None]:
    n = len(pairs)
    if n < 2:
        return None, None, None
    difference = pairs[:, 1] - pairs[:, 0]
    if np.ptp(difference) < SAME:
        return None, None, 1.0 if abs(difference[0]) < SAME else None
    mean, se = float(difference.mean()), float(difference.std(ddof=1)) / sqrt(n)
    h = t_quantile(n - 1) * se
    return mean - h, mean + h, float(2 * stdtr(n - 1, -abs(mean) / se))


def compare_unlinked(before: Iterable[float], after: Iterable[float]) -> Change:
    """Change between two sets of people: Welch interval, p, Hedges' g and Cliff's delta (STATISTICS 7).

    Person scores in scale points, NaN dropped. With fewer than 20 in a round p comes from the studentised permutation
    test (Chung & Romano 2013; fixed seed), without variance in a round from the permutation of the mean difference.
    """
    x, y = clean(before), clean(after)
    difference = float(y.mean() - x.mean()) if len(x) and len(y) else None
    low, high, p = _unlinked_test(x, y)
    verdict = judge(difference, low, high, p, min(len(x), len(y)))
    effect, ordinal = effects.hedges_g(x, y), effects.cliff_delta(x, y)
    return Change(False, len(x), len(y), difference, low, high, p, verdict, effect=effect, ordinal=ordinal)


def _unlinked_test(x: np.ndarray, y: np.ndarray) -> tuple[float | None, float | None, float | None]:
    if min(len(x), len(y)) < 2:
        return None, None, None
    low, high, p = welch(_moments(x), _moments(y))
    return low, high, permutation_p(x, y) if min(len(x), len(y)) < SMALL else p


def _moments(x: np.ndarray) -> Summary:
    sd = 0.0 if np.ptp(x) < SAME else float(x.std(ddof=1))
    return Summary(len(x), float(x.mean()), sd, None, None)


def compare(before: pd.Series, after: pd.Series) -> Change:
    """The one change to report: linked when enough people answered both times, else unlinked, never both.

    Series as for `compare_linked`; anonymous rounds call `compare_unlinked` instead. Linked when at least 60 % of the
    smaller round and at least 10 people have both scores (STATISTICS 7).
    """
    x, y = before.dropna(), after.dropna()
    linked = len(x.index.intersection(y.index))
    smaller = min(len(x), len(y))
    if linked >= LINKED_N and linked >= LINKED_SHARE * smaller:
        return compare_linked(x, y)
    return compare_unlinked(x.to_numpy(), y.to_numpy())
