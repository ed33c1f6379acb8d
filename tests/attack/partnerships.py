"""Simulated partnerships: rounds published for real, and what an attacker may then know of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import QuerySet

from assessments.models import Change, Gap, InstrumentVersion, ItemTally, Round, Score
from assessments.queries.groupings import MERGED, group_of
from assessments.queries.instruments import Questionnaire, questionnaire
from assessments.services.instruments import digest_of
from assessments.services.publishing import Respondents, publish
from partnerships.models import Partnership
from tests.attack.solver import Knowledge

KINDS = ("clinician", "patient_partner", "academic", "decision_maker", "service")
SECTORS = ("hospital", "primary_care", "third_sector")
START = datetime(2024, 1, 8, 14, tzinfo=UTC)


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


@dataclass(frozen=True)
class Answered:
    """One person's answers in one round; whoever imported them knows them."""

    person: int
    traits: dict[str, str]
    answers: dict[str, Any]
    imported: bool = False

    def gave(self, items: Iterable[str]) -> list[str]:
        """Those of the items on which this person's answer is a number."""
        return [code for code in items if isinstance(self.answers.get(code), int)]


def small_version(version: InstrumentVersion) -> InstrumentVersion:
    """The core instrument with two themes, and two elements that make one process: the rules are those of every scale.

    One item of each element is a balance item, scored 1, 3, 5.
    """
    keep = {"RES1", "RES2", "RES3", "RES4", "ATM1", "ATM2", "E5A", "E5B", "E7A", "E7B", "I2"}
    content = version.content
    feeding = {"RES", "ATM", "SYN", "E5", "E7", "ADMI", "I2"}
    fewer = content | {
        "code": "small_1",
        "items": [item for item in content["items"] if item["code"] in keep],
        "constructs": [one for one in content["constructs"] if one["code"] in feeding],
        "sections": [s | {"items": [code for code in s["items"] if code in keep]} for s in content["sections"]],
    }
    return InstrumentVersion.objects.create(
        instrument=version.instrument,
        number=99,
        code="small_1",
        content=fewer,
        digest=digest_of(fewer),
        published_at=version.published_at,
    )


def simulate(shape: Shape, asked: Questionnaire) -> list[list[Answered]]:
    """Who answered what, round by round; people join late, leave, and skip rounds and items."""
    random = Random(shape.seed)
    weights = {code: shape.skew**place for place, code in enumerate(KINDS)}
    traits = [
        {
            "kind": "" if random.random() < 0.04 else random.choices(list(weights), list(weights.values()))[0],
            "sector": "" if random.random() < 0.04 else random.choice(SECTORS),
            "tenure": random.choice(("under_1", "1_to_3", "over_3")),
        }
        for _ in range(shape.people)
    ]
    since = [random.randrange(shape.rounds) if random.random() < shape.joining else 0 for _ in traits]
    waves = []
    for wave in range(shape.rounds):
        here = [one for one in range(shape.people) if since[one] <= wave and random.random() < shape.answering]
        share = shape.imported if wave == shape.rounds - 1 else 0.0
        waves.append(
            [
                Answered(one, traits[one], _answers(random, asked, shape, traits[one]["kind"]), random.random() < share)
                for one in here
            ]
        )
    return waves


def _answers(random: Random, asked: Questionnaire, shape: Shape, kind: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    left_out = _left_out(random, shape, kind) if shape.leaving else ()
    for item in asked.items:
        if item.code in left_out:
            continue
        if random.random() >= shape.missing:
            by_chance = random.choice((1, 2, 3, 3, 4, 4, 4, 5, 5))
            given[item.code] = 3 if shape.middling and random.random() < shape.middling else by_chance
        elif random.random() < 0.7:
            given[item.code] = random.choice(("na", "dk"))
    return given


def _left_out(random: Random, shape: Shape, kind: str) -> tuple[str, ...]:
    """What one person leaves out with others; one in twelve does not go along."""
    if random.random() < 1 / 12:
        return ()
    if shape.leaving == "kind":
        return ("E7A", "RES1") if kind in KINDS[::2] else ("E7B", "RES2")
    if shape.leaving == "most":
        return ("E7B", "RES4")
    return random.choice(((), (), ("E5A", "E5B"), ("E7A", "E7B"), ("E7B",)))


def publish_all(
    partnership: Partnership, version: InstrumentVersion, shape: Shape, waves: list[list[Answered]], k: int
) -> list[Round]:
    """Close each round as the application does, from the answers on; the K may be that of no plan at all."""
    asked = questionnaire(version)
    rounds: list[Round] = []
    people: dict[int, Respondents] = {}
    for number, wave in enumerate(waves, start=1):
        opens = START + timedelta(days=180 * number)
        round = Round.objects.create(
            partnership=partnership, number=number, version=version, state=Round.State.CLOSING, k=max(k, 4),
            breakdowns=list(shape.breakdowns), merges=_merges(shape), opens_at=opens,
            closes_at=opens + timedelta(days=14), closed_at=opens + timedelta(days=14),
            invited=shape.people, started=len(wave), submitted=len(wave),
        )  # fmt: skip
        round.k = k  # below the floor of the table only where the plan is switched off
        people[round.pk] = Respondents.from_rows(
            asked,
            [(f"p{one.person}", one.traits, one.answers) for one in wave],
            [one.imported for one in wave],
        )
        publish(round, people[round.pk], lambda earlier: people[earlier.pk])
        Round.objects.filter(pk=round.pk).update(state=Round.State.CLOSED)
        rounds.append(round)
    return rounds


def _merges(shape: Shape) -> dict[str, dict[str, str]]:
    return {"kind": dict.fromkeys(KINDS[2:], MERGED)} if shape.merged and "kind" in shape.breakdowns else {}


def known(rounds: list[Round], waves: list[list[Answered]], version: InstrumentVersion) -> Knowledge:
    """Everything in the published tables, read by an attacker who knows who is in which group and skipped what."""
    asked = questionnaire(version)
    knowledge = Knowledge()
    sure = {round.pk: _Wave(round, wave, asked) for round, wave in zip(rounds, waves, strict=True)}
    for score in Score.objects.filter(round__in=rounds, shown=True):
        wave = sure[score.round_id]
        knowledge.learn(score.construct, wave.of(score.construct, wave.group(score.breakdown, score.group)))
    for tally in ItemTally.objects.filter(round__in=rounds, shown=True):
        wave = sure[tally.round_id]
        knowledge.learn(f"item {tally.item}", wave.answered(tally.item))
    for change in _numbers(Change.objects.filter(round__in=rounds)):
        before, after = sure[change.against_id], sure[change.round_id]
        if change.linked:
            both = before.people(change.construct) & after.people(change.construct)
            knowledge.learn_change(change.construct, both, before.round.pk, after.round.pk)
        else:
            knowledge.learn(change.construct, before.of(change.construct, lambda one: True))
            knowledge.learn(change.construct, after.of(change.construct, lambda one: True))
    _learn_gaps(knowledge, rounds, sure)
    return knowledge


def _learn_gaps(knowledge: Knowledge, rounds: list[Round], sure: dict[int, "_Wave"]) -> None:
    """A group against the rest tells about the group and about the other groups that have a gap."""
    shown: dict[tuple[int, str, str], set[str]] = {}
    for gap in Gap.objects.filter(round__in=rounds):
        shown.setdefault((gap.round_id, gap.breakdown, gap.construct), set()).add(gap.group)
    for (round, breakdown, construct), groups in shown.items():
        wave = sure[round]
        for group in groups:
            knowledge.learn(construct, wave.of(construct, wave.group(breakdown, group)))
            others = [wave.of(construct, wave.group(breakdown, other)) for other in groups - {group}]
            knowledge.learn(construct, [answer for answers in others for answer in answers])


def _numbers(changes: "QuerySet[Change]") -> Iterable[Change]:
    return changes.filter(difference__isnull=False)


class _Wave:
    """One round as the attacker knows it: everything but the values."""

    def __init__(self, round: Round, wave: list[Answered], asked: Questionnaire) -> None:
        self.round, self.wave, self.asked = round, wave, asked
        self._valid = {
            construct.code: [one for one in wave if scored(one, [item.code for item in construct.items])]
            for construct in asked.constructs
        }

    def group(self, breakdown: str, code: str) -> Callable[[Answered], bool]:
        return lambda one: not breakdown or group_of(self.round, breakdown, one.traits[breakdown]) == code

    def of(self, construct: str, belongs: Callable[[Answered], bool]) -> list[tuple[int, int]]:
        """Imported answers are known to whoever imported them: they hide nobody."""
        return [(one.person, self.round.pk) for one in self._valid[construct] if belongs(one) and not one.imported]

    def people(self, construct: str) -> set[int]:
        return {one.person for one in self._valid[construct]}

    def answered(self, item: str) -> list[tuple[int, int]]:
        return [(one.person, self.round.pk) for one in self.wave if one.gave([item]) and not one.imported]


def scored(one: Answered, items: list[str]) -> bool:
    """The half rule, written a second time."""
    answered = len(one.gave(items))
    return answered * 2 >= len(items) and answered > 0
