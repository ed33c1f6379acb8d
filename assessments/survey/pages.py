"""What the pages of the survey show: questions with the answers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.questionnaire import Item, Option, Questionnaire, Section
from assessments.survey.services import Draft

LOW = ("1", "2")  # after one of these we ask for more


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    code: str
    number: int
    text: str
    value: str
    choices: list[Choice]
    apart: list[Choice]


@dataclass(frozen=True)
class Box:
    """A field for words: what is stored is told apart from what is typed by `seal`."""

    code: str
    label: str
    hint: str
    text: str
    seal: str
    error: str = ""
    open: bool = False


@dataclass(frozen=True)
class Gap:
    """A question without an answer, for the review."""

    code: str
    number: int
    text: str


@dataclass(frozen=True)
class SectionState:
    number: int
    title: str
    answered: int
    total: int
    gaps: list[Gap]

    @property
    def few_gaps(self) -> bool:
        return len(self.gaps) <= 3


def questions_of(section: Section, asked: Questionnaire, values: Mapping[str, str]) -> list[Question]:
    return [_question(item, asked.apart, values.get(item.code, "")) for item in section.items]


def _question(item: Item, apart: tuple[Option, ...], value: str) -> Question:
    return Question(
        code=item.code,
        number=item.number,
        text=str(item.text),
        value=value,
        choices=[_choice(option, value) for option in item.options],
        apart=[_choice(option, value) for option in apart],
    )


def _choice(option: Option, value: str) -> Choice:
    return Choice(option.value, str(option.label), option.value == value)


def has_low(section: Section, values: Mapping[str, str]) -> bool:
    return any(values.get(item.code) in LOW for item in section.items)


def states_of(asked: Questionnaire, draft: Draft) -> list[SectionState]:
    return [_state(section, draft) for section in asked.sections]


def _state(section: Section, draft: Draft) -> SectionState:
    gaps = [Gap(item.code, item.number, str(item.text)) for item in section.items if item.code not in draft.answered]
    total = len(section.items)
    return SectionState(section.number, str(section.title), total - len(gaps), total, gaps)
