"""Items and scales: what an answer counts as, and which items make the score of a construct."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

NA, DK, BLANK = -1, -2, -3
"""Places of "not applicable", "I don't know" and of no answer, where an option has its place from 0."""
SUBJECTS = ("theme", "element")


@dataclass(frozen=True)
class Item:
    """One question: options `lo`..`hi` (whole numbers), counted backwards when `reverse`.

    `scores` maps option to score and takes the place of `reverse` (balance items: 1 and 5 -> 1, 2 and 4 -> 3, 3 -> 5).
    An item that is not `rated` has no scores: its options are reported as shares alone.
    """

    code: str
    lo: int = 1
    hi: int = 5
    reverse: bool = False
    scores: Mapping[int, float] | None = None
    rated: bool = True

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The score of each option, from the first to the last; reversed: (lo + hi) - x (STATISTICS 2)."""
        options = range(self.lo, self.hi + 1)
        if self.scores is not None:
            return tuple(float(self.scores[option]) for option in options)
        return tuple(float(self.lo + self.hi - option if self.reverse else option) for option in options)

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest score."""
        return min(self.values), max(self.values)

    @cached_property
    def places(self) -> dict[object, int]:
        """Every answer that may be stored -> its place; an absent one is blank."""
        options: dict[object, int] = {option: option - self.lo for option in range(self.lo, self.hi + 1)}
        return {**options, "na": NA, "dk": DK, None: BLANK}


@dataclass(frozen=True)
class Scale:
    """A construct: its score is the mean of its items' means; `min_answered` may ask for more than half of them."""

    code: str
    items: tuple[str, ...]
    min_answered: int | None = None
    kind: str = ""  # theme, element, process, level, synergy, indicator

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError(f"scale {self.code} has no items")
        half = (len(self.items) + 1) // 2
        if self.min_answered is not None and not half <= self.min_answered <= len(self.items):
            raise ValueError(f"scale {self.code}: min_answered must lie between {half} and {len(self.items)}")

    @property
    def needed(self) -> int:
        """Items a score needs: ceil(k/2) unless the version asks for more."""
        return (len(self.items) + 1) // 2 if self.min_answered is None else self.min_answered


@dataclass(frozen=True)
class Scoring:
    """How a version is scored: its items, and the scales they make."""

    items: tuple[Item, ...]
    scales: tuple[Scale, ...]

    def __post_init__(self) -> None:
        for scale in self.scales:
            ranges = {self.by_code[code].range for code in scale.items if self.by_code[code].rated}
            if len(ranges) > 1:
                raise ValueError(f"scale {scale.code} mixes items of different ranges: {sorted(ranges)}")

    @cached_property
    def by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def column(self) -> dict[str, int]:
        """Where each item stands in tables of answers."""
        return {item.code: place for place, item in enumerate(self.items)}

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """Items of any score but an indicator: between these, correlations are looked at."""
        members = {code for scale in self.scales if scale.kind != "indicator" for code in scale.items}
        return tuple(item.code for item in self.items if item.code in members and item.rated)

    @cached_property
    def homes(self) -> dict[str, frozenset[str]]:
        """The themes and elements of an item; of one that has none (decisions), its processes."""
        of_kind = {kind: self._homes((kind,)) for kind in (*SUBJECTS, "process")}
        subjects = {code: of_kind["theme"][code] | of_kind["element"][code] for code in self.column}
        return {code: subjects[code] or of_kind["process"][code] for code in self.column}

    def _homes(self, kinds: tuple[str, ...]) -> dict[str, frozenset[str]]:
        scales = [scale for scale in self.scales if scale.kind in kinds]
        return {code: frozenset(scale.code for scale in scales if code in scale.items) for code in self.column}

    def rated(self, scale: Scale) -> bool:
        return all(self.by_code[code].rated for code in scale.items)

    def range(self, scale: Scale) -> tuple[float, float]:
        return self.by_code[scale.items[0]].range
