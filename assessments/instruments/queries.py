"""An instrument version laid out for reading: every item in both languages with what it feeds."""

from dataclasses import dataclass

from assessments.models import InstrumentVersion
from assessments.questionnaire import (
    CONSTRUCT_KINDS,
    Construct,
    Item,
    Option,
    Questionnaire,
    Section,
    Text,
    questionnaire,
)


@dataclass(frozen=True)
class Feed:
    """A construct an item counts towards; `role` is the colour of a theme, or empty."""

    code: str
    name: Text
    role: str


@dataclass(frozen=True)
class ItemReading:
    item: Item
    feeds: tuple[Feed, ...]


@dataclass(frozen=True)
class SectionReading:
    section: Section
    items: tuple[ItemReading, ...]


@dataclass(frozen=True)
class ScaleReading:
    """The options of a scale, and which items use it."""

    options: tuple[Option, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class ConstructKind:
    """The constructs of one kind."""

    kind: str
    constructs: tuple[Construct, ...]


@dataclass(frozen=True)
class Reading:
    sections: tuple[SectionReading, ...]
    scales: tuple[ScaleReading, ...]
    construct_kinds: tuple[ConstructKind, ...]


def reading(version: InstrumentVersion) -> Reading:
    asked = questionnaire(version)
    return Reading(
        sections=tuple(
            SectionReading(section, tuple(ItemReading(item, _feeds(asked, item)) for item in section.items))
            for section in asked.sections
        ),
        scales=_scales(asked),
        construct_kinds=tuple(ConstructKind(kind, known) for kind in CONSTRUCT_KINDS if (known := asked.of_kind(kind))),
    )


def _feeds(asked: Questionnaire, item: Item) -> tuple[Feed, ...]:
    constructs = [construct for code in item.feeds if (construct := asked.construct(code))]
    return tuple(Feed(c.code, c.name, c.role if c.kind == "theme" else "") for c in constructs)


def _scales(asked: Questionnaire) -> tuple[ScaleReading, ...]:
    users: dict[tuple[Option, ...], list[str]] = {}
    for item in asked.items:
        users.setdefault(item.options, []).append(item.code)
    return tuple(ScaleReading(options, tuple(codes)) for options, codes in users.items())
