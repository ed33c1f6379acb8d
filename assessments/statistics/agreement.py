"""How much people who rate the same partnership agree: rwg(j), r*wg(j) and average deviation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.statistics.rounding import round_half_up
from assessments.statistics.tables import Table
from assessments.statistics.thresholds import AGREEMENT_FROM, ROUGH_BELOW

SLIGHT_SKEW = 1.34  # variance of five options under no agreement, where few use the lower ones (LeBreton & Senter 2008)
Label = Literal["lack", "weak", "moderate", "strong", "very_strong"]


@dataclass(frozen=True)
class Agreement:
    """Agreement of `n` raters over `items` items: rwg(j) against two nulls, r*wg(j), and deviations in scale points.

    `ad_mean` is the number for lay readers ("on average answers lie 0.6 points from the mean"); up to `ad_limit` is
    acceptable (Burke & Dunlap 2002). `label` belongs to `rwg_skew`, the honest one where few use the lower options.
    """

    n: int
    items: int
    rwg: float
    rwg_skew: float | None
    r_star: float
    ad_mean: float
    ad_limit: float
    label: Label
    rough: bool

    @property
    def acceptable(self) -> bool:
        return self.ad_mean <= self.ad_limit


def agreement(tables: Sequence[Table], n: int) -> Agreement | None:
    """Agreement on the items of one construct, a table each, of `n` people (STATISTICS 5).

    Nothing unless every item has eight answers: with its mean a spread tells how they were spread. Below ten raters it
    is rough.
    """
    if not tables or min(table.n for table in tables) < AGREEMENT_FROM:
        return None
    low, high = tables[0].item.range
    options, size = int(high - low) + 1, len(tables)
    variance, chance = sum((table.sd or 0.0) ** 2 for table in tables) / size, uniform_variance(options)
    uniform, skew = rwg_j(variance, size, chance), rwg_j(variance, size, SLIGHT_SKEW) if options == 5 else None
    mean = sum(table.mean_deviation for table in tables) / size
    word, limit = label(uniform if skew is None else skew), round_half_up(options / 6, 1)
    star = r_star(variance, chance)
    return Agreement(n, size, uniform, skew, star, mean, limit, word, n < ROUGH_BELOW)


def uniform_variance(options: int) -> float:
    """Variance of ratings spread evenly over A options: (A^2 - 1) / 12, i.e. 2 for five."""
    return (options**2 - 1) / 12


def rwg_j(variance: float, items: int, null: float = 2.0) -> float:
    """rwg(j) = J(1-r) / (J(1-r) + r), r = mean item variance / null variance (James, Demaree & Wolf 1984).

    0 when the variance exceeds the null's, so the result lies in [0, 1]; for one item it is rwg = 1 - r.
    """
    if variance >= null:
        return 0.0
    r = variance / null
    return items * (1 - r) / (items * (1 - r) + r)


def r_star(variance: float, null: float = 2.0) -> float:
    """r*wg(j) = 1 - mean item variance / null variance, which does not grow with the number of items (Lindell 1999).

    Not truncated: below 0 people disagree more than if they had answered at random.
    """
    return 1 - variance / null


def label(value: float) -> Label:
    """Words for rwg (LeBreton & Senter 2008): to .30 lack, .50 weak, .70 moderate, .90 strong, above very strong."""
    steps: tuple[tuple[float, Label], ...] = ((0.30, "lack"), (0.50, "weak"), (0.70, "moderate"), (0.90, "strong"))
    return next((word for limit, word in steps if value <= limit), "very_strong")
