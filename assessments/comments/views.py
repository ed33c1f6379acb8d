"""Comments of a closed round: what was released, for everybody; before that, a coordinator’s look at each of them."""

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
from assessments.comments.pages import comments_page, moderated_questions
from assessments.comments.queries import CommentValue, moderation_of
from assessments.results.headers import RoundHeader, find_header
from partnerships.decorators import PartnershipRequest, partnership_view
from synergy.web.forms import errors_in_messages


def _header(request: PartnershipRequest, number: int) -> RoundHeader:
    return find_header(request.partnership, number, "result-comments")


@partnership_view("results.view")
@require_safe
def result_comments(request: PartnershipRequest, number: int) -> HttpResponse:
    """A coordinator who is told that comments wait goes to another page to read them."""
    header = _header(request, number)
    page = comments_page(header.round, header.results.asked, may_moderate=bool(request.can.comment_moderate))
    return render(request, "assessments/result/comments.html", {"header": header, "page": page})


@partnership_view("comment.moderate")
@never_cache
@require_safe
def result_comments_moderate(request: PartnershipRequest, number: int) -> HttpResponse:
    header = _header(request, number)
    moderation = moderation_of(header.round)
    questions = moderated_questions(header.results.asked, moderation)
    context = {"header": header, "moderation": moderation, "questions": questions}
    return render(request, "assessments/result/comments_moderate.html", context)


@partnership_view("comment.moderate")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_comments_release(request: PartnershipRequest, number: int) -> HttpResponse:
    """Asks first: originals of changed comments and the texts of hidden ones go for good."""
    header = _header(request, number)
    moderation = moderation_of(header.round)
    if request.method == "POST":
        with errors_in_messages(request, services.NotModerated):
            n = services.release_comments(by=request.user, round=header.round, at=timezone.now())
            words = ngettext("%(n)s comment has been released.", "%(n)s comments have been released.", n)
            messages.success(request, words % {"n": n})
        return _to_the_list(request, header)
    goes = [_("The words that were taken out of changed comments."), _("The texts of hidden comments.")]
    stays = [
        ngettext(
            "%(n)s comment, which everybody with access to the results will read.",
            "%(n)s comments, which everybody with access to the results will read.",
            moderation.waiting,
        )
        % {"n": moderation.waiting}
    ]
    context = {"header": header, "moderation": moderation, "goes": goes, "stays": stays}
    return render(request, "assessments/result/comments_release.html", context)


def _comment(header: RoundHeader, pk: UUID) -> CommentValue:
    comments = {comment.id: comment for comment in moderation_of(header.round).comments}
    if pk not in comments:
        raise Http404(_("There is no such comment in this round."))
    return comments[pk]


@partnership_view("comment.moderate")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_comment_hide(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    """Asks first where the comment has been released: its text is then deleted."""
    header = _header(request, number)
    comment = _comment(header, pk)
    if request.method == "POST":
        with errors_in_messages(request, services.NotModerated):
            services.hide_comment(by=request.user, round=header.round, comment=pk, at=timezone.now())
            messages.success(request, _("The comment is hidden."))
        return _to_the_list(request, header)
    context = {"header": header, "comment": comment, "released": comment.is_released}
    return render(request, "assessments/result/comment_hide.html", context)


@partnership_view("comment.moderate")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result_comment_redact(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    header = _header(request, number)
    comment = _comment(header, pk)
    form = RedactForm(request.POST or None, initial={"text": comment.text})
    if request.method == "POST" and form.is_valid():
        with errors_in_messages(request, services.NotModerated):
            text = form.cleaned_data["text"]
            services.redact_comment(by=request.user, round=header.round, comment=pk, text=text, at=timezone.now())
            messages.success(request, _("The comment has been changed. It will be read like this after the release."))
        return _to_the_list(request, header)
    context = {"header": header, "comment": comment, "form": form, "original": comment.original or comment.text}
    return render(request, "assessments/result/comment_redact.html", context)


@partnership_view("comment.moderate")
@require_POST
def result_comment_restore(request: PartnershipRequest, number: int, pk: UUID) -> HttpResponse:
    header = _header(request, number)
    with errors_in_messages(request, services.NotModerated):
        services.restore_comment(by=request.user, round=header.round, comment=pk, at=timezone.now())
        messages.success(request, _("The comment is as it was written."))
    return _to_the_list(request, header)


def _to_the_list(request: PartnershipRequest, header: RoundHeader) -> HttpResponse:
    return redirect("result-comments-moderate", request.partnership.slug, header.round.number)
