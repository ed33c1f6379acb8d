"""The first page, and pages of a partnership itself: its settings, its end, its history, work under way."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.access import anyone_signed_in, may_create_partnership
from partnerships.decorators import PartnershipRequest, SignedInRequest, partnership_view, site_view
from partnerships.lists import partnership_lines, visible_partnerships
from partnerships.models import Partnership, Programme
from partnerships.profile import services
from partnerships.profile.forms import PartnershipEndForm, PartnershipForm
from partnerships.profile.queries import history_of, roles_in, shared_goals
from synergy.audit import entries as audit
from synergy.outbox import works
from synergy.outbox.models import Work
from synergy.web.forms import SearchForm, save_form
from synergy.web.pager import paginate

LISTED, PAGE = 20, 50


@site_view(anyone_signed_in)
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    page = paginate(visible_partnerships(request.user, form.words), request.GET, size=LISTED)
    lines = partnership_lines(request.user, page.object_list, timezone.localdate())
    programmes = (
        Programme.objects.visible_to(request.user) if request.user.is_administrator else Programme.objects.none()
    )
    context = {
        "form": form,
        "page": page,
        "partnerships": lines,
        "only": lines[0] if page.paginator.count == 1 and not form.words else None,
        "programmes": list(programmes.order_by("name")[:LISTED]),
        "searched": form.words,
        "may_create": may_create_partnership(request.user),
    }
    first = {} if lines or form.words else _first_step(request, bool(context["programmes"]))
    return render(request, "partnerships/home/index.html", context | {"first": first})


def _first_step(request: SignedInRequest, has_programmes: bool) -> dict[str, str]:
    """What somebody without any partnership reads, and where the button below leads."""
    if not request.user.is_administrator:
        text = _(
            "You have no role in a partnership yet. An administrator gives you one; until then there is nothing to see"
            " here."
        )
        return {"text": text, "label": _("Look at your profile"), "url": reverse("account-update")}
    if has_programmes:
        text = _("There is no partnership yet. Create one and give somebody the role of coordinator.")
        return {"text": text, "label": _("Create the first partnership"), "url": reverse("partnership-create")}
    text = _("Start with a programme: it holds the partnerships that are looked at side by side.")
    return {"text": text, "label": _("Create the first programme"), "url": reverse("programme-create")}


@site_view(may_create_partnership)
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_create(request: SignedInRequest) -> HttpResponse:
    form = PartnershipForm(
        request.POST or None,
        by=request.user,
        day=timezone.localdate(),
        initial={"programme": request.GET.get("programme", "")} if request.GET.get("programme", "").isdigit() else {},
    )
    if made := save_form(request, form, services.create_partnership):
        messages.success(request, _created_words(request, made))
        return redirect("partnership-settings", made.slug)
    context = {"form": form, "has_programmes": Programme.objects.open_to(request.user).exists()}
    return render(request, "partnerships/partnership/create.html", context)


@partnership_view("partnership.view")
@require_safe
def partnership_settings(request: PartnershipRequest) -> HttpResponse:
    partnership = request.partnership
    roles = roles_in(partnership) if request.can.grant_view else []
    context = {
        "partnership": partnership,
        "goals": shared_goals(partnership),
        "roles": roles,
        "uncoordinated": request.can.grant_edit and not any(grant.coordinates for grant in roles),
        "over": partnership.is_over(partnership.day(timezone.now())),
        "zone": partnership.time_zone.replace("_", " "),
    }
    return render(request, "partnerships/partnership/settings.html", context)


@partnership_view("partnership.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_update(request: PartnershipRequest) -> HttpResponse:
    partnership = request.partnership
    initial = {"goals": shared_goals(partnership)}
    form = PartnershipForm(
        request.POST or None, by=request.user, day=timezone.localdate(), partnership=partnership, initial=initial
    )
    if save_form(request, form, services.update_partnership, _("Saved."), partnership=partnership):
        return redirect("partnership-settings", partnership.slug)
    return render(request, "partnerships/partnership/update.html", {"form": form, "partnership": partnership})


@partnership_view("partnership.end")
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_end(request: PartnershipRequest) -> HttpResponse:
    partnership = request.partnership
    day = partnership.ended_on or partnership.day(timezone.now())
    form = PartnershipEndForm(request.POST or None, initial={"on": day})
    words = _("The end of the partnership has been noted. Nothing was deleted.")
    if save_form(request, form, services.end_partnership, words, partnership=partnership):
        return redirect("partnership-settings", partnership.slug)
    context = {"form": form, "partnership": partnership, "goes": _end_goes(), "stays": _end_stays()}
    return render(request, "partnerships/partnership/end.html", context)


@partnership_view("partnership.end")
@require_POST
def partnership_reopen(request: PartnershipRequest) -> HttpResponse:
    services.reopen_partnership(by=request.user, partnership=request.partnership, at=timezone.now())
    messages.success(request, _("The partnership is running again."))
    return redirect("partnership-settings", request.partnership.slug)


@partnership_view("history.view")
@require_safe
def partnership_history(request: PartnershipRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    page = paginate(history_of(request.partnership, form.words), request.GET, size=PAGE)
    context = {"form": form, "page": page, "lines": audit.lines(page.object_list), "searched": form.words}
    return render(request, "partnerships/partnership/history.html", context)


def _created_words(request: SignedInRequest, made: Partnership) -> SafeString:
    """What was done, and the link to what comes next: an administrator has to give the role of coordinator first."""
    if request.user.is_administrator:
        steps = [("grant-create", _("Give somebody the role of coordinator"))]
    else:
        steps = [("stakeholder-import", _("Import people")), ("stakeholder-create", _("Add a person"))]
    links = format_html_join(
        " · ", '<a href="{}">{}</a>', ((reverse(at, args=[made.slug]), label) for at, label in steps)
    )
    return format_html("{} {}", _("The partnership has been created. What comes next:"), links)


def _end_goes() -> list[str]:
    return [_("No new round opens after this day."), _("It moves to the end of lists.")]


def _end_stays() -> list[str]:
    return [
        _("People, meetings, rounds and results stay, and everybody keeps their role."),
        _("A round that is open then stays open until it closes."),
        _("It can be reopened at any time."),
    ]


def _work(request: PartnershipRequest, pk: UUID) -> Work:
    return get_object_or_404(Work.objects.in_scope(request.partnership.scope), pk=pk)


@partnership_view("partnership.view")
@never_cache
@require_safe
def work_detail(request: PartnershipRequest, pk: UUID) -> HttpResponse:
    """How far the work is: only the bar when the open page asks for it again, else a whole page."""
    work = works.progress(_work(request, pk))
    context = {"work": work, "mine": work.asked_by == request.user.pk}
    if request.headers.get("HX-Request") == "true":
        return render(request, "parts/_work_bar.html", context | {"changed": request.GET.get("seen") != work.stage})
    return render(request, "partnerships/work/detail.html", context)


@partnership_view("partnership.view")
@require_POST
def work_cancel(request: PartnershipRequest, pk: UUID) -> HttpResponse:
    work = _work(request, pk)
    if work.asked_by_id != request.user.pk:
        raise PermissionDenied(_("Only whoever asked for this can call it off."))
    if not works.cancel_work(pk=work.pk, at=timezone.now()):
        messages.error(request, _("It is too late: this can no longer be called off."))
    return redirect("work-detail", request.partnership.slug, work.pk)
