"""Answers with the names of those who gave them, of closed rounds in identified mode alone."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.groupings import BREAKDOWNS, labels_of
from assessments.models import Round
from assessments.models.answers import Response
from assessments.models.named import NamedResponse
from assessments.questionnaire import Questionnaire, Section, questionnaire


class NotNamed(Exception):
    """This round shows no names; the text says why, in the reader’s language."""


@dataclass(frozen=True)
class Individual:
    """One respondent; an imported response has no name. Values as stored: 1 to 5, "na", "dk"; a blank is absent."""

    name: str
    about: dict[str, str]  # kind, sector, tenure: in words, empty where not known
    answers: dict[str, int | str]
    comments: dict[str, str] = field(default_factory=dict)


Answered = list[tuple[str, str]]
"""Questions and what was answered to each, in words; empty where it was left out."""


def why_no_names(round: Round) -> str:
    """Why the answers of this round are not shown with names; empty when they are."""
    if round.mode != Round.Mode.IDENTIFIED:
        return _(
            "Answers with names exist only in identified rounds: the people of this round were promised otherwise."
        )
    if not round.is_closed:
        return _("Nobody sees an answer before the round is closed.")
    return ""


def individuals(round: Round) -> list[Individual]:
    """Everybody who sent answers, by name, imported responses last. Raises NotNamed. Four queries."""
    if reason := why_no_names(round):
        raise NotNamed(reason)
    labels = {breakdown: labels_of(breakdown) for breakdown in BREAKDOWNS}
    named = NamedResponse.objects.filter(response__round=round).select_related("response", "stakeholder")
    people = [_individual(row.response, labels, row.stakeholder.name, row.comments) for row in named]
    nameless = Response.objects.filter(round=round).exclude(pk__in=[row.pk for row in named])
    by_name = sorted(people, key=lambda person: person.name.casefold())
    return by_name + [_individual(response, labels) for response in nameless]


def _individual(
    response: Response, labels: dict[str, dict[str, str]], name: str = "", comments: dict[str, str] | None = None
) -> Individual:
    about = {breakdown: labels[breakdown].get(getattr(response, breakdown), "") for breakdown in BREAKDOWNS}
    return Individual(name, about, response.answers, comments or {})


def in_words(round: Round, person: Individual) -> list[tuple[str, Answered]]:
    """What this person answered, in the reader’s language: titles of sections, each with its answers and comment."""
    asked = questionnaire(round.version)
    sections = [(str(section.title), _answered(asked, person, section)) for section in asked.sections]
    open_answers = [
        (str(question.text), person.comments[question.code])
        for question in asked.open_questions
        if question.code in person.comments
    ]
    return [*sections, (_("Open questions"), open_answers)] if open_answers else sections


def _answered(asked: Questionnaire, person: Individual, section: Section) -> Answered:
    answered = []
    for item in section.items:
        labels = {option.value: str(option.label) for option in (*item.options, *asked.nonresponse_options)}
        answered.append((str(item.text), labels.get(str(person.answers.get(item.code, "")), "")))
    if section.code in person.comments:
        answered.append((_("Comment"), person.comments[section.code]))
    return answered
