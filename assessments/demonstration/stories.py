"""Two partnerships as they might be, with what happened to them; any further one wanders by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

THEMES = ("RES", "ATM", "BEN", "ADA")
ELEMENTS = tuple(f"E{n}" for n in range(1, 10))


@dataclass(frozen=True)
class Happening:
    """A context event so many months after the start, and by how much it moved what for good."""

    months: int
    category: str
    title: str
    description: str
    effects: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Gathering:
    """A meeting so many months after the start."""

    months: int
    title: str
    mode: str
    agenda: str
    decisions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    effects: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    language: str
    name: str
    region: str
    mission: str
    context: str
    mandate: str
    goals: tuple[str, ...]
    organisations: tuple[tuple[str, str], ...]  # name, sector
    kinds: tuple[tuple[str, int], ...]  # stakeholder kind, how many by default
    levels: Mapping[str, float]
    happenings: tuple[Happening, ...]
    gatherings: tuple[Gathering, ...]
    since_last_time: tuple[str, ...]
    next_steps: tuple[str, str, str]
    drift: float = 0.03
    views: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # kind -> construct -> points off the mean

    @property
    def members(self) -> int:
        return sum(count for _, count in self.kinds)

    def levels_at(self, months: float, kind: str = "") -> dict[str, float]:
        """Mean item levels in scale points after so many months: where it began, drift, and every effect so far.

        As people of this kind see it, where they see it differently.
        """
        levels = {code: self.levels.get(code, 3.6) + self.drift * months / 6 for code in (*THEMES, *ELEMENTS)}
        levels |= {"DECI": levels["E5"] - 0.05, "I2": levels["E3"] - 0.2, "I3": self.levels.get("I3", 3.7)}
        moved = [(one.months, one.effects) for one in self.happenings]
        moved += [(one.months, one.effects) for one in self.gatherings]
        for when, effects in moved:
            if when <= months:
                for code, effect in effects.items():
                    levels[code] += effect
        for code, points in self.views.get(kind, {}).items():
            levels[code] += points
        return levels


def story(number: int, random: Random) -> Story:
    """The story of the n-th demonstration partnership, counted from 0."""
    from assessments.demonstration.story_fleuve import FLEUVE
    from assessments.demonstration.story_prairie import PRAIRIE

    told = (PRAIRIE, FLEUVE)
    return told[number] if number < len(told) else _wandering(number, told[number % 2], random)


def _wandering(number: int, like: Story, random: Random) -> Story:
    """A partnership that resembles a told one, at other levels and with shocks of its own."""
    shocks = tuple(
        Happening(
            months=months,
            category=random.choice(("policy", "funding", "staffing", "community")),
            title=f"{'Événement' if like.language == 'fr' else 'Event'} {place} ({months})",
            description="",
            effects={code: random.gauss(0, 0.22) for code in random.sample((*THEMES, *ELEMENTS), 4)},
        )
        for place, months in enumerate(range(4, 400, 9), start=1)
    )
    name = (
        f"Partenariat de démonstration {number + 1}"
        if like.language == "fr"
        else f"Demonstration partnership {number + 1}"
    )
    levels = {code: random.uniform(3.3, 4.1) for code in (*THEMES, *ELEMENTS)}
    return Story(
        language=like.language,
        name=name,
        region=like.region,
        mission=like.mission,
        context=like.context,
        mandate=random.choice(("voluntary", "commissioned", "mandated")),
        goals=like.goals,
        organisations=like.organisations,
        kinds=like.kinds,
        levels=levels,
        happenings=shocks,
        gatherings=like.gatherings,
        since_last_time=like.since_last_time,
        next_steps=like.next_steps,
    )
