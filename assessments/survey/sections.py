"""The pages of questions: one section of the questionnaire each, and the open questions after them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.questionnaire import Section
from assessments.survey.access import Visit, missing_page, survey_view_for
from assessments.survey.fields import has_low_answer, question_fields
from assessments.survey.services import draft_of, save_answers
from assessments.survey.submissions import Submission, fingerprint, read_submission


def show_section(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    section = find_section(visit, number)
    if section is None:
        return missing_page(request, visit)
    return section_page(request, visit, section) if visit.started else visit.redirect_to("welcome")


def submit_section(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    section = find_section(visit, number)
    if section is None:
        return missing_page(request, visit)
    if refusal := store_section(request, visit, section, passed=not _stays(request)):
        return refusal
    return _redirect_onward(request, visit, number)


def section_page(
    request: HttpRequest, visit: Visit, section: Section, submission: Submission | None = None
) -> HttpResponse:
    draft, submission = draft_of(visit.invitation, visit.browser), submission or Submission()
    code, total = section.code, len(visit.questionnaire.sections)
    return visit.page(
        request,
        "section",
        status=422 if submission.errors else 200,
        here=f"s{section.number}",
        saves=True,
        section=section,
        total=total,
        period=str(visit.questionnaire.period) if section.number == 1 else "",
        questions=question_fields(section, visit.questionnaire, draft.answers),
        box=_comment_field(
            code,
            str(section.comment),
            draft.comments,
            submission,
            hint="" if visit.round.mode == Round.Mode.IDENTIFIED else _("Take care not to identify yourself."),
            opened=has_low_answer(section, draft.answers),
        ),
        hides=draft.hides,
        errors=[(f"c-{code}", submission.errors[code])] if code in submission.errors else [],
        sequence=draft.sequence,
        action=visit.url("section", section.number),
        answer_url=visit.url("answer"),
        progress=section.number - 1,
        seen_all=visit.sent or visit.invitation.sections_done >= total,
    )


def show_open_questions(request: HttpRequest, visit: Visit) -> HttpResponse:
    return open_questions_page(request, visit) if visit.started else visit.redirect_to("welcome")


def submit_open_questions(request: HttpRequest, visit: Visit) -> HttpResponse:
    if refusal := store_open_questions(request, visit):
        return refusal
    if request.POST.get("go") == "back":
        return visit.redirect_to("section", len(visit.questionnaire.sections))
    return visit.redirect_to("about")


def open_questions_page(request: HttpRequest, visit: Visit, submission: Submission | None = None) -> HttpResponse:
    draft, submission = draft_of(visit.invitation, visit.browser), submission or Submission()
    questions = visit.questionnaire.open_questions
    total = len(visit.questionnaire.sections)
    return visit.page(
        request,
        "open",
        status=422 if submission.errors else 200,
        here="open",
        saves=True,
        boxes=[_comment_field(q.code, str(q.text), draft.comments, submission, hint=str(q.hint)) for q in questions],
        hides=draft.hides,
        errors=[(f"c-{code}", error) for code, error in submission.errors.items()],
        sequence=draft.sequence,
        action=visit.url("open"),
        answer_url=visit.url("answer"),
        total=total,
        progress=total,
    )


def store_section(request: HttpRequest, visit: Visit, section: Section, passed: bool) -> HttpResponse | None:
    """Store what changed on a section's page; returns the page again, with the reason, when a text is too long."""
    submission = read_submission(request.POST, [item.code for item in section.items], [section.code])
    finished = section.number if passed and not submission.too_long else 0
    _save(visit, submission, finished)
    return section_page(request, visit, section, submission) if submission.too_long else None


def store_open_questions(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Store what changed on the page of open questions; returns the page again when a text is too long."""
    submission = read_submission(request.POST, [], [question.code for question in visit.questionnaire.open_questions])
    _save(visit, submission, 0)
    return open_questions_page(request, visit, submission) if submission.too_long else None


def find_section(visit: Visit, number: int) -> Section | None:
    sections = visit.questionnaire.sections
    return sections[number - 1] if 1 <= number <= len(sections) else None


def _stays(request: HttpRequest) -> bool:
    """Whether the pressed button keeps the person on this page or leads back."""
    return bool(request.POST.get("clear")) or request.POST.get("go") == "back"


def _save(visit: Visit, submission: Submission, section: int) -> None:
    save_answers(
        invitation=visit.invitation,
        answers=submission.answers,
        comments=submission.comments,
        sequence=submission.sequence,
        section=section,
        at=visit.at,
        browser=visit.browser,
    )


def _redirect_onward(request: HttpRequest, visit: Visit, number: int) -> HttpResponseRedirect:
    pressed = request.POST.get("go")
    if cleared := request.POST.get("clear"):
        return visit.redirect_to("section", number, anchor=f"q-{cleared}")
    if pressed == "back":
        return visit.redirect_to("section", number - 1) if number > 1 else visit.redirect_to("welcome")
    if pressed == "review":
        return visit.redirect_to("review")
    if number < len(visit.questionnaire.sections):
        return visit.redirect_to("section", number + 1)
    return visit.redirect_to("open" if visit.questionnaire.open_questions else "about")


def _comment_field(
    code: str, label: str, stored: dict[str, str], submission: Submission, *, hint: str = "", opened: bool = False
) -> dict[str, Any]:
    """What `_box.html` shows: the text that was just sent and is too long, else the text that is stored."""
    text = submission.too_long.get(code, stored.get(code, ""))
    return {
        "code": code,
        "label": label,
        "hint": hint,
        "text": text,
        "fingerprint": fingerprint(stored.get(code, "")),
        "error": submission.errors.get(code, ""),
        "open": opened or bool(text),
    }


section = survey_view_for(get=show_section, post=submit_section)
open_questions = survey_view_for(get=show_open_questions, post=submit_open_questions)
