"""Before sending: what is answered, what is not, and the button that sends."""

from django.http import HttpRequest, HttpResponse

from assessments.survey.doors import Visit, by_link
from assessments.survey.pages import states_of
from assessments.survey.services import draft_of, submit


@by_link("GET", "HEAD")
def review(request: HttpRequest, visit: Visit) -> HttpResponse:
    if not visit.started:
        return visit.go("welcome")
    draft = draft_of(visit.invitation)
    states = states_of(visit.asked, draft)
    total = len(states)
    return visit.page(
        request,
        "review",
        here="review",
        states=states,
        missing=sum(len(state.gaps) for state in states),
        nothing=not draft.answered and not draft.comments,
        has_open=bool(visit.asked.open_questions),
        written=sum(question.code in draft.comments for question in visit.asked.open_questions),
        number_of_open=len(visit.asked.open_questions),
        total=total,
        progress=total + 2,
    )


@by_link("POST")
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    submit(invitation=visit.invitation, at=visit.at)
    return visit.go("thanks")
