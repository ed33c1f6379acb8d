"""Every exported number as an equation in single answers, with the half-width that its printed decimals leave."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.exports.findings import CHANGE_COLUMNS, GAP_COLUMNS, changes, gaps
from assessments.exports.scores import ITEM_COLUMNS, SCORE_COLUMNS, Row, items_of_round, scores_of_round
from assessments.models import Round
from assessments.queries.groupings import group_of
from assessments.queries.instruments import Questionnaire
from tests.attack.estimates import Answer, Reading
from tests.attack.partnerships import Answered, scored

Record = dict[str, Any]
Belongs = Callable[[Answered], bool]
BANDS = {"low": (1, 2), "mid": (3,), "high": (4, 5)}
_FULL = 2  # numbers with more decimals than this were not rounded


@dataclass(frozen=True)
class Sum:
    """Answers times how much each counts, beside what known answers add."""

    weights: Mapping[Answer, float] = field(default_factory=dict)
    known: float = 0.0

    def plus(self, other: "Sum", times: float = 1.0) -> "Sum":
        weights = dict(self.weights)
        for answer, weight in other.weights.items():
            weights[answer] = weights.get(answer, 0.0) + times * weight
        return Sum(weights, self.known + times * other.known)


class Crowd:
    """One round as an outsider knows it: who is in which group and skipped what, and what the importer imported."""

    def __init__(self, round: Round, wave: list[Answered], asked: Questionnaire) -> None:
        self.round, self.wave, self.asked = round, wave, asked
        self.items = {one.code: [item.code for item in one.items] for one in asked.constructs}
        self._values = {item.code: item.lookup() for item in asked.scored_items()}

    def of_group(self, breakdown: str, group: str) -> Belongs:
        return lambda one: not breakdown or group_of(self.round, breakdown, one.traits[breakdown]) == group

    def scored(self, construct: str, belongs: Belongs) -> list[Answered]:
        items = self.items[construct]
        return [one for one in self.wave if belongs(one) and scored(one, items)]

    def mean(self, people: list[Answered], items: list[str]) -> Sum:
        """The mean of the people's own means over the items they answered."""
        weights, known = {}, 0.0
        for one in people:
            given = one.gave(items)
            each = 1 / (len(given) * len(people))
            for item in given:
                if one.imported:
                    known += each * self.score(item, one.answers[item])
                else:
                    weights[one.person, self.round.number, item] = each
        return Sum(weights, known)

    def answers_of(self, people: Collection[int]) -> list[Answer]:
        items = [item.code for item in self.asked.items]
        some = [one for one in self.wave if one.person in people and not one.imported]
        return [(one.person, self.round.number, item) for one in some for item in one.gave(items)]

    def construct(self, code: str, belongs: Belongs) -> Sum:
        return self.mean(self.scored(code, belongs), self.items[code])

    def score(self, item: str, answer: int) -> float:
        return float(self._values[item][answer])


def crowds_of(rounds: list[Round], waves: list[list[Answered]], asked: Questionnaire) -> dict[int, Crowd]:
    """By number of the round, in the order of the rounds."""
    return {round.number: Crowd(round, wave, asked) for round, wave in zip(rounds, waves, strict=True)}


def readings_of(crowds: Mapping[int, Crowd]) -> list[Reading]:
    """All that the exports of these rounds say about means, sums and differences."""
    found: list[Reading] = []
    before: Round | None = None
    for crowd in crowds.values():
        round = crowd.round
        found += _scores(crowd, _records(SCORE_COLUMNS, scores_of_round(round, before)))
        found += _items(crowd, _records(ITEM_COLUMNS, items_of_round(round)))
        found += _changes(crowds, _records(CHANGE_COLUMNS, changes(round)))
        for breakdown in round.breakdowns:
            found += _gaps(crowd, breakdown, _records(GAP_COLUMNS, gaps(round, breakdown)))
        before = round
    return [reading for reading in found if reading.weights]


def half_step(*numbers: float | None) -> float:
    """Half a unit of the last decimal that any of these numbers, printed alike, has; 0 where they are not rounded."""
    shown = [Decimal(repr(number)).as_tuple().exponent for number in numbers if number is not None]
    places = max(-int(exponent) for exponent in shown)
    return 0.0 if places > _FULL else 0.5 * 10.0**-places


def _records(columns: Iterable[str], rows: Iterable[Row]) -> list[Record]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _reading(about: str, found: Sum, number: float, margin: float, scale: int, where: str) -> Reading:
    """A mean becomes a sum over `scale` people, so that its weights are of the size of one."""
    weights = {answer: weight * scale for answer, weight in found.weights.items()}
    return Reading(about, weights, (number - found.known) * scale, margin * scale, where)


def _scores(crowd: Crowd, rows: list[Record]) -> Iterator[Reading]:
    for row in rows:
        if not row["shown"] or row["low"] is None:
            continue  # hidden, or the compared item
        people = crowd.construct(row["construct"], crowd.of_group(row["breakdown"], row["group"]))
        where = f"round {row['round']} {row['construct']} {row['breakdown']}:{row['group']} n={row['n']}"
        if row["mean"] is None:
            middle, margin = (row["low"] + row["high"]) / 2, (row["high"] - row["low"]) / 2
        else:
            middle, margin = row["mean"], half_step(row["mean"], row["sd"], row["low"], row["high"])
        yield _reading(row["construct"], people, middle, margin, row["n"], f"{where} +-{margin}")


def _items(crowd: Crowd, rows: list[Record]) -> Iterator[Reading]:
    """The answers to an item are whole numbers: a mean told closely enough, or the counts, tell their sum."""
    for row in rows:
        bands = [row[f"count_{name}"] for name in BANDS]
        if not row["shown"] or (row["low"] is None and bands[0] is None):
            continue
        answered = [one for one in crowd.wave if one.gave([row["item"]])]
        found, n = crowd.mean(answered, [row["item"]]), row["n"]
        where = f"round {row['round']} {row['item']} n={n}"
        if bands[0] is not None:
            middle, margin = _in_bands(crowd, row["item"], bands)
            yield _reading(row["item"], found, middle / n, margin / n, n, f"{where} in bands")
        elif row["mean"] is None:
            middle, margin = (row["low"] + row["high"]) / 2, (row["high"] - row["low"]) / 2
            yield _reading(row["item"], found, middle, margin, n, where)
        else:
            middle, margin = _tallied(crowd, row)
            yield _reading(row["item"], found, middle, margin, n, f"{where} +-{margin}")


def _in_bands(crowd: Crowd, item: str, counts: list[int]) -> tuple[float, float]:
    """The sum of an item of which only three bands are known, and how far off it may be."""
    low = high = 0.0
    for n, values in zip(counts, BANDS.values(), strict=True):
        scores = [crowd.score(item, value) for value in values]
        low, high = low + n * min(scores), high + n * max(scores)
    return (low + high) / 2, (high - low) / 2


def _tallied(crowd: Crowd, row: Record) -> tuple[float, float]:
    """The mean of an item and how far off it may be."""
    counts = {value: row[f"count_{value}"] for value in range(1, 6)}
    if counts[1] is not None:
        return sum(n * crowd.score(row["item"], value) for value, n in counts.items() if n) / row["n"], 0.0
    margin = half_step(row["mean"], row["low"], row["high"])
    return (round(row["mean"] * row["n"]) / row["n"], 0.0) if row["n"] * margin < 0.5 else (row["mean"], margin)


def _changes(crowds: Mapping[int, Crowd], rows: list[Record]) -> Iterator[Reading]:
    for row in rows:
        if row["change"] is None:
            continue
        before, after, code = crowds[row["against"]], crowds[row["round"]], row["construct"]
        both: Belongs = _everybody
        if row["linked"]:
            people = [{one.person for one in crowd.scored(code, _everybody)} for crowd in (before, after)]
            both = _among(people[0] & people[1])
        found = after.construct(code, both).plus(before.construct(code, both), -1)
        margin = half_step(row["change"], row["low"], row["high"])
        where = f"round {row['round']} {code} since {row['against']} {'linked' if row['linked'] else 'unlinked'}"
        yield _reading(code, found, row["change"], margin, row["n_after"], f"{where} n={row['n_after']} +-{margin}")


def _gaps(crowd: Crowd, breakdown: str, rows: list[Record]) -> Iterator[Reading]:
    """A group against the other groups that have a gap themselves."""
    having: dict[str, set[str]] = {}
    for row in rows:
        having.setdefault(row["construct"], set()).add(row["group"])
    for row in rows:
        if row["difference"] is None:
            continue
        code, group = row["construct"], row["group"]
        group_mean = crowd.construct(code, crowd.of_group(breakdown, group))
        rest = crowd.construct(code, _in_any(crowd, breakdown, having[code] - {group}))
        margin = half_step(row["difference"], row["low"], row["high"])
        where = f"round {row['round']} {code} gap {breakdown}:{group} n={row['n']} +-{margin}"
        yield _reading(code, group_mean.plus(rest, -1), row["difference"], margin, row["n"], where)


def _everybody(one: Answered) -> bool:
    return True


def _among(people: set[int]) -> Belongs:
    return lambda one: one.person in people


def _in_any(crowd: Crowd, breakdown: str, groups: set[str]) -> Belongs:
    return lambda one: group_of(crowd.round, breakdown, one.traits[breakdown]) in groups
