"""Before sending: what is answered, what is not, and the button that sends."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.survey.access import Visit, survey_view
from assessments.survey.fields import section_states
from assessments.survey.services import AnswerDraft, draft_of, submit


@survey_view("GET", "HEAD")
def review(request: HttpRequest, visit: Visit) -> HttpResponse:
    if not visit.started:
        return visit.redirect_to("welcome")
    draft = draft_of(visit.invitation, visit.browser)
    states = section_states(visit.questionnaire, draft)
    total = len(states)
    return visit.page(
        request,
        "review",
        here="review",
        hides=draft.hides,
        states=states,
        summary=_summary(visit, draft, sum(len(state.unanswered) for state in states)),
        has_open=bool(visit.questionnaire.open_questions),
        written=sum(question.code in draft.comments for question in visit.questionnaire.open_questions),
        number_of_open=len(visit.questionnaire.open_questions),
        total=total,
        progress=total + 2,
    )


def _summary(visit: Visit, draft: AnswerDraft, unanswered: int) -> str:
    if not draft.answered and not draft.comments and not draft.hides:
        return _("You have not answered anything yet.")
    if not unanswered:
        return _("Every question has an answer. Thank you.")
    words = ngettext("%(count)s question has no answer.", "%(count)s questions have no answer.", unanswered)
    more = "" if visit.sent else _("You can send without them.")
    return f"{words % {'count': unanswered}} {more}"


@survey_view("POST")
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    submit(invitation=visit.invitation, at=visit.at)
    return visit.redirect_to("thanks")
