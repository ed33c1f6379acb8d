"""The second door: answers with the names of those who gave them, of closed rounds in identified mode alone."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.groupings import BREAKDOWNS, labels_of
from assessments.models import Round
from assessments.models.answers import Response
from assessments.models.named import NamedResponse
from assessments.questionnaire import Questionnaire, questionnaire


class NotNamed(Exception):
    """This round shows no names; the text says why, in the reader’s language."""


@dataclass(frozen=True)
class Individual:
    """One respondent; an imported response has no name. Values as stored: 1 to 5, "na", "dk"; a blank is absent."""

    name: str
    about: dict[str, str]  # kind, sector, tenure: in words, empty where not known
    answers: dict[str, int | str]
    comments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A question and what was answered to it, in words; empty when it was left out."""

    code: str
    question: str
    answer: str


@dataclass(frozen=True)
class Part:
    """A section with its answers and comment, or the open questions."""

    title: str
    told: list[Told]


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
    found = [_individual(one.response, labels, one.stakeholder.name, one.comments) for one in named]
    nameless = Response.objects.filter(round=round).exclude(pk__in=[one.pk for one in named])
    by_name = sorted(found, key=lambda one: one.name.casefold())
    return by_name + [_individual(one, labels) for one in nameless]


def _individual(
    response: Response, labels: dict[str, dict[str, str]], name: str = "", comments: dict[str, str] | None = None
) -> Individual:
    about = {one: labels[one].get(getattr(response, one), "") for one in BREAKDOWNS}
    return Individual(name, about, response.answers, comments or {})


def in_words(round: Round, person: Individual) -> list[Part]:
    """What this person answered, section by section, in the reader’s language."""
    asked = questionnaire(round.version)
    parts = [
        Part(str(section.title), _told(asked, person, [item.code for item in section.items], section.code))
        for section in asked.sections
    ]
    questions = [(one.code, str(one.text)) for one in asked.open_questions]
    said = [Told(code, text, person.comments[code]) for code, text in questions if code in person.comments]
    return [*parts, Part(_("Open questions"), said)] if said else parts


def _told(asked: Questionnaire, person: Individual, codes: list[str], comment: str) -> list[Told]:
    told = []
    for code in codes:
        item = asked.item(code)
        assert item is not None
        labels = {option.value: str(option.label) for option in (*item.options, *asked.nonresponse_options)}
        told.append(Told(code, str(item.text), labels.get(str(person.answers.get(code, "")), "")))
    if comment in person.comments:
        told.append(Told(comment, _("Comment"), person.comments[comment]))
    return told
