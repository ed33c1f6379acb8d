"""The answers of a round as one small table of whole numbers; nobody is named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from assessments.statistics.correlations import AT_ONCE, persons_scores
from assessments.statistics.scales import Scale, Scoring
from assessments.statistics.tables import crosstab


class Row(NamedTuple):
    """One respondent: code that links rounds (or empty), group in each breakdown, raw answers, whether imported."""

    key: str
    groups: Mapping[str, str]
    answers: Mapping[str, Any]
    imported: bool = False


@dataclass(frozen=True)
class Grouping:
    """One breakdown: the number of each person's group, and what these numbers stand for ("": did not say)."""

    labels: tuple[str, ...]
    numbers: np.ndarray

    @classmethod
    def of(cls, labels: Iterable[str]) -> "Grouping":
        known: dict[str, int] = {}
        numbers = np.fromiter((known.setdefault(label, len(known)) for label in labels), dtype=np.int32)
        return cls(tuple(known), numbers)

    @property
    def size(self) -> int:
        return len(self.labels)

    def sizes(self, rows: np.ndarray | slice = slice(None)) -> dict[str, int]:
        """How many people each group has, of all or of these rows alone."""
        counts = np.bincount(self.numbers[rows], minlength=self.size)
        return {label: int(n) for label, n in zip(self.labels, counts, strict=True)}

    def showing(self, shown: Sequence[str]) -> "Grouping":
        """These groups, numbered from 0, and behind them the remainder: everybody else, as one group without a name."""
        number = {label: place for place, label in enumerate(shown)}
        numbers = np.array([number.get(label, len(shown)) for label in self.labels], dtype=np.int32)
        return Grouping((*shown, ""), numbers[self.numbers])


@dataclass(frozen=True)
class Respondents:
    """People x items: the place of the chosen option from 0, or one of those below 0 (`scales`); never a name.

    `keys` link to other rounds (empty: not linked); `from_links`: answered by personal link, not typed in or imported.
    """

    scoring: Scoring
    places: np.ndarray
    groupings: Mapping[str, Grouping]
    keys: tuple[str, ...]
    from_links: np.ndarray

    @classmethod
    def from_rows(cls, scoring: Scoring, rows: Iterable[Row], breakdowns: Sequence[str] = ()) -> "Respondents":
        """Read once, one row after the other. ValueError naming the item for an answer that is not one."""
        keys: list[str] = []
        imported: list[bool] = []
        groups: dict[str, list[str]] = {breakdown: [] for breakdown in breakdowns}
        columns = [(item.code, item.places) for item in scoring.items]

        def places(row: Row) -> list[int]:
            keys.append(row.key)
            imported.append(row.imported)
            for breakdown, labels in groups.items():
                labels.append(row.groups.get(breakdown) or "")
            try:
                return [known[row.answers.get(code)] for code, known in columns]
            except (KeyError, TypeError):
                raise ValueError(_what_is_wrong(scoring, row)) from None

        table = np.fromiter(chain.from_iterable(map(places, rows)), dtype=np.int8)
        return cls(
            scoring,
            table.reshape(len(keys), len(columns)),
            {breakdown: Grouping.of(labels) for breakdown, labels in groups.items()},
            tuple(keys),
            ~np.array(imported, dtype=bool),
        )

    def __len__(self) -> int:
        return len(self.places)

    @property
    def mixed(self) -> bool:
        """Whether some answered by link and some were imported: whoever imported those knows what they answered.

        Imported people then protect nobody, so that those by link have to be enough by themselves.
        """
        return bool(self.from_links.any() and not self.from_links.all())

    def tables(self, group: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
        """Counts, groups x items x places (`crosstab`): of everybody, and of those who answered by link.

        `group` numbers the group of each person from 0. Where all were imported, or none, both are the same.
        """
        everybody = crosstab(self.places, group, groups, self._width)
        if not self.mixed:
            return everybody, everybody
        return everybody, crosstab(self.places[self.from_links], group[self.from_links], groups, self._width)

    @property
    def _width(self) -> int:
        return max((len(item.values) for item in self.scoring.items), default=0)

    def blocks(self, items: Sequence[str]) -> Iterator[np.ndarray]:
        """Scores of these items (people x items, NaN missing), a few thousand people at a time.

        Scores take eight bytes where places take one: of a hundred thousand people they are never all in memory.
        """
        for start in range(0, len(self), AT_ONCE):
            yield self.scores(items, slice(start, start + AT_ONCE))

    def scores(self, items: Sequence[str], rows: slice = slice(None)) -> np.ndarray:
        columns = [self.scoring.column[code] for code in items]
        scores = [self._lookups[column][self.places[rows, column]] for column in columns]
        return np.column_stack(scores) if scores else np.empty((len(self.places[rows]), 0))

    @cached_property
    def _lookups(self) -> list[np.ndarray]:
        """Score of each place; the three below 0 count from the end."""
        return [np.array([*item.values, np.nan, np.nan, np.nan]) for item in self.scoring.items]

    def persons(self, scale: Scale, counted: Sequence[str]) -> np.ndarray:
        """People's own scores on these items of a scale by the half rule: for correlations alone."""
        return persons_scores(self.scores(counted), scale.needed)

    def answered(self, items: Sequence[str]) -> np.ndarray:
        """Who gave a valid answer to at least one of these items (bool)."""
        valid = self.places[:, [self.scoring.column[code] for code in items]] >= 0
        return np.asarray(valid.any(axis=1))


def _what_is_wrong(scoring: Scoring, row: Row) -> str:
    for item in scoring.items:
        value = row.answers.get(item.code)
        if not (value is None or isinstance(value, int | str)) or value not in item.places:
            return f"{item.code}: {value!r} is not an answer to this item"
    return "an answer that is none"
