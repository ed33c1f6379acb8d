"""Autosave: the page sends each answer or comment as soon as the person has given it."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from assessments.survey.access import CLOSED_LINK_STATUS, Visit, survey_view
from assessments.survey.services import NotAllowed, NotAnswerable, NotStarted, Stale, save_answer
from assessments.survey.submissions import ANSWER, COMMENT, fingerprint, too_long_error, whole_number
from synergy.web.typed_text import is_too_long


@survey_view("POST", allow_closed=True)
def answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Store the answer, and say “Saved” or why not; the status tells the page whether trying again may help."""
    try:
        code, value = _posted_answer(visit, request.POST)
        if is_too_long(value):
            return _words(too_long_error(value), 422)
        sequence = whole_number(request.POST.get("seq", ""))
        save_answer(
            invitation=visit.invitation, code=code, value=value, sequence=sequence, at=visit.at, browser=visit.browser
        )
    except NotAnswerable:
        return _words(_("Not saved: the survey is no longer open."), CLOSED_LINK_STATUS)
    except NotStarted:
        return _words(_("Not saved: your answers were deleted. Open your link again to start anew."), 409)
    except NotAllowed:
        return _words(_("Not saved: this answer does not fit the question."), 400)
    except Stale as newer:
        response = _words(_("A newer answer is already saved."), 412)
        response["X-Newest"] = str(newer.sequence)
        return response
    response = _words(_("Saved"), 200)
    response["X-Kept"] = fingerprint(value) if code in visit.questionnaire.comment_codes() else value
    return response


def _posted_answer(visit: Visit, fields: QueryDict) -> tuple[str, str]:
    """The one answer (`a-CODE`) or comment (`c-CODE`) in the post; raises NotAllowed."""
    names = [name for name in fields if name.startswith((ANSWER, COMMENT))]
    if len(names) != 1:
        raise NotAllowed("one")
    code = names[0][2:]
    if names[0].startswith(COMMENT) != (code in visit.questionnaire.comment_codes()):
        raise NotAllowed(code)
    return code, str(fields[names[0]])


def _words(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
