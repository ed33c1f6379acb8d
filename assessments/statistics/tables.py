"""How an item was answered: a table of counts, and the mean and spread that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from assessments.statistics.scales import BLANK, Item

MISSING = -BLANK  # places below 0, which come first in a row of counts


@dataclass(frozen=True)
class Table:
    """How often each option of an item was chosen, in the order of the options, with `na`, `dk` and blank apart."""

    item: Item
    counts: tuple[int, ...]
    na: int = 0
    dk: int = 0
    blank: int = 0

    @property
    def n(self) -> int:
        """Answers that are options."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Mean of the valid answers as scored; None without any."""
        return self._sum(1) / self.n if self.n else None

    @property
    def sd(self) -> float | None:
        """Standard deviation (n - 1) of the valid answers as scored; None for fewer than two."""
        if self.n < 2:
            return None
        squares = self._sum(2) - self._sum(1) ** 2 / self.n
        return sqrt(max(0.0, squares) / (self.n - 1))

    def _sum(self, power: int) -> float:
        return sum(count * value**power for count, value in zip(self.counts, self.item.values, strict=True))

    @property
    def shares(self) -> tuple[float, ...]:
        """Share of each option among the valid answers, 0..1; empty without any."""
        return tuple(count / self.n for count in self.counts) if self.n else ()

    @property
    def mean_deviation(self) -> float:
        """Mean |answer - mean| of the valid answers, in scale points; needs an answer."""
        answers = np.repeat(self.item.values, self.counts)
        return float(np.abs(answers - answers.mean()).mean())

    @property
    def lean(self) -> float | None:
        """Mean of the chosen options minus the middle one: a balance item says too little < 0 < too much."""
        middle = (self.item.lo + self.item.hi) / 2
        chosen = sum(count * option for option, count in enumerate(self.counts, start=self.item.lo))
        return chosen / self.n - middle if self.n else None


def crosstab(places: np.ndarray, group: np.ndarray, groups: int, width: int) -> np.ndarray:
    """Counts, groups x items x (`MISSING` + width), of answers given as places (people x items, whole numbers >= -3).

    `group` numbers the group of each person from 0; the first three counts are of blank, "dk" and "na".
    """
    size = MISSING + width
    start = group.astype(np.int64) * size + MISSING
    columns = [np.bincount(start + column, minlength=groups * size).reshape(groups, size) for column in places.T]
    return np.stack(columns, axis=1) if columns else np.zeros((groups, 0, size), dtype=int)


def table_of(item: Item, counts: Sequence[int]) -> Table:
    """One row of a crosstab."""
    blank, dk, na, *chosen = (int(count) for count in counts)
    return Table(item, tuple(chosen[: len(item.values)]), na, dk, blank)
