"""The sheet to fill in with answers given elsewhere, and the book of its columns in both languages."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.groupings import TENURES
from assessments.models import Round
from assessments.questionnaire import Option, Questionnaire, questionnaire
from partnerships.models import Sector, StakeholderKind
from synergy.web.downloads import DownloadTable

_Line = tuple[str, str, str, str, str]


def template_tables(round: Round) -> list[DownloadTable]:
    """The empty sheet with the columns a file of this round may have, and the codebook of what each column takes."""
    questions = questionnaire(round.version)
    lines = [*_about(), *_items(questions), *_comments(questions)]
    columns = [_("column"), "English", "Français", "Values (English)", "Valeurs (français)"]
    book = DownloadTable(_("Codebook"), columns, lines)
    return [DownloadTable(_("Answers"), [line[0] for line in lines], []), book]


def _about() -> Iterator[_Line]:
    yield (
        "respondent_key",
        "A code of your own for the person, the same in every round; never stored as it is. May stay empty.",
        "Un code à vous pour la personne, le même à chaque vague; jamais conservé tel quel. Peut rester vide.",
        "",
        "",
    )
    yield ("kind", "Stakeholder kind", "Type de partie prenante", *_terms(StakeholderKind.objects.filter(active=True)))
    yield ("sector", "Sector", "Secteur", *_terms(Sector.objects.filter(active=True)))
    yield ("tenure", "Length of membership", "Durée de l’adhésion", *_tenures())


def _terms(terms: Iterable[StakeholderKind | Sector]) -> tuple[str, str]:
    offered = list(terms)
    english = _listed((term.code, term.name_en) for term in offered)
    return english, _listed((term.code, term.name_fr) for term in offered)


def _tenures() -> tuple[str, str]:
    with override("en"):
        english = _listed((code, str(name)) for code, name in TENURES.items())
    with override("fr"):
        return english, _listed((code, str(name)) for code, name in TENURES.items())


def _items(questions: Questionnaire) -> Iterator[_Line]:
    for item in questions.items:
        options = (*item.options, *questions.nonresponse_options)
        yield (item.code, item.text.en, item.text.fr, _options(options, "en"), _options(options, "fr"))


def _comments(questions: Questionnaire) -> Iterator[_Line]:
    free = ("any text, or nothing", "un texte libre, ou rien")
    for section in questions.sections:
        yield (section.code, section.comment.en, section.comment.fr, *free)
    for question in questions.open_questions:
        yield (question.code, question.text.en, question.text.fr, *free)


def _options(options: Iterable[Option], language: str) -> str:
    return _listed((option.value, option.label.in_(language)) for option in options)


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{code} = {words}" for code, words in pairs)
