"""Pages on which administrators give and take roles."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.access import may_give_evaluation
from partnerships.decorators import PartnershipRequest, ProgrammeRequest, partnership_view, programme_view
from partnerships.grants import services
from partnerships.grants.forms import EvaluatorForm, GrantForm, RoleForm
from partnerships.models import Grant, ProgrammeEvaluator
from synergy.web.forms import errors_in_messages, save_form


@partnership_view("grant.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def grant_create(request: PartnershipRequest) -> HttpResponse:
    form = GrantForm(request.POST or None, initial={"language": request.partnership.default_language})
    if grant := save_form(request, form, services.give_role, partnership=request.partnership):
        messages.success(request, _("%(name)s now has a role; an e-mail says so.") % {"name": grant.user})
        return redirect("partnership-settings", request.partnership.slug)
    return render(request, "partnerships/grant/create.html", {"form": form})


@partnership_view("grant.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def grant_update(request: PartnershipRequest, pk: int) -> HttpResponse:
    grant = _grant(request, pk)
    form = RoleForm(request.POST or None, row=grant)
    if save_form(request, form, services.change_role, _("Saved."), grant=grant):
        return redirect("partnership-settings", request.partnership.slug)
    return render(request, "partnerships/grant/update.html", {"form": form, "grant": grant})


@partnership_view("grant.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def grant_delete(request: PartnershipRequest, pk: int) -> HttpResponse:
    grant = _grant(request, pk)
    refusal = services.last_coordinator_reason() if grant.is_last_coordinator() else ""
    if request.method == "POST":
        try:
            services.take_role(by=request.user, grant=grant, at=timezone.now())
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, _("%(name)s no longer has a role here.") % {"name": grant.user})
            return redirect("partnership-settings", request.partnership.slug)
    context = {
        "grant": grant,
        "refusal": refusal,
        "goes": [_("%(name)s can no longer open this partnership.") % {"name": grant.user}],
        "stays": [_("The account, roles in other partnerships, and what the history says.")],
    }
    return render(request, "partnerships/grant/delete.html", context)


@partnership_view("grant.edit")
@require_POST
def grant_invite(request: PartnershipRequest, pk: int) -> HttpResponse:
    grant = _grant(request, pk)
    with errors_in_messages(request):
        services.invite_again(by=request.user, grant=grant, at=timezone.now())
        messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": grant.user})
    return redirect("partnership-settings", request.partnership.slug)


@programme_view(may_give_evaluation)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluator_create(request: ProgrammeRequest) -> HttpResponse:
    form = EvaluatorForm(request.POST or None, initial={"language": request.user.language})
    if evaluator := save_form(request, form, services.add_evaluator, programme=request.programme):
        words = _("%(name)s now sees the results of the whole programme; an e-mail says so.")
        messages.success(request, words % {"name": evaluator.user})
        return redirect(request.programme)
    return render(request, "partnerships/grant/evaluator_create.html", {"form": form, "programme": request.programme})


@programme_view(may_give_evaluation)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluator_delete(request: ProgrammeRequest, pk: int) -> HttpResponse:
    rows = ProgrammeEvaluator.objects.select_related("user", "programme")
    evaluator = get_object_or_404(rows, programme=request.programme, pk=pk)
    if request.method == "POST":
        services.remove_evaluator(by=request.user, evaluator=evaluator, at=timezone.now())
        messages.success(request, _("%(name)s no longer evaluates this programme.") % {"name": evaluator.user})
        return redirect(request.programme)
    context = {
        "evaluator": evaluator,
        "programme": request.programme,
        "goes": [_("%(name)s no longer sees results through the programme.") % {"name": evaluator.user}],
        "stays": [_("The account, roles in partnerships, and what the history says.")],
    }
    return render(request, "partnerships/grant/evaluator_delete.html", context)


def _grant(request: PartnershipRequest, pk: int) -> Grant:
    rows = Grant.objects.select_related("user", "partnership")
    return get_object_or_404(rows, partnership=request.partnership, pk=pk)
