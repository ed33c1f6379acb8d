"""A second reckoning of what is published, from the rows of a file, in plain Python and by the formulas alone.

It knows none of the code it checks: no module of `assessments` may be imported here.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import combinations
from math import ceil, exp, log, sqrt
from pathlib import Path
from statistics import correlation, fmean, pstdev, stdev
from typing import Any

from scipy import stats

CONTENT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "assessments" / "instruments" / "core_1.json").read_text("utf-8")
)
ITEMS: dict[str, Any] = {item["code"]: item for item in CONTENT["items"]}
KINDS: dict[str, str] = {one["code"]: one["kind"] for one in CONTENT["constructs"]}
FEEDS = {code: [item for item, raw in ITEMS.items() if code in raw["feeds"]] for code in KINDS}
RATED = [code for code in KINDS if all(ITEMS[item]["scale"] != "compared" for item in FEEDS[code])]
COMPARED = [code for code in RATED if KINDS[code] != "indicator" or code == "I2"]
SCORED = {item for code in KINDS if KINDS[code] != "indicator" for item in FEEDS[code]}
K, SPREAD, LO, HI = 5, 8, 1, 5
Answers = dict[str, str]  # item -> what stands in the file
People = Mapping[int, tuple[str, Answers]]  # person -> kind and answers


def half_up(value: float, places: int = 1) -> float:
    return float(Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def scored(item: str, text: str) -> float | None:
    if not text.isdigit():
        return None
    if ITEMS[item]["scale"] == "balance":
        return float(CONTENT["scales"]["balance"]["scores"][text])
    return float(6 - int(text) if ITEMS[item].get("reverse") else int(text))


def homes(item: str) -> set[str]:
    """The themes and elements an item belongs to; questions on decisions belong to neither, and are one by process."""
    subjects = {code for code in ITEMS[item]["feeds"] if KINDS[code] in ("theme", "element")}
    return subjects or {code for code in ITEMS[item]["feeds"] if KINDS[code] == "process"}


def one_decimal(rs: Sequence[float]) -> float:
    return half_up(min(max(fmean(rs), 0.0), 0.9))


def needed(construct: str) -> int:
    return ceil(len(FEEDS[construct]) / 2)


def logit_t(n: int, mean: float, se: float, df: float) -> tuple[float, float]:
    if se < 1e-9 or min(mean - LO, HI - mean) < 1e-9:
        size, total, squares = n + 1, n * mean + (LO + HI) / 2, n * mean**2 + (LO**2 + HI**2) / 2
        centre = total / size
        half = stats.t.ppf(0.975, size - 1) * sqrt((squares / size - centre**2) / (size - 1))
        return max(LO, centre - half), min(HI, centre + half)
    p = (mean - LO) / (HI - LO)
    h = stats.t.ppf(0.975, df) * se / (HI - LO) / (p * (1 - p))
    low, high = (1 / (1 + exp(-(log(p / (1 - p)) + step))) for step in (-h, h))
    return LO + (HI - LO) * low, LO + (HI - LO) * high


@dataclass(frozen=True)
class Score:
    n: int
    mean: float
    se: float
    low: float
    high: float
    items: tuple[str, ...]


class Reckoning:
    """One round."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.values: dict[str, dict[int, float]] = {
            item: {who: value for who, (_, given) in people.items() if (value := scored(item, given[item])) is not None}
            for item in ITEMS
        }
        self.counted = [item for item, values in self.values.items() if len(values) >= K]

    def sd(self, item: str) -> float:
        """Its own SD, or that of all questions of the round where it has too few answers for a distribution."""
        values = list(self.values[item].values())
        return stdev(values) if len(values) >= SPREAD else self.pooled

    @cached_property
    def pooled(self) -> float:
        spreads = [stdev(self.values[item].values()) for item in self.counted if item in SCORED]
        return half_up(sqrt(fmean(spread**2 for spread in spreads)))

    def r(self, one: str, other: str) -> float | None:
        both = sorted(self.values[one].keys() & self.values[other].keys())
        x, y = ([self.values[item][who] for who in both] for item in (one, other))
        if len(both) < 4 or any(len(set(self.values[item].values())) == 1 for item in (one, other)):
            return None
        return correlation(x, y) if len(set(x)) > 1 and len(set(y)) > 1 else 0.0

    @cached_property
    def pairs(self) -> dict[frozenset[str], float]:
        codes = [item for item in self.counted if item in SCORED]
        found = {frozenset(pair): self.r(*pair) for pair in combinations(codes, 2)}
        return {pair: r for pair, r in found.items() if r is not None}

    @cached_property
    def rho(self) -> tuple[float, float]:
        near = [r for pair, r in self.pairs.items() if set.intersection(*map(homes, pair))]
        far = [r for pair, r in self.pairs.items() if not set.intersection(*map(homes, pair))]
        within = one_decimal(near) if len(near) >= 20 else 0.5
        return within, one_decimal(far) if len(far) >= 20 else within

    def own(self, construct: str) -> float | None:
        """From fifty people a construct of several questions has a number of its own."""
        items = self.items(construct) if construct in FEEDS else []
        rs = [self.pairs[pair] for pair in map(frozenset, combinations(items, 2)) if pair in self.pairs]
        return one_decimal(rs) if len(self.who(items)) >= 50 and rs else None

    def items(self, construct: str) -> list[str]:
        """The questions that count, if half of the construct's do."""
        found = [item for item in FEEDS[construct] if item in self.counted]
        return found if len(found) >= needed(construct) else []

    def who(self, items: Iterable[str]) -> set[int]:
        return {who for item in items for who in self.values[item]}

    def se(self, construct: str, items: Sequence[str], n: int, sizes: Mapping[str, int]) -> float:
        """SE^2 = (1/k^2) [ sum a_j^2 + sum over j != l of rho_jl b_j b_l ], term by term."""
        within, across = self.rho
        own = self.own(construct)
        total = 0.0
        for one in items:
            for other in items:
                rho = own if own is not None else within if homes(one) & homes(other) else across
                if one == other:
                    total += self.sd(one) ** 2 / sizes[one]
                else:
                    total += rho * self.sd(one) * self.sd(other) / n
        return sqrt(total) / len(items)

    def score(self, construct: str, items: Sequence[str]) -> Score:
        n = len(self.who(items))
        mean = fmean(fmean(self.values[item].values()) for item in items)
        se = self.se(construct, items, n, {item: len(self.values[item]) for item in items})
        return Score(n, mean, se, *logit_t(n, mean, se, n - 1), tuple(items))

    def themes(self, items: Mapping[str, Sequence[str]]) -> dict[str, dict[int, float]]:
        """People's own scores on these questions of a theme, by the half rule; for r between rounds alone."""
        found: dict[str, dict[int, float]] = {}
        for theme, codes in items.items():
            answers = {
                who: [self.values[code][who] for code in codes if who in self.values[code]] for who in self.people
            }
            found[theme] = {who: fmean(given) for who, given in answers.items() if len(given) >= needed(theme)}
        return found


class Groups:
    """The kinds of one round: which are shown, on which questions, and their scores."""

    def __init__(self, round: Reckoning) -> None:
        self.round = round
        sizes: dict[str, int] = {}
        for kind, _given in round.people.values():
            sizes[kind] = sizes.get(kind, 0) + 1
        shown = sorted((kind for kind in sizes if sizes[kind] >= K), key=lambda kind: (sizes[kind], kind))
        if 0 < sum(sizes[kind] for kind in sizes if kind not in shown) < K:
            del shown[:1]
        while shown and 2 * len(self._standing(shown)) < len(COMPARED):
            del shown[:1]
        self.shown, self.items = tuple(shown), self._standing(shown) if shown else {}

    def _standing(self, shown: Sequence[str]) -> dict[str, list[str]]:
        usable = [item for item in self.round.counted if self._fits(item, shown)]
        found = {code: [item for item in FEEDS[code] if item in usable] for code in COMPARED}
        return {
            code: items
            for code, items in found.items()
            if len(items) >= needed(code) and (len(items) > 1 or self._spread_enough(items[0], shown))
        }

    def cells(self, item: str, shown: Sequence[str]) -> tuple[list[list[float]], list[float]]:
        """Answers of each shown group, and of the remainder."""
        kinds = {who: self.round.people[who][0] for who in self.round.values[item]}
        groups = [[self.round.values[item][who] for who, kind in kinds.items() if kind == group] for group in shown]
        return groups, [self.round.values[item][who] for who, kind in kinds.items() if kind not in shown]

    def _fits(self, item: str, shown: Sequence[str]) -> bool:
        groups, rest = self.cells(item, shown)
        return all(len(cell) >= K for cell in groups) and (not rest or len(rest) >= K) and not _tells([*groups, rest])

    def _spread_enough(self, item: str, shown: Sequence[str]) -> bool:
        groups, rest = self.cells(item, shown)
        return all(len(cell) >= SPREAD for cell in groups) and (not rest or len(rest) >= SPREAD)

    def scores(self, construct: str) -> dict[str, Score]:
        """Of shown groups: everybody's spread, their own sizes, n - G degrees of freedom, one decimal below thirty."""
        items = self.items[construct]
        kinds = {who: self.round.people[who][0] for who in self.round.who(items)}
        sizes = {group: sum(kind == group for kind in kinds.values()) for group in self.shown}
        answers = {item: self.cells(item, self.shown)[0] for item in items}
        found = {}
        for place, group in enumerate(self.shown):
            mean, n = fmean(fmean(answers[item][place]) for item in items), sizes[group]
            theta = half_up(mean) if n < 30 else mean
            se = self.round.se(construct, items, n, {item: len(answers[item][place]) for item in items})
            limits = logit_t(n, theta, se, sum(sizes.values()) - len(self.shown))
            found[group] = Score(n, theta, se, *limits, tuple(items))
        return found


def _tells(cells: Sequence[Sequence[float]]) -> bool:
    """Whether a small cell answered alike; of one that alone could have, whether all but one of it did."""
    everybody = Counter(value for cell in cells for value in cell)
    small = [cell for cell in cells if 0 < len(cell) < 10]
    could = [(place, value) for place, cell in enumerate(small) for value, n in everybody.items() if n >= len(cell)]
    alone = {place for place, _value in could} if len(could) == 1 else set()
    return any(max(Counter(cell).values()) >= len(cell) - (place in alone) for place, cell in enumerate(small))


@dataclass(frozen=True)
class Change:
    before: Score
    after: Score
    both: int
    low: float | None = None  # none without any spread
    high: float | None = None
    p: float | None = None


def r_between(before: Reckoning, now: Reckoning, items: Mapping[str, Sequence[str]]) -> float:
    """Mean over the four themes of the correlation of linked people's scores, one decimal."""
    themes = {code: codes for code, codes in items.items() if KINDS[code] == "theme"}
    one, other = before.themes(themes), now.themes(themes)
    found = []
    for theme in themes:
        both = sorted(one[theme].keys() & other[theme].keys())
        x, y = ([scores[theme][who] for who in both] for scores in (one, other))
        if len(both) >= 5:
            found.append(correlation(x, y) if pstdev(x) > 1e-9 and pstdev(y) > 1e-9 else 0.0)
    linked = len(before.people.keys() & now.people.keys())
    return one_decimal(found) if linked >= 5 and len(found) == 4 else 0.0


def common(before: Reckoning, now: Reckoning) -> dict[str, list[str]]:
    """Construct -> questions that count in both rounds, where these are half of it."""
    found = {code: [item for item in now.items(code) if item in before.items(code)] for code in RATED}
    return {code: items for code, items in found.items() if len(items) >= needed(code)}


def change(before: Reckoning, now: Reckoning, construct: str, items: Sequence[str], r: float) -> Change:
    """The t-test for partially overlapping samples (Derrick et al. 2017), by the formulas of its authors."""
    one, other = before.score(construct, items), now.score(construct, items)
    both = len(before.who(items) & now.who(items))
    if max(one.se, other.se) < 1e-9:
        return Change(one, other, both)
    only_before, only_now = one.n - both, other.n - both
    se = sqrt(one.se**2 + other.se**2 - 2 * r * one.se * other.se * both / sqrt(one.n * other.n))
    welch = (one.se**2 + other.se**2) ** 2 / (one.se**4 / (one.n - 1) + other.se**4 / (other.n - 1))
    unlinked = only_before + only_now
    df = (both - 1) + (welch - both + 1) / (unlinked + 2 * both) * unlinked
    difference, half = other.mean - one.mean, stats.t.ppf(0.975, df) * se
    return Change(one, other, both, difference - half, difference + half, 2 * stats.t.sf(abs(difference) / se, df))
