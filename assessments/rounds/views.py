"""Pages of the rounds of a partnership."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.invitations import messages as message_queries
from assessments.invitations.progress import round_progress
from assessments.invitations.promises import promises_by_mode
from assessments.loading import find_round
from assessments.models import Round
from assessments.rounds import confirmations, pages, queries, services
from assessments.rounds.cancelling import begun_answers, cancel_round, set_back_round
from assessments.rounds.closing import NotOpen, begin_close
from assessments.rounds.forms import CancelForm, RoundForm
from partnerships.decorators import PartnershipRequest, partnership_view
from synergy.web.forms import StaffForm, errors_in_messages, save_form
from synergy.web.pager import paginate


@partnership_view("round.view")
@require_safe
def round_list(request: PartnershipRequest) -> HttpResponse:
    lines = queries.round_lines(request.partnership, timezone.now())
    return render(request, "assessments/round/list.html", {"lines": lines, "zone": request.partnership.time_zone})


@partnership_view("round.view")
@require_safe
def round_detail(request: PartnershipRequest, number: int) -> HttpResponse:
    page = pages.round_detail(find_round(request, number), request.can, timezone.now())
    return render(request, "assessments/round/detail.html", {"page": page})


def _form(request: PartnershipRequest, round: Round | None = None) -> RoundForm:
    return RoundForm(
        request.POST or None,
        partnership=request.partnership,
        versions=queries.offered_versions(),
        usual=queries.usual_dates(request.partnership, timezone.now()),
        is_first=queries.is_first(request.partnership, round),
        round=round,
    )


def _form_context(request: PartnershipRequest, form: RoundForm, round: Round | None = None) -> dict[str, Any]:
    opens, closes = queries.usual_dates(request.partnership, timezone.now())
    shown = Round(
        partnership=request.partnership,
        k=form.typed_value("k") or (round or request.partnership).k,
        opens_at=opens,
        closes_at=form.typed_value("closes_at") or (round.closes_at if round else closes),
    )
    labels = dict(Round.Mode.choices)
    said = [(labels[mode], promise) for mode, promise in promises_by_mode(shown, get_language() or "en").items()]
    return {"form": form, "round": round, "promises": said}


@partnership_view("round.plan")
@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request: PartnershipRequest) -> HttpResponse:
    form = _form(request)
    if round := save_form(request, form, services.plan_round, partnership=request.partnership):
        messages.success(request, _("Round %(number)s is planned.") % {"number": round.number})
        return redirect("round-detail", request.partnership.slug, round.number)
    return render(request, "assessments/round/create.html", _form_context(request, form))


@partnership_view("round.plan")
@require_http_methods(["GET", "HEAD", "POST"])
def round_update(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    form = _form(request, round)
    if save_form(request, form, services.update_round, _("Saved."), round=round):
        return redirect("round-detail", request.partnership.slug, number)
    return render(request, "assessments/round/update.html", _form_context(request, form, round))


@partnership_view("round.open")
@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    if request.method == "POST":
        return _open(request, round)
    context = confirmations.opening_context(round, request.can, timezone.now())
    return render(request, "assessments/round/open.html", context)


def _open(request: PartnershipRequest, round: Round) -> HttpResponse:
    try:
        at = timezone.now()
        keeps_date = request.POST.get("closes") == "date"
        closes_at = None if keeps_date else queries.close_as_long_as_planned(round, at)
        opened = services.open_round(by=request.user, round=round, at=at, closes_at=closes_at)
    except ValidationError as refusal:
        round.refresh_from_db(fields=["state"])
        if round.is_open:  # a second click
            messages.info(request, _("Round %(number)s is open already.") % {"number": round.number})
        else:
            messages.error(request, " ".join(refusal.messages))
        return redirect("round-detail", request.partnership.slug, round.number)
    invited = round_progress(opened).invited
    words = ngettext(
        "Round %(number)s is open: %(n)s person is invited.",
        "Round %(number)s is open: %(n)s people are invited.",
        invited,
    )
    if not opened.is_by_links:
        words = _("Round %(number)s is open: its answers can be imported.")
    messages.success(request, words % {"number": opened.number, "n": invited})
    return redirect("round-detail", request.partnership.slug, round.number)


@partnership_view("round.close")
@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    if request.method == "POST":
        with errors_in_messages(request, NotOpen):
            begin_close(by=request.user, round=round, at=timezone.now())
        return redirect("round-detail", request.partnership.slug, number)
    return render(request, "assessments/round/close.html", confirmations.closing_context(round))


@partnership_view("round.cancel")
@require_http_methods(["GET", "HEAD", "POST"])
def round_cancel(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    begun = begun_answers(round)
    asked = request.POST if request.method == "POST" else None
    form = CancelForm(asked) if begun else StaffForm(asked)
    if save_form(request, form, cancel_round, round=round):
        messages.success(request, _("Round %(number)s is cancelled.") % {"number": number})
        return redirect("round-detail", request.partnership.slug, number)
    context = confirmations.cancelling_context(round, begun) | {"form": form}
    return render(request, "assessments/round/cancel.html", context)


@partnership_view("round.cancel")
@require_http_methods(["GET", "HEAD", "POST"])
def round_set_back(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    if request.method == "POST":
        with errors_in_messages(request):
            set_back_round(by=request.user, round=round, at=timezone.now())
            messages.success(request, _("Round %(number)s is planned again.") % {"number": number})
        return redirect("round-detail", request.partnership.slug, number)
    context = {"round": round, "possible": round.is_open and not begun_answers(round)}
    return render(request, "assessments/round/set_back.html", context)


@partnership_view("invitation.view")
@require_safe
def round_messages(request: PartnershipRequest, number: int) -> HttpResponse:
    round = find_round(request, number)
    page = paginate(message_queries.round_messages(round), request.GET)
    context = {
        "round": round,
        "page": page,
        "lines": message_queries.message_lines(round, list(page.object_list)),
        "counts": message_queries.counts_by_state(round),
        "zone": request.partnership.time_zone,
    }
    return render(request, "assessments/round/messages.html", context)
