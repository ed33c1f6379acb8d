"""Pages of the action items of a partnership."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.actions import queries, services
from partnerships.actions.forms import MEETING, ActionItemFilterForm, ActionItemForm, ReturnForm
from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.models import ActionItem, Meeting
from partnerships.navigation import Tab
from synergy.web.forms import save_form
from synergy.web.pager import clear_url, paginate


def _item(request: PartnershipRequest, pk: int) -> ActionItem:
    rows = ActionItem.objects.select_related("partnership", "owner", "meeting")
    return get_object_or_404(rows, partnership=request.partnership, pk=pk)


@partnership_view("meeting.view")
@require_safe
def action_item_list(request: PartnershipRequest) -> HttpResponse:
    partnership, day = request.partnership, request.partnership.day(timezone.now())
    form = ActionItemFilterForm(request.GET, partnership=partnership)
    wanted = form.wanted()
    page = paginate(queries.action_item_rows(partnership, **wanted), request.GET)
    counts = queries.action_item_counts(partnership, day, wanted.get("owner"))
    context = {
        "filters": form,
        "clear_url": clear_url(request, "owner"),
        "page": page,
        "lines": queries.action_item_lines(page.object_list, day),
        "wanted": wanted,
        "counts": counts,
        "show_tabs": _show_tabs(request, counts, wanted),
    }
    return render(request, "partnerships/action_item/list.html", context)


def _show_tabs(request: HttpRequest, counts: dict[str, int], wanted: dict[str, Any]) -> list[Tab]:
    owner = {"owner": wanted["owner"].pk} if "owner" in wanted else {}
    words = {queries.OPEN: pgettext("action items", "Open"), queries.DONE: pgettext("action items", "Done")}
    return [
        Tab(f"{label} ({counts[show]})", f"{request.path}?{urlencode({'show': show, **owner})}", show == wanted["show"])
        for show, label in words.items()
    ]


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def action_item_create(request: PartnershipRequest) -> HttpResponse:
    """On its own, or agreed at a meeting, to which it then leads back."""
    partnership, words = request.partnership, _("The action has been added.")
    form = ActionItemForm(request.POST or None, partnership=partnership, day=partnership.day(timezone.now()))
    if item := save_form(request, form, services.create_action_item, words, partnership=partnership):
        return redirect(_place(request, item.meeting))
    return render(request, "partnerships/action_item/create.html", {"form": form})


def _place(request: PartnershipRequest, meeting: Meeting | None) -> str:
    if meeting is None:
        return reverse("action-item-list", args=[request.partnership.slug])
    return reverse("meeting-detail", args=[request.partnership.slug, meeting.pk]) + "#actions"


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def action_item_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    item, partnership = _item(request, pk), request.partnership
    day = partnership.day(timezone.now())
    form = ActionItemForm(request.POST or None, partnership=partnership, day=day, item=item)
    if save_form(request, form, services.update_action_item, _("Saved."), item=item):
        return redirect("action-item-list", partnership.slug)
    return render(request, "partnerships/action_item/update.html", {"form": form, "item": item})


@partnership_view("meeting.edit")
@require_POST
def action_item_done(request: PartnershipRequest, pk: int) -> HttpResponse:
    item = services.complete_action_item(by=request.user, item=_item(request, pk), at=timezone.now())
    messages.success(request, _("Marked as done: %(text)s") % {"text": item.text})
    return redirect(_back(request, item))


@partnership_view("meeting.edit")
@require_POST
def action_item_reopen(request: PartnershipRequest, pk: int) -> HttpResponse:
    item = services.reopen_action_item(by=request.user, item=_item(request, pk), at=timezone.now())
    messages.success(request, _("Open again: %(text)s") % {"text": item.text})
    return redirect(_back(request, item))


def _back(request: PartnershipRequest, item: ActionItem) -> str:
    form = ReturnForm(request.POST)
    to_meeting = form.is_valid() and form.cleaned_data["back"] == MEETING
    return _place(request, item.meeting if to_meeting else None)


@partnership_view("meeting.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def action_item_delete(request: PartnershipRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    if request.method == "POST":
        services.delete_action_item(by=request.user, item=item, at=timezone.now())
        messages.success(request, _("The action has been deleted."))
        return redirect("action-item-list", request.partnership.slug)
    goes = [_("%(text)s, with its owner and its due date.") % {"text": item.text.rstrip(".")}]
    stays = [_("The history says that it was deleted, and by whom.")]
    if item.meeting is not None:
        stays.insert(0, _("The meeting “%(title)s” and its decisions.") % {"title": item.meeting.title})
    context = {"item": item, "goes": goes, "stays": stays}
    return render(request, "partnerships/action_item/delete.html", context)
