"""Two partnerships as they might be, written out; any further one wanders by itself."""

from dataclasses import replace
from random import Random

from assessments.demonstration.story_fleuve import FLEUVE
from assessments.demonstration.story_prairie import PRAIRIE
from assessments.demonstration.story_shapes import DRIFT, ELEMENTS, THEMES, Story, StoryEvent


def story_of(number: int, random: Random) -> Story:
    """The story of the n-th demonstration partnership, counted from 0."""
    written = (PRAIRIE, FLEUVE)
    return written[number] if number < len(written) else _wandering(number, written[number % 2], random)


def _wandering(number: int, like: Story, random: Random) -> Story:
    """A partnership that resembles a written one, at other levels and with shocks of its own."""
    shocks = tuple(
        StoryEvent(
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
    mandate = random.choice(("voluntary", "commissioned", "mandated"))
    return replace(like, name=name, mandate=mandate, levels=levels, context_events=shocks, drift=DRIFT, views={})
