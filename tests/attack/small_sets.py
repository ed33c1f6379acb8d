"""Fewer than K people of a round whom published numbers might leave alone, found by what these could cancel."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

from assessments.queries.groupings import group_of
from tests.attack.partnerships import Answered
from tests.attack.readings import Belongs, Crowd

People = frozenset[int]
Kinds = Mapping[int, Hashable]


def leftovers(crowd: Crowd, code: str, family: Iterable[str], elsewhere: Iterable[Collection[int]]) -> list[People]:
    """Who remains where combinations of numbers cancel others; sets of any size, simple combinations first.

    A mean beside the items it is made of cancels whoever answered so many items; several constructs, whoever answered
    so many of each; a group beside everybody, those with one number of items inside and with another one outside.
    `elsewhere`: who took part in each of the other rounds, for linked people are like a group.
    """
    people = unknown(crowd, crowd.items[code])
    keys = [_gave(people, [crowd.items[code]]), _gave(people, [crowd.items[one] for one in family])]
    found = [rest for key in keys for rest in _rests(key)]
    for belongs in [*_groups(crowd), *(_among(others) for others in elsewhere)]:
        group = {one.person for one in people if belongs(one)}
        for key in keys:
            found += _rests({person: kind for person, kind in key.items() if person in group})
        inside = _others({person: kind for person, kind in keys[0].items() if person in group})
        outside = _others({person: kind for person, kind in keys[0].items() if person not in group})
        found += [first | second for first in inside for second in outside]
    return found


def unknown(crowd: Crowd, items: list[str]) -> list[Answered]:
    """Who answered any of the items, but for those whose answers were imported."""
    return [one for one in crowd.wave if one.gave(items) and not one.imported]


def _gave(people: list[Answered], scales: list[list[str]]) -> Kinds:
    return {one.person: tuple(len(one.gave(items)) for items in scales) for one in people}


def _groups(crowd: Crowd) -> Iterator[Belongs]:
    for breakdown in crowd.round.breakdowns:
        codes = {group_of(crowd.round, breakdown, one.traits[breakdown]) for one in crowd.wave}
        yield from (crowd.of_group(breakdown, code) for code in sorted(codes))


def _among(people: Collection[int]) -> Belongs:
    return lambda one: one.person in people


def _rests(kinds: Kinds) -> Iterator[People]:
    """Of every kind of people these, and all but these."""
    for others in _others(kinds):
        yield from (others, frozenset(kinds) - others)


def _others(kinds: Kinds) -> list[People]:
    """For every kind of people all but these; nobody where there is nobody."""
    different = dict.fromkeys(kinds.values())
    return [frozenset(one for one, kind in kinds.items() if kind != gone) for gone in different] or [frozenset()]
