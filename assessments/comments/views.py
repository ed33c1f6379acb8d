"""Comments of a closed round: what was released, for everybody; before that, a coordinator’s look at each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.comments import services
from assessments.comments.forms import RedactForm
from assessments.comments.queries import CommentValue, Moderation, moderation_of, readable_from, released_comments
from assessments.questionnaire import Questionnaire
from assessments.results.headers import RoundHeader, find_header
from partnerships.decorators import PartnershipRequest, partnership_view

RELEASED, HIDDEN, REDACTED = "released", "hidden", "redacted"


@dataclass(frozen=True)
class Question:
    """A question and what was written under it, never who wrote it nor from which group."""

    title: str
    texts: list[str]


@dataclass(frozen=True)
class Waiting:
    """A comment as a coordinator sees it; a hidden one whose text is gone has none."""

    comment: CommentValue
    state: str
    word: str
    released: bool
    gone: bool
    changed: bool


@dataclass(frozen=True)
class WaitingQuestion:
    title: str
    comments: list[Waiting]


def _header(request: PartnershipRequest, number: int) -> RoundHeader:
    return find_header(request.partnership, number, "result-comments")


def _titles(asked: Questionnaire) -> dict[str, str]:
    """Open questions first, then the sections under which something could be added."""
    titles = {one.code: str(one.text) for one in asked.open_questions}
    return titles | {one.code: str(one.title) for one in asked.sections}


@partnership_view("results.view")
@require_safe
def result_comments(request: PartnershipRequest, number: int) -> HttpResponse:
    """Only what was released; a coordinator is told how many comments wait, and goes elsewhere to read them."""
    header = _header(request, number)
    readable, threshold = readable_from(header.round)
    found = released_comments(header.round) if readable else {}
    titles = _titles(header.results.asked)
    context = {
        "header": header,
        "readable": readable,
        "threshold": threshold,
        "questions": [Question(title, found[code]) for code, title in titles.items() if code in found],
        "waiting": moderation_of(header.round).waiting if readable and request.can.comment_moderate else 0,
    }
    return render(request, "assessments/result/comments.html", context)


@partnership_view("comment.moderate")
@never_cache
@require_safe
def result_comments_moderate(request: PartnershipRequest, number: int) -> HttpResponse:
    header = _header(request, number)
    found = moderation_of(header.round)
    context = {"header": header, "found": found, "questions": _waiting(header.results.asked, found)}
    return render(request, "assessments/result/comments_moderate.html", context)


def _waiting(asked: Questionnaire, found: Moderation) -> list[WaitingQuestion]:
    by_question: dict[str, list[Waiting]] = {}
    for one in found.comments:
        by_question.setdefault(one.question, []).append(_one(one))
    return [WaitingQuestion(title, by_question[code]) for code, title in _titles(asked).items() if code in by_question]


def _one(comment: CommentValue) -> Waiting:
    words = {
        RELEASED: ("done", _("released")),
        HIDDEN: ("off", _("hidden")),
        REDACTED: ("next", _("changed, waiting for the release")),
    }
    state, word = words.get(comment.state, ("now", _("waiting for the release")))
    return Waiting(
        comment=comment,
        state=state,
        word=word,
        released=comment.state == RELEASED,
        gone=not comment.text,
        changed=comment.state in (HIDDEN, REDACTED),
    )


@partnership_view("comment.moderate")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_comments_release(request: PartnershipRequest, number: int) -> HttpResponse:
    """Asks first: originals of changed comments and the texts of hidden ones go for good."""
    header = _header(request, number)
    found = moderation_of(header.round)
    if request.method == "POST":
        return _done(request, header, lambda: _released(request, header))
    goes = [_("The words that were taken out of changed comments."), _("The texts of hidden comments.")]
    stays = [
        ngettext(
            "%(n)s comment, which everybody with access to the results will read.",
            "%(n)s comments, which everybody with access to the results will read.",
            found.waiting,
        )
        % {"n": found.waiting}
    ]
    context = {"header": header, "found": found, "goes": goes, "stays": stays}
    return render(request, "assessments/result/comments_release.html", context)


def _released(request: PartnershipRequest, header: RoundHeader) -> str:
    n = services.release_comments(by=request.user, round=header.round, at=timezone.now())
    return ngettext("%(n)s comment has been released.", "%(n)s comments have been released.", n) % {"n": n}


def _comment(header: RoundHeader, pk: UUID) -> CommentValue:
    found = next((one for one in moderation_of(header.round).comments if one.id == pk), None)
    if found is None:
        raise Http404(_("There is no such comment in this round."))
    return found


@partnership_view("comment.moderate")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_comment_hide(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    """Asks first where the comment has been released: its text is then deleted."""
    header = _header(request, number)
    comment = _comment(header, pk)
    if request.method == "POST":

        def hide() -> str:
            services.hide_comment(by=request.user, round=header.round, comment=pk, at=timezone.now())
            return _("The comment is hidden.")

        return _done(request, header, hide)
    context = {"header": header, "comment": comment, "released": comment.state == RELEASED}
    return render(request, "assessments/result/comment_hide.html", context)


@partnership_view("comment.moderate")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_comment_redact(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    header = _header(request, number)
    comment = _comment(header, pk)
    form = RedactForm(request.POST or None, initial={"text": comment.text})
    if request.method == "POST" and form.is_valid():

        def redact() -> str:
            text = form.cleaned_data["text"]
            services.redact_comment(by=request.user, round=header.round, comment=pk, text=text, at=timezone.now())
            return _("The comment has been changed. It will be read like this after the release.")

        return _done(request, header, redact)
    context = {"header": header, "comment": comment, "form": form, "original": comment.original or comment.text}
    return render(request, "assessments/result/comment_redact.html", context)


@partnership_view("comment.moderate")
@require_POST
def result_comment_restore(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    header = _header(request, number)

    def restore() -> str:
        services.restore_comment(by=request.user, round=header.round, comment=pk, at=timezone.now())
        return _("The comment is as it was written.")

    return _done(request, header, restore)


def _done(request: PartnershipRequest, header: RoundHeader, act: Callable[[], str]) -> HttpResponse:
    """Do it, say what was done or why not, and go back to the list."""
    try:
        messages.success(request, act())
    except services.NotModerated as refusal:
        messages.error(request, str(refusal))
    return redirect("result-comments-moderate", request.partnership.slug, header.round.number)
