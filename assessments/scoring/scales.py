"""From raw answers to item scores, person scores and item tallies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

APART = ("na", "dk")


@dataclass(frozen=True)
class Item:
    """One question: options `lo`..`hi` (whole numbers), counted backwards when `reverse`.

    `scores` maps option to score and takes the place of `reverse` (balance items: 1 and 5 -> 1, 2 and 4 -> 3, 3 -> 5).
    """

    code: str
    lo: int = 1
    hi: int = 5
    reverse: bool = False
    scores: Mapping[int, float] | None = None

    def lookup(self) -> dict[object, float]:
        """Score of every answer that may be stored for this item; `na` and `dk` are missing, never a number."""
        if self.scores is not None:
            table: dict[object, float] = {int(value): float(score) for value, score in self.scores.items()}
        else:
            values = range(self.lo, self.hi + 1)
            table = {value: float(self.lo + self.hi - value if self.reverse else value) for value in values}
        return table | dict.fromkeys(APART, np.nan)


@dataclass(frozen=True)
class Scale:
    """A construct scored as the mean of its items; `min_answered` may ask for more than half, never for fewer."""

    code: str
    items: tuple[str, ...]
    min_answered: int | None = None

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError(f"scale {self.code} has no items")
        if self.min_answered is not None and not self.half <= self.min_answered <= len(self.items):
            raise ValueError(f"scale {self.code}: min_answered must lie between {self.half} and {len(self.items)}")

    @property
    def half(self) -> int:
        return half_of(len(self.items))

    @property
    def needed(self) -> int:
        """Answered items a person needs to get a score: ceil(k/2) unless the version asks for more."""
        return self.half if self.min_answered is None else self.min_answered


def half_of(items: int) -> int:
    """How many of so many items the half rule asks for: ceil(k/2)."""
    return (items + 1) // 2


@dataclass(frozen=True)
class Tally:
    """How often each option of one item was chosen, with `na`, `dk` and blank kept apart."""

    counts: Mapping[int, int]
    na: int
    dk: int
    blank: int

    @property
    def valid(self) -> int:
        """Answers that are numbers."""
        return sum(self.counts.values())

    @property
    def answered(self) -> int:
        """Everything except blanks."""
        return self.valid + self.na + self.dk

    @property
    def dk_share(self) -> float | None:
        """Share of "don't know" among all who answered the item, 0..1; None when nobody did."""
        return self.dk / self.answered if self.answered else None

    @property
    def na_share(self) -> float | None:
        """Share of "not applicable" among all who answered the item, 0..1; None when nobody did."""
        return self.na / self.answered if self.answered else None


def score_items(answers: pd.DataFrame, items: Iterable[Item]) -> pd.DataFrame:
    """Score raw answers: respondents x items of floats, NaN where there is no number.

    `answers` has a row per respondent and a column per item code, holding 1..5 (int, or float of a whole number), "na",
    "dk", None or NaN. Items without a column are NaN for everybody; columns without an item are left out.
    Raises ValueError naming the column for any other value. Reversed: (lo + hi) - x (STATISTICS 2).
    """
    columns = {item.code: _score_column(answers, item) for item in items}
    return pd.DataFrame(columns, index=answers.index, dtype=float)


def _score_column(answers: pd.DataFrame, item: Item) -> np.ndarray:
    if item.code not in answers.columns:
        return np.full(len(answers), np.nan)
    raw = answers[item.code].astype(object)
    table = item.lookup()
    scored = raw.map(table).to_numpy(dtype=float)
    lost = np.isnan(scored) & raw.notna().to_numpy() & ~raw.isin(APART).to_numpy()
    if lost.any():
        raise ValueError(f"{item.code}: {raw[lost].iloc[0]!r} is not an answer to this item")
    return scored


def score_scale(scored: pd.DataFrame, scale: Scale) -> pd.Series:
    """Person scores of one scale by the half rule: mean of the answered items, NaN below `scale.needed` of them.

    `scored` comes from `score_items` (respondents x items, scale points); items it lacks count as unanswered. The
    result is indexed like `scored` and named after the scale. Nothing is imputed (SF-36/EORTC half rule, STATISTICS 2).
    """
    values = scored.reindex(columns=list(scale.items)).to_numpy(dtype=float)
    answered = np.count_nonzero(~np.isnan(values), axis=1)
    total = np.nansum(values, axis=1)
    mean = np.divide(total, answered, out=np.full(len(values), np.nan), where=answered >= scale.needed)
    return pd.Series(mean, index=scored.index, name=scale.code)


def score_scales(scored: pd.DataFrame, scales: Iterable[Scale]) -> pd.DataFrame:
    """Person scores of several scales: respondents x scales, scale points, NaN where the half rule gives none."""
    columns = {scale.code: score_scale(scored, scale) for scale in scales}
    return pd.DataFrame(columns, index=scored.index, dtype=float)


def tally(column: pd.Series, options: Sequence[int]) -> Tally:
    """Count the raw answers to one item, in the order of `options` (all of them, zeros included).

    Raises ValueError for an answer that is neither an option, "na", "dk" nor missing.
    """
    raw = column.astype(object)
    seen = raw.value_counts().to_dict()
    counts = {option: int(seen.pop(option, 0)) for option in options}
    na, dk = int(seen.pop("na", 0)), int(seen.pop("dk", 0))
    if seen:
        raise ValueError(f"{column.name}: {next(iter(seen))!r} is not an answer to this item")
    return Tally(counts=counts, na=na, dk=dk, blank=int(raw.isna().sum()))


def shares(count: Tally) -> dict[int, float]:
    """Share of each option among the valid answers, 0..1, summing to 1; empty without valid answers.

    For the compared item these are the shares of antagony, additive and synergy (Bergen Model).
    """
    return {value: n / count.valid for value, n in count.counts.items()} if count.valid else {}


def direction(column: pd.Series, middle: int = 3) -> pd.Series:
    """Signed answers to a balance item: value - `middle` (too little < 0 < too much), NaN where there is no number.

    Their mean is reported beside the balance score. `column` holds raw answers as in `score_items`.
    """
    raw = column.astype(object)
    return pd.to_numeric(raw.where(~raw.isin(APART)), errors="raise").astype(float) - middle
