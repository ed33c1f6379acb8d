"""How much people who rate the same partnership agree: rwg(j), r*wg(j) and average deviations."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

FEW_RATERS, ROUGH_BELOW = 5, 10
NULLS = {
    "uniform": 2.0,
    "slight_skew": 1.34,
    "moderate_skew": 0.90,
    "heavy_skew": 0.44,
    "triangular": 1.32,
    "normal": 1.04,
}
"""Variance of five options under no agreement, by the shape assumed (LeBreton & Senter 2008)."""

Label = Literal["lack", "weak", "moderate", "strong", "very_strong"]
AgreementNote = Literal["", "too_few", "rough"]


@dataclass(frozen=True)
class Agreement:
    """Agreement of `n` raters over `items` items: rwg(j) against two nulls, r*wg(j), and deviations in scale points.

    `ad_mean` is the number for lay readers ("on average answers lie 0.6 points from the mean"); up to `ad_limit` is
    acceptable. `label` belongs to `rwg_skew`, the honest one where few use the lower options. None: cannot be computed.
    """

    n: int
    items: int
    rwg: float | None = None
    rwg_skew: float | None = None
    r_star: float | None = None
    ad_mean: float | None = None
    ad_median: float | None = None
    ad_limit: float | None = None
    label: Label | None = None
    note: AgreementNote = ""

    @property
    def acceptable(self) -> bool | None:
        """Whether answers lie close enough together (Burke & Dunlap 2002)."""
        return None if self.ad_mean is None or self.ad_limit is None else self.ad_mean <= self.ad_limit


def agreement(scored: pd.DataFrame, options: int = 5) -> Agreement:
    """Agreement on one scale within one partnership; needs 5 raters, and below 10 it is rough (STATISTICS 5).

    `scored` holds the scale's item scores (raters x items, NaN missing); each item counts over those who answered it,
    items with fewer than 2 answers are left out.
    """
    values = scored.to_numpy(dtype=float)
    present = ~np.isnan(values)
    n = int(present.any(axis=1).sum())
    columns = _columns(values)
    if n < FEW_RATERS or not columns:
        return Agreement(n, len(columns), note="too_few")
    size, variance = len(columns), mean_variance(values)
    skew = rwg_j(variance, size, NULLS["slight_skew"]) if options == 5 else None
    uniform = rwg_j(variance, size, uniform_variance(options))
    return Agreement(
        n,
        size,
        uniform,
        skew,
        r_star(variance, uniform_variance(options)),
        average_deviation(values),
        average_deviation(values, around="median"),
        round(options / 6, 1),
        label(uniform if skew is None else skew),
        "rough" if n < ROUGH_BELOW else "",
    )


def _columns(values: np.ndarray) -> list[np.ndarray]:
    """The answers to each item that has at least two of them."""
    columns = (column[~np.isnan(column)] for column in values.T)
    return [column for column in columns if len(column) >= 2]


def uniform_variance(options: int) -> float:
    """Variance of ratings spread evenly over A options: (A^2 - 1) / 12, i.e. 2 for five."""
    return (options**2 - 1) / 12


def mean_variance(values: np.ndarray) -> float:
    """Mean over items of the variance (n-1) between raters, in squared scale points; NaN without any usable item."""
    variances = [column.var(ddof=1) for column in _columns(values)]
    return float(np.mean(variances)) if variances else float("nan")


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


def average_deviation(values: np.ndarray, around: Literal["mean", "median"] = "mean") -> float:
    """AD(M) or AD(Md): mean over items of the mean |answer - item mean or median|, in scale points.

    `values` is raters x items with NaN for missing (Burke & Dunlap 2002); NaN without any usable item.
    """
    centre = np.mean if around == "mean" else np.median
    deviations = [np.abs(column - centre(column)).mean() for column in _columns(values)]
    return float(np.mean(deviations)) if deviations else float("nan")


def label(value: float) -> Label:
    """Words for rwg (LeBreton & Senter 2008): to .30 lack, .50 weak, .70 moderate, .90 strong, above very strong."""
    steps: tuple[tuple[float, Label], ...] = ((0.30, "lack"), (0.50, "weak"), (0.70, "moderate"), (0.90, "strong"))
    return next((word for limit, word in steps if value <= limit), "very_strong")
