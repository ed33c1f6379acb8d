"""Pages of the journal: context events and meetings, from the newest to the oldest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.decorators import PartnershipRequest, partnership_view
from partnerships.journal import queries, services
from partnerships.journal.forms import ContextEventForm
from partnerships.models import ContextEvent
from partnerships.navigation import Tab
from synergy.web.forms import save_form
from synergy.web.pager import paginate


def _event(request: PartnershipRequest, pk: int) -> ContextEvent:
    rows = ContextEvent.objects.select_related("partnership")
    return get_object_or_404(rows, partnership=request.partnership, pk=pk)


@partnership_view("context.view")
@require_safe
def context_event_list(request: PartnershipRequest) -> HttpResponse:
    partnership, counts = request.partnership, queries.journal_counts(request.partnership)
    asked = request.GET.get("category", "")
    category = asked if asked in (*ContextEvent.Category.values, queries.MEETINGS) else ""
    page = paginate(queries.journal_index(partnership, category), request.GET)
    context = {
        "page": page,
        "years": queries.journal_years(page.object_list, partnership.day(timezone.now())),
        "all": sum(counts.values()),
        "all_url": request.path,
        "category_tabs": _category_tabs(request, counts, category),
    }
    return render(request, "partnerships/context_event/list.html", context)


def _category_tabs(request: HttpRequest, counts: dict[str, int], current: str) -> list[Tab]:
    """Everything, each category of events there is, and meetings; each with its number."""
    parts = [(value, capfirst(str(label))) for value, label in ContextEvent.Category.choices]
    parts.append((queries.MEETINGS, _("Meetings")))
    tabs = [
        Tab(f"{label} ({counts[value]})", f"{request.path}?category={value}", value == current)
        for value, label in parts
        if counts.get(value)
    ]
    everything = _("Everything")
    return [Tab(f"{everything} ({sum(counts.values())})", request.path, not current), *tabs]


@partnership_view("context.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def context_event_create(request: PartnershipRequest) -> HttpResponse:
    partnership, words = request.partnership, _("The event has been added.")
    form = ContextEventForm(request.POST or None, initial={"happened_on": partnership.day(timezone.now())})
    if save_form(request, form, services.create_context_event, words, partnership=partnership):
        return redirect("context-event-list", partnership.slug)
    return render(request, "partnerships/context_event/create.html", {"form": form})


@partnership_view("context.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def context_event_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    form = ContextEventForm(request.POST or None, row=event)
    if save_form(request, form, services.update_context_event, _("Saved."), event=event):
        return redirect("context-event-list", request.partnership.slug)
    return render(request, "partnerships/context_event/update.html", {"form": form, "event": event})


@partnership_view("context.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def context_event_delete(request: PartnershipRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    if request.method == "POST":
        services.delete_context_event(by=request.user, event=event, at=timezone.now())
        messages.success(request, _("The event has been deleted."))
        return redirect("context-event-list", request.partnership.slug)
    context = {
        "event": event,
        "goes": [_("“%(title)s”, its details, and its mark on the trend charts.") % {"title": event.title}],
        "stays": [_("Scores do not change. The history says that the event was deleted, and by whom.")],
    }
    return render(request, "partnerships/context_event/delete.html", context)
