"""The pages of questions: one section of the questionnaire each, and the open questions after them."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from assessments.questionnaire import Section
from assessments.survey.access import Visit, missing_page, survey_view_for
from assessments.survey.pages import Box, has_low, questions_of
from assessments.survey.posted import Posted, read, seal_of
from assessments.survey.services import draft_of, save_answers


@dataclass(frozen=True)
class Typed:
    """What was just sent and could not be stored as it is: shown again, with the reason."""

    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def show_section(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    section = section_of(visit, number)
    if section is None:
        return missing_page(request, visit)
    return section_page(request, visit, section) if visit.started else visit.redirect_to("welcome")


def save_section(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    section = section_of(visit, number)
    if section is None:
        return missing_page(request, visit)
    if refusal := keep_section(request, visit, section, passed=not stays(request)):
        return refusal
    return _next(request, visit, number)


def section_page(request: HttpRequest, visit: Visit, section: Section, typed: Typed | None = None) -> HttpResponse:
    draft, typed = draft_of(visit.invitation), typed or Typed()
    code, total = section.code, len(visit.questionnaire.sections)
    return visit.page(
        request,
        "section",
        status=422 if typed.errors else 200,
        here=f"s{section.number}",
        saves=True,
        section=section,
        total=total,
        period=str(visit.questionnaire.period) if section.number == 1 else "",
        questions=questions_of(section, visit.questionnaire, draft.answers),
        box=_box(code, str(section.comment), draft.comments, typed, opened=has_low(section, draft.answers)),
        errors=[(f"c-{code}", typed.errors[code])] if code in typed.errors else [],
        sequence=draft.sequence,
        action=visit.url("section", section.number),
        answer_url=visit.url("answer"),
        progress=section.number - 1,
        seen_all=visit.sent or visit.invitation.sections_done >= total,
    )


def show_open(request: HttpRequest, visit: Visit) -> HttpResponse:
    return open_page(request, visit) if visit.started else visit.redirect_to("welcome")


def save_open(request: HttpRequest, visit: Visit) -> HttpResponse:
    if refusal := keep_open(request, visit):
        return refusal
    if request.POST.get("go") == "back":
        return visit.redirect_to("section", len(visit.questionnaire.sections))
    return visit.redirect_to("about")


def open_page(request: HttpRequest, visit: Visit, typed: Typed | None = None) -> HttpResponse:
    draft, typed = draft_of(visit.invitation), typed or Typed()
    questions = visit.questionnaire.open_questions
    total = len(visit.questionnaire.sections)
    return visit.page(
        request,
        "open",
        status=422 if typed.errors else 200,
        here="open",
        saves=True,
        boxes=[_box(q.code, str(q.text), draft.comments, typed, hint=str(q.hint)) for q in questions],
        errors=[(f"c-{code}", error) for code, error in typed.errors.items()],
        sequence=draft.sequence,
        action=visit.url("open"),
        answer_url=visit.url("answer"),
        total=total,
        progress=total,
    )


def keep_section(request: HttpRequest, visit: Visit, section: Section, passed: bool) -> HttpResponse | None:
    """Store what changed on a section's page; the page again, with the reason, when a text is too long."""
    posted = read(request.POST, [item.code for item in section.items], [section.code])
    finished = section.number if passed and not posted.refused else 0
    _keep(visit, posted, finished)
    return section_page(request, visit, section, Typed(posted.refused, posted.errors)) if posted.refused else None


def keep_open(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Store what changed on the page of open questions; the page again when a text is too long."""
    posted = read(request.POST, [], [question.code for question in visit.questionnaire.open_questions])
    _keep(visit, posted, 0)
    return open_page(request, visit, Typed(posted.refused, posted.errors)) if posted.refused else None


def section_of(visit: Visit, number: int) -> Section | None:
    sections = visit.questionnaire.sections
    return sections[number - 1] if 1 <= number <= len(sections) else None


def stays(request: HttpRequest) -> bool:
    """Whether the person means to stay on this page or go back, rather than on."""
    return bool(request.POST.get("clear")) or request.POST.get("go") == "back"


def _keep(visit: Visit, posted: Posted, section: int) -> None:
    save_answers(
        invitation=visit.invitation,
        answers=posted.answers,
        comments=posted.comments,
        sequence=posted.sequence,
        section=section,
        at=visit.at,
    )


def _next(request: HttpRequest, visit: Visit, number: int) -> HttpResponseRedirect:
    if cleared := request.POST.get("clear"):
        return visit.redirect_to("section", number, anchor=f"q-{cleared}")
    if request.POST.get("go") == "back":
        return visit.redirect_to("section", number - 1) if number > 1 else visit.redirect_to("welcome")
    if request.POST.get("go") == "review":
        return visit.redirect_to("review")
    return (
        visit.redirect_to("section", number + 1)
        if number < len(visit.questionnaire.sections)
        else visit.redirect_to(_after_sections(visit))
    )


def _after_sections(visit: Visit) -> str:
    return "open" if visit.questionnaire.open_questions else "about"


def _box(code: str, label: str, stored: dict[str, str], typed: Typed, *, hint: str = "", opened: bool = False) -> Box:
    kept = stored.get(code, "")
    text = typed.texts.get(code, kept)
    error = typed.errors.get(code, "")
    return Box(
        code, label, hint or _("Take care not to identify yourself."), text, seal_of(kept), error, bool(opened or text)
    )


section = survey_view_for(get=show_section, post=save_section)
open_questions = survey_view_for(get=show_open, post=save_open)
