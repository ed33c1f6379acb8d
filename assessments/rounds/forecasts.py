"""Before a round opens: which groups may be shown at the close, and which had better be merged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.disclosure.forecasts import forecast, groups_to_merge
from assessments.groupings import MERGED, NAMES, labels_of, traits_of
from assessments.models import Round
from partnerships.models import Stakeholder

LIKELY, UNLIKELY = 2 / 3, 1 / 20
Merges = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Group:
    """A group of a breakdown, and whether it may be shown: "likely", "possible" or "never", in 100 cases."""

    name: str
    members: int
    chance: str
    percent: int
    merged: tuple[str, ...] = ()  # names of the groups it stands for


@dataclass(frozen=True)
class Breakdown:
    """A chosen breakdown with its groups, the largest first; `vanishes`: hardly any of them will be shown."""

    code: str
    name: str
    groups: tuple[Group, ...]

    @property
    def vanishes(self) -> bool:
        return all(group.chance == "never" for group in self.groups)


def forecast_groups(round: Round, members: Sequence[Stakeholder], day: date, rate: float) -> tuple[Breakdown, ...]:
    """The breakdowns in the order chosen, if members answer at this rate, 0..1. Missing answers make it worse.

    `members` as `openings.members_on` gives them; small groups are merged as they would be at the opening. One query a
    breakdown of kinds or sectors.
    """
    chosen = list(round.breakdowns)
    merges = planned_merges(round, members, day, rate)
    people = [traits_of(person, day) for person in members]
    merged = [{code: merges.get(code, {}).get(one[code], one[code]) for code in chosen} for one in people]
    cross = Counter((one[chosen[0]], one[chosen[1]] if chosen[1:] else "") for one in merged) if chosen else Counter()
    chances = forecast(cross, rate, round.k)
    return tuple(
        _breakdown(code, Counter(one[code] for one in merged), dict(shown), merges.get(code, {}))
        for code, shown in zip(chosen, (chances.first, chances.second), strict=False)
    )


def planned_merges(round: Round, members: Sequence[Stakeholder], day: date, rate: float) -> Merges:
    """Which groups the opening would merge: those unlikely to reach K, if anything is left beside them.

    Nothing where that was not asked for; people of whom nothing is known are never merged.
    """
    if not round.merges_small:
        return dict(round.merges)
    found: Merges = {}
    for breakdown in round.breakdowns:
        sizes = Counter(code for person in members if (code := traits_of(person, day)[breakdown]))
        small = groups_to_merge(sizes, rate, round.k)
        if 1 < len(small) < len(sizes):
            found[breakdown] = dict.fromkeys(sorted(small), MERGED)
    return found


def _breakdown(code: str, sizes: Counter[str], chances: dict[str, float], merges: dict[str, str]) -> Breakdown:
    labels = labels_of(code)
    parts = tuple(labels.get(one, one) for one in merges)
    groups = [
        _group(labels.get(group, group), size, chances.get(group, 0.0), parts if group in merges.values() else ())
        for group, size in sizes.items()
        if group
    ]
    return Breakdown(code, str(NAMES[code]), tuple(sorted(groups, key=lambda one: (-one.members, one.name))))


def _group(name: str, members: int, chance: float, merged: tuple[str, ...]) -> Group:
    word = "likely" if chance >= LIKELY else "never" if chance < UNLIKELY else "possible"
    return Group(name, members, word, round(chance * 20) * 5, merged)
