"""What an instrument version asks, as dataclasses with the words of one language picked when they are needed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from math import ceil
from typing import Any, NamedTuple, Protocol

from assessments.statistics.bands import Band
from assessments.statistics.scales import Item as ScoredItem
from assessments.statistics.scales import Scale, Scoring

NONRESPONSE = ("na", "dk")
CONSTRUCT_KINDS = ("theme", "synergy", "element", "process", "level", "indicator")
COMPARED = "compared"
"""The scale whose answers are reported as shares, never as a mean (Bergen Model)."""

PRACTISED, SLOW = 238, 100
"""Words read a minute: the mean of adults in 190 studies of silent reading (Brysbaert 2019, doi
10.1016/j.jml.2019.104047), most of whom read 175 to 300; and our assumption for those who read with effort."""
QUICK, CAREFUL = 5, 10
"""Seconds in which an answer is chosen once its question is read: our assumption."""

active_language: Callable[[], str | None] = str
"""Tells which language `str()` of a text speaks; the application sets it, so that this module knows no Django."""


class Version(Protocol):
    """A published instrument version, as its row has it."""

    @property
    def pk(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def content(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Text:
    """The same words in both languages; `str()` gives those of the active language."""

    en: str
    fr: str

    def __str__(self) -> str:
        return self.in_(active_language() or "en")

    def in_(self, language: str) -> str:
        return self.fr if language.startswith("fr") else self.en


@dataclass(frozen=True)
class Option:
    value: str  # "1".."5", "na", "dk": as posted and as key of tallies
    label: Text
    code: str = ""


@dataclass(frozen=True)
class Item:
    code: str
    scale: str  # "agree", "balance" or "compared"
    reverse: bool
    text: Text
    options: tuple[Option, ...]
    feeds: tuple[str, ...]
    number: int  # place in the questionnaire, from 1

    @property
    def values(self) -> frozenset[str]:
        return frozenset(option.value for option in self.options) | frozenset(NONRESPONSE)


@dataclass(frozen=True)
class OpenQuestion:
    code: str
    text: Text
    hint: Text


@dataclass(frozen=True)
class Section:
    code: str
    number: int  # from 1
    title: Text
    lead: Text
    comment: Text
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Construct:
    code: str
    kind: str  # one of CONSTRUCT_KINDS
    name: Text
    short: Text
    about: Text
    level: str
    items: tuple[Item, ...]
    min_answered: int | None = None  # of the version, where it asks for more than half

    @property
    def scale(self) -> Scale:
        """As scoring wants it."""
        return Scale(self.code, tuple(item.code for item in self.items), self.min_answered, self.kind)

    @property
    def is_compared(self) -> bool:
        """Whether it is the compared item, reported as shares and never as a mean."""
        return any(item.scale == COMPARED for item in self.items)

    @property
    def role(self) -> str:
        """The colour role: themes keep their own, the rest share the accent."""
        return self.code.lower() if self.kind == "theme" else "accent"


class Minutes(NamedTuple):
    """How long reading and choosing take: a practised reader who decides quickly, a slow one who thinks it over."""

    least: int
    most: int


@dataclass(frozen=True)
class Questionnaire:
    code: str
    name: Text
    notes: Text
    period: Text
    sections: tuple[Section, ...]
    open_questions: tuple[OpenQuestion, ...]
    constructs: tuple[Construct, ...]
    bands: tuple[Band, ...]
    band_source: Text
    nonresponse_options: tuple[Option, ...]
    scale_scores: dict[str, dict[int, float] | None]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def minutes(self) -> Minutes:
        """How long it takes in the active language, without what people choose to write in their own words."""
        return self.minutes_in(active_language() or "en")

    def minutes_in(self, language: str) -> Minutes:
        """Words by the two reading speeds, plus the time to choose each answer; the longer time is rounded up.

        200 words and 13 questions: 200/238 + 13·5/60 = 1.9, so 2; 200/100 + 13·10/60 = 4.2, so 5.
        """
        words = sum(len(text.split()) for text in self.texts_read(language))
        least = words / PRACTISED + len(self.items) * QUICK / 60
        most = words / SLOW + len(self.items) * CAREFUL / 60
        return Minutes(max(1, round(least)), max(2, ceil(most)))

    def texts_read(self, language: str) -> list[str]:
        """Everything a respondent reads from the version; options that come with several questions are read once."""
        option_sets = dict.fromkeys(item.options for item in self.items)
        options = [option.label for options in (*option_sets, self.nonresponse_options) for option in options]
        sections = [text for section in self.sections for text in (section.title, section.lead, section.comment)]
        questions = [item.text for item in self.items]
        in_own_words = [text for question in self.open_questions for text in (question.text, question.hint)]
        texts = [self.period, *sections, *questions, *options, *in_own_words]
        return [text.in_(language).replace("\u00a0", "") for text in texts]

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def of_kind(self, kind: str) -> tuple[Construct, ...]:
        return tuple(construct for construct in self.constructs if construct.kind == kind)

    def construct(self, code: str) -> Construct | None:
        return next((construct for construct in self.constructs if construct.code == code), None)

    def twin_of(self, construct: Construct) -> Construct | None:
        """The first construct before it that has exactly the same items: two names for the same answers."""
        before = takewhile(lambda other: other.code != construct.code, self.constructs)
        return next((twin for twin in before if set(twin.items) == set(construct.items)), None)

    def comment_codes(self) -> frozenset[str]:
        return frozenset([s.code for s in self.sections] + [q.code for q in self.open_questions])

    @cached_property
    def scoring(self) -> Scoring:
        """Items and constructs as scoring wants them; ValueError where a construct mixes items of different ranges."""
        return Scoring(
            tuple(_scored(item, self.scale_scores.get(item.scale)) for item in self.items),
            tuple(construct.scale for construct in self.constructs if construct.items),
        )


def _scored(item: Item, scores: dict[int, float] | None) -> ScoredItem:
    values = [int(option.value) for option in item.options]
    return ScoredItem(item.code, min(values), max(values), item.reverse, scores, item.scale != COMPARED)


_read: dict[tuple[int, str], Questionnaire] = {}


def questionnaire(version: Version) -> Questionnaire:
    """The version read once per process: its content never changes, and need not be loaded again."""
    key = (version.pk, version.digest)
    if key not in _read:
        _read[key] = parse(version.content)
    return _read[key]


def parse(content: dict[str, Any]) -> Questionnaire:
    """Read a version's JSON (assessments/instruments/*.json); KeyError where a part is missing."""
    items = _items(content)
    return Questionnaire(
        code=content["code"],
        name=_text(content["name"]),
        notes=_text(content["notes"]),
        period=_text(content["period"]),
        sections=tuple(_sections(content, items)),
        open_questions=tuple(
            OpenQuestion(q["code"], _text(q["text"]), _text(q.get("hint"))) for q in content.get("open", [])
        ),
        constructs=tuple(_construct(raw, items) for raw in content["constructs"]),
        bands=tuple(
            Band(raw["code"], raw["low"], raw["high"], _text(raw["label"])) for raw in content["bands"]["ranges"]
        ),
        band_source=_text(content["bands"]["source"]),
        nonresponse_options=tuple(_option(raw) for raw in content["apart"]),
        scale_scores={name: _scores(scale) for name, scale in content["scales"].items()},
    )


def _text(raw: dict[str, str] | None) -> Text:
    return Text(raw["en"], raw["fr"]) if raw else Text("", "")


def _option(raw: dict[str, Any]) -> Option:
    return Option(str(raw["value"]), _text(raw["label"]), raw.get("code", ""))


def _scores(scale: dict[str, Any]) -> dict[int, float] | None:
    raw = scale.get("scores")
    return {int(value): float(score) for value, score in raw.items()} if raw else None


def _items(content: dict[str, Any]) -> dict[str, Item]:
    order = [code for section in content["sections"] for code in section["items"]]
    items: dict[str, Item] = {}
    for raw in content["items"]:
        options = raw.get("options") or content["scales"][raw["scale"]]["options"]
        items[raw["code"]] = Item(
            code=raw["code"],
            scale=raw["scale"],
            reverse=raw.get("reverse", False),
            text=_text(raw["text"]),
            options=tuple(_option(option) for option in options),
            feeds=tuple(raw["feeds"]),
            number=order.index(raw["code"]) + 1,
        )
    return items


def _sections(content: dict[str, Any], items: dict[str, Item]) -> list[Section]:
    return [
        Section(
            code=raw["code"],
            number=number,
            title=_text(raw["title"]),
            lead=_text(raw.get("lead")),
            comment=_text(raw.get("comment")),
            items=tuple(items[code] for code in raw["items"]),
        )
        for number, raw in enumerate(content["sections"], start=1)
    ]


def _construct(raw: dict[str, Any], items: dict[str, Item]) -> Construct:
    return Construct(
        code=raw["code"],
        kind=raw["kind"],
        name=_text(raw["name"]),
        short=_text(raw.get("short") or raw["name"]),
        about=_text(raw.get("about")),
        level=raw.get("level", ""),
        items=tuple(item for item in items.values() if raw["code"] in item.feeds),
        min_answered=raw.get("min_answered"),
    )
