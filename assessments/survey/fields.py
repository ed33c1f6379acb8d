"""What the pages of the survey show: questions with the answers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.questionnaire import Item, Option, Questionnaire, Section
from assessments.survey.services import AnswerDraft

LOW = ("1", "2")  # after one of these answers the page asks for more words
_FEW_UNANSWERED = 3


@dataclass(frozen=True)
class FieldChoice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class SectionState:
    number: int
    title: str
    answered: int
    total: int
    unanswered: list[Item]

    @property
    def has_few_unanswered(self) -> bool:
        return len(self.unanswered) <= _FEW_UNANSWERED


def question_fields(section: Section, questionnaire: Questionnaire, answers: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        _question_field(item, questionnaire.nonresponse_options, answers.get(item.code, "")) for item in section.items
    ]


def _question_field(item: Item, nonresponse: tuple[Option, ...], value: str) -> dict[str, Any]:
    return {
        "code": item.code,
        "number": item.number,
        "text": str(item.text),
        "value": value,
        "choices": [_choice(option, value) for option in item.options],
        "nonresponse": [_choice(option, value) for option in nonresponse],
    }


def _choice(option: Option, value: str) -> FieldChoice:
    return FieldChoice(option.value, str(option.label), option.value == value)


def has_low_answer(section: Section, answers: Mapping[str, str]) -> bool:
    return any(answers.get(item.code) in LOW for item in section.items)


def section_states(questionnaire: Questionnaire, draft: AnswerDraft) -> list[SectionState]:
    return [_section_state(section, draft) for section in questionnaire.sections]


def _section_state(section: Section, draft: AnswerDraft) -> SectionState:
    unanswered = [item for item in section.items if item.code not in draft.answered]
    total = len(section.items)
    return SectionState(section.number, str(section.title), total - len(unanswered), total, unanswered)
