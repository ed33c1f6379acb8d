"""Whom the attacker tries to learn something about: people who skipped what others answered, or the other way round."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from assessments.queries.instruments import Questionnaire
from tests.attack.estimates import HALF_RANGE, Answer, Reading, System
from tests.attack.readings import Crowd, readings_of
from tests.attack.small_sets import People, leftovers, unknown

NARROW = 0.95 - 1e-6  # points to either side (the noise of the solver aside); a whole point tells little of an answer
# For each construct and round so many at most are tried: single people, sets of people, and people of each set.
_SINGLES, _SETS, _MEMBERS = 6, 8, 3
_AGAIN = 2  # of each round and family, the closest ones and as many others, tried with all that is published


@dataclass(frozen=True)
class Target:
    """One person's own mean over the items of a construct they answered, or one answer of theirs.

    `told`: who helps the attacker with their own answers, so that together with the person they are fewer than K. Then
    only an estimate counts that rests on these people alone: one that K people stand behind is what a plan allows. The
    average of fewer than K people is no target, for any mean over K people tells that of K - 1 to within 2 / (K - 1).
    """

    construct: str
    round: int
    person: int
    item: str = ""
    told: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Told:
    """Something known more closely than it may be, whatever anybody answered: to within so many points."""

    target: Target
    within: float


class Family:
    """Constructs that share items, with what is published of these and of their items."""

    def __init__(self, crowds: Mapping[int, Crowd], constructs: tuple[str, ...], readings: Iterable[Reading]) -> None:
        self.crowds, self.constructs = crowds, constructs
        self.items = {item for crowd in crowds.values() for code in constructs for item in crowd.items[code]}
        self._readings = [one for one in readings if one.about in constructs or one.about in self.items]

    def told(self, k: int) -> list[Told]:
        """What each round tells of its people; then, for a few of them, what all rounds tell."""
        everything = System(self._readings)
        found: dict[Target, float] = {}
        for crowd in self.crowds.values():
            system = self._alone(crowd)
            if system is None:
                continue
            within = {target: self.within(target, system) for target in self.targets(crowd, system, k)}
            if len(self.crowds) > 1:
                again = sorted(within, key=lambda one: within[one])[:_AGAIN]
                again += _spread(self.targets(crowd, everything, k), _AGAIN)
                within |= {target: self.within(target, everything) for target in again}
            found |= within
        return [Told(target, points) for target, points in found.items() if points < NARROW]

    def _alone(self, crowd: Crowd) -> System | None:
        """What is published of one round alone; None where no construct is."""
        here = [one for one in self._readings if {answer[1] for answer in one.weights} == {crowd.round.number}]
        return System(here) if any(one.about in self.constructs for one in here) else None

    def within(self, target: Target, system: System) -> float:
        crowd = self.crowds[target.round]
        items = [target.item] if target.item else crowd.items[target.construct]
        person = [one for one in crowd.wave if one.person == target.person]
        told = [answer for one in self.crowds.values() for answer in one.answers_of(target.told)]
        return system.closest(crowd.mean(person, items).weights, told, inf if target.told else HALF_RANGE)

    def targets(self, crowd: Crowd, system: System, k: int) -> list[Target]:
        """Nobody whom the published numbers treat like another can be told from them: not alone, and not in a set that
        the other is not in. So the people of a set count who are in it with all of their like.
        """
        alike = self._alike(crowd, system)
        return [target for code in self.constructs for target in self._of_construct(crowd, code, alike, k)]

    def _of_construct(self, crowd: Crowd, code: str, alike: Mapping[int, People], k: int) -> Iterator[Target]:
        number, items = crowd.round.number, crowd.items[code]
        answered = {one.person: one for one in unknown(crowd, items)}
        unique = [person for person in answered if len(alike[person]) == 1]
        yield from (Target(code, number, person) for person in _few(unique, alike, _SINGLES))
        some = [one for one in unique if 1 < len(answered[one].gave(items)) < len(items)]
        yield from (Target(code, number, person, answered[person].gave(items)[0]) for person in some[:1])
        elsewhere = [{one.person for one in other.wave} for other in self.crowds.values() if other is not crowd]
        sets = leftovers(crowd, code, self.constructs, elsewhere)
        for small in _largest(_closed(people, alike) for people in sets if len(people) < k):
            members = [one for one in sorted(small) if one in answered]
            for person in _few(members, alike, _MEMBERS):
                yield Target(code, number, person, "", small - {person})

    def _alike(self, crowd: Crowd, system: System) -> dict[int, People]:
        """Who counts the same in every published number, for each person."""
        classes: dict[Hashable, set[int]] = {}
        for one in unknown(crowd, sorted(self.items)):
            answers: list[Answer] = [(one.person, crowd.round.number, item) for item in one.gave(sorted(self.items))]
            classes.setdefault(tuple(system.alike(answer) for answer in answers), set()).add(one.person)
        return {person: frozenset(people) for people in classes.values() for person in people}


def attack(crowds: Mapping[int, Crowd], k: int) -> list[Told]:
    """Everything that the exports tell too closely of anybody tried."""
    readings = readings_of(crowds)
    asked = next(iter(crowds.values())).asked
    return [told for codes in families_of(asked) for told in Family(crowds, codes, readings).told(k)]


def families_of(asked: Questionnaire) -> list[tuple[str, ...]]:
    """Constructs joined by shared items, however indirectly; single items are no family, for nobody skips a part."""
    families: list[tuple[set[str], set[str]]] = []
    for construct in asked.constructs:
        codes, items = {construct.code}, {item.code for item in construct.items}
        for family in [one for one in families if one[1] & items]:
            families.remove(family)
            codes, items = codes | family[0], items | family[1]
        families.append((codes, items))
    order = [one.code for one in asked.constructs]
    return [tuple(sorted(codes, key=order.index)) for codes, items in families if len(items) > 1]


def _closed(people: People, alike: Mapping[int, People]) -> People:
    return frozenset(one for one in people if alike[one] <= people)


def _largest(sets: Iterable[People]) -> list[People]:
    """Sets of at least two that are part of no other one: whoever tells more people's answers learns no less."""
    several = list(dict.fromkeys(one for one in sets if len(one) > 1))
    return [one for one in several if not any(one < larger for larger in several)][:_SETS]


def _spread(targets: list[Target], most: int) -> list[Target]:
    return targets[:: max(1, len(targets) // most)][:most]


def _few(people: Iterable[int], alike: Mapping[int, People], most: int) -> list[int]:
    """One of each kind, so many at most."""
    return list({alike[one]: one for one in people}.values())[:most]
