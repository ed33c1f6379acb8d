"""Two rounds side by side: who answered both, counted, and one number for how their scores go together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from assessments.disclosure.respondents import Respondents
from assessments.statistics.correlations import linked_correlation


@dataclass(frozen=True)
class Earlier:
    """An earlier round by the method of today: its people, and the items that counted in its published scores."""

    number: int
    people: Respondents
    counted: frozenset[str]


class Sizes(NamedTuple):
    """People with an answer to one of the common items: in the earlier round, in the later one, in both."""

    before: int
    after: int
    both: int


@dataclass(frozen=True)
class Linkage:
    """How a round goes with an earlier one; `r` has one decimal, `both`: people who answered both rounds.

    `items`: construct -> the items that count in both rounds; only constructs that can stand on these.
    """

    number: int
    r: float
    both: int
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: Mapping[str, Sizes] = field(default_factory=dict)


def linkage(people: Respondents, counted: frozenset[str], earlier: Earlier) -> Linkage:
    """What is common to both rounds, construct by construct, and r over the themes (STATISTICS 7)."""
    items = _common(people, counted, earlier)
    rows_before, rows = _linked_rows(earlier.people.keys, people.keys)
    pairs = [
        (earlier.people.persons(scale, codes)[rows_before], people.persons(scale, codes)[rows])
        for scale in people.scoring.scales
        if scale.kind == "theme" and (codes := items.get(scale.code))
    ]
    sizes = {}
    for code, codes in items.items():
        before, after = earlier.people.answered(codes), people.answered(codes)
        sizes[code] = Sizes(int(before.sum()), int(after.sum()), int((before[rows_before] & after[rows]).sum()))
    return Linkage(earlier.number, linked_correlation(pairs, len(rows)), len(rows), items, sizes)


def _common(people: Respondents, counted: frozenset[str], earlier: Earlier) -> dict[str, tuple[str, ...]]:
    """Constructs of both versions that can stand, in either, on the items that count in both and mean the same."""
    scoring, scoring_before = people.scoring, earlier.people.scoring
    known = {scale.code: scale for scale in scoring_before.scales}
    alike = {code for code in counted & earlier.counted if scoring.by_code[code] == scoring_before.by_code[code]}
    common = {}
    for scale in scoring.scales:
        if scale.code in known and scoring.rated(scale):
            items = tuple(code for code in scale.items if code in alike and code in known[scale.code].items)
            if len(items) >= max(scale.needed, known[scale.code].needed):
                common[scale.code] = items
    return common


def _linked_rows(before: Sequence[str], after: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the same people in either round; who has no code, or one that stands twice, is not linked."""
    row_before, row_after = _rows_by_key(before), _rows_by_key(after)
    both = [key for key in row_before if key in row_after]
    return np.array([row_before[key] for key in both], dtype=int), np.array([row_after[key] for key in both], dtype=int)


def _rows_by_key(keys: Sequence[str]) -> dict[str, int]:
    often = Counter(keys)
    return {key: row for row, key in enumerate(keys) if key and often[key] == 1}
