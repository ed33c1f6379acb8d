"""The shape of a story: a partnership as it might be, what happens to it, and how much that moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

THEMES = ("RES", "ATM", "BEN", "ADA")
ELEMENTS = tuple(f"E{n}" for n in range(1, 10))
DRIFT = 0.03  # scale points a round


@dataclass(frozen=True)
class StoryEvent:
    """A context event so many months after the start, and by how much it moved what for good."""

    months: int
    category: str
    title: str
    description: str
    effects: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class StoryMeeting:
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
    context_events: tuple[StoryEvent, ...]
    meetings: tuple[StoryMeeting, ...]
    since_en: tuple[str, ...]
    since_fr: tuple[str, ...]
    next_steps: tuple[str, str, str]
    drift: float = DRIFT
    views: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # kind -> construct -> points off the mean

    @property
    def members(self) -> int:
        return sum(count for _, count in self.kinds)

    def levels_at(self, months: float, kind: str = "") -> dict[str, float]:
        """Mean item levels in scale points after so many months: the level at the start, drift and all effects since.

        With a kind, the levels as people of this kind see them.
        """
        levels = {code: self.levels.get(code, 3.6) + self.drift * months / 6 for code in (*THEMES, *ELEMENTS)}
        levels |= {"DECI": levels["E5"] - 0.05, "I2": levels["E3"] - 0.2}
        levels |= dict.fromkeys(("I3", "I4"), self.levels.get("I3", 3.7))  # the cost of taking part, by either version
        causes: tuple[StoryEvent | StoryMeeting, ...] = (*self.context_events, *self.meetings)
        for cause in causes:
            if cause.months <= months:
                for code, effect in cause.effects.items():
                    levels[code] += effect
        for code, points in self.views.get(kind, {}).items():
            levels[code] += points
        return levels
