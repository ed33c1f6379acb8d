"""Simulated partnerships: who answered what, round by round, and in which groups."""

from dataclasses import dataclass
from random import Random
from typing import Any

from assessments.disclosure.respondents import Row
from assessments.statistics.scales import Item, Scoring

KINDS = ("clinician", "patient_partner", "academic", "decision_maker", "service")
SECTORS = ("hospital", "primary_care", "third_sector")
TENURES = ("under_1", "1_to_3", "over_3")
MERGED = "merged"
Traits = dict[str, str]

# "kind": every kind of stakeholders another item, all but a few of them; "most": nearly everybody the same item;
# "part": some the first element and others the second, whole.
LEAVING = ("kind", "most", "part")


@dataclass(frozen=True)
class Shape:
    """What varies: people, how unevenly they spread over groups, who answers, how much is missing, how many rounds."""

    people: int
    breakdowns: tuple[str, ...]
    rounds: int
    answering: float
    missing: float
    joining: float
    skew: float
    seed: int
    k: int = 5
    merged: bool = False  # the small kinds of stakeholders counted as one group
    imported: float = 0.0  # share of the last round that came from a file
    middling: float = 0.0  # share of answers that are the middle one, beside those that are by chance
    leaving: str = ""  # who leaves the same out, beside what is missing by chance: one of LEAVING
    lifelike: bool = False  # people and items have levels, so that answers go together
    crossed: bool = False  # two groups of each breakdown, every cross cell as large as the others
    level: float = 3.9  # around which lifelike answers lie: at 4.5 many groups answer alike


@dataclass(frozen=True)
class Answered:
    """One person's answers in one round; whoever imported them knows them."""

    person: int
    traits: Traits
    answers: dict[str, Any]
    imported: bool = False

    @property
    def row(self) -> Row:
        return Row(f"p{self.person}", self.traits, self.answers, self.imported)


def simulate(shape: Shape, scoring: Scoring) -> list[list[Answered]]:
    """Who answered what, round by round; people join late, leave, and skip rounds and items."""
    random = Random(shape.seed)
    traits = [_crossed(one) if shape.crossed else _traits(random, shape) for one in range(shape.people)]
    levels = [random.gauss(0, 0.55) for _ in traits]
    ease = {item.code: random.gauss(0, 0.35) for item in scoring.items}
    since = [random.randrange(shape.rounds) if random.random() < shape.joining else 0 for _ in traits]
    waves = []
    for wave in range(shape.rounds):
        here = [one for one in range(shape.people) if since[one] <= wave and random.random() < shape.answering]
        share = shape.imported if wave == shape.rounds - 1 else 0.0
        given = [_answers(random, scoring, shape, traits[one]["kind"], levels[one], ease) for one in here]
        waves.append(
            [
                Answered(one, _merged(shape, traits[one]), answers, random.random() < share)
                for one, answers in zip(here, given, strict=True)
            ]
        )
    return waves


def _traits(random: Random, shape: Shape) -> Traits:
    weights = [shape.skew**place for place, _kind in enumerate(KINDS)]
    return {
        "kind": "" if random.random() < 0.04 else random.choices(KINDS, weights)[0],
        "sector": "" if random.random() < 0.04 else random.choice(SECTORS),
        "tenure": random.choice(TENURES),
    }


def _crossed(person: int) -> Traits:
    return {"kind": KINDS[person % 2], "sector": SECTORS[person // 2 % 2], "tenure": TENURES[person // 4 % 2]}


def _merged(shape: Shape, traits: Traits) -> Traits:
    return traits | {"kind": MERGED} if shape.merged and traits["kind"] in KINDS[2:] else traits


def _answers(
    random: Random, scoring: Scoring, shape: Shape, kind: str, level: float, ease: dict[str, float]
) -> dict[str, Any]:
    given: dict[str, Any] = {}
    left_out = _left_out(random, shape, kind) if shape.leaving else ()
    for item in scoring.items:
        if item.code in left_out:
            continue
        if random.random() >= shape.missing:
            given[item.code] = _answer(random, item, shape, level + ease[item.code])
        elif random.random() < 0.7:
            given[item.code] = random.choice(("na", "dk"))
    return given


def _answer(random: Random, item: Item, shape: Shape, level: float) -> int:
    if shape.lifelike:
        centre = 3.0 if item.scores else shape.level + level
        return max(item.lo, min(item.hi, round(random.gauss(centre, 0.75))))
    by_chance = random.choice((1, 2, 3, 3, 4, 4, 4, 5, 5))
    return min(item.hi, 3 if shape.middling and random.random() < shape.middling else by_chance)


def _left_out(random: Random, shape: Shape, kind: str) -> tuple[str, ...]:
    """What one person leaves out with others; one in twelve does not go along."""
    if random.random() < 1 / 12:
        return ()
    if shape.leaving == "kind":
        return ("E7A", "RES1") if kind in KINDS[::2] else ("E7B", "RES2")
    if shape.leaving == "most":
        return ("E7B", "RES4")
    return random.choice(((), (), ("E5A", "E5B"), ("E7A", "E7B"), ("E7B",)))
