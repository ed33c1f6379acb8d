"""How far a piece of due work of a partnership is, and calling it off."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from partnerships.decorators import PartnershipRequest, partnership_view
from synergy.outbox import works
from synergy.outbox.models import Work


def _work(request: PartnershipRequest, pk: UUID) -> Work:
    return get_object_or_404(Work.objects.in_scope(request.partnership.scope), pk=pk)


@partnership_view("partnership.view")
@never_cache
@require_safe
def work_detail(request: PartnershipRequest, pk: UUID) -> HttpResponse:
    """The bar alone where a page asks for it again by itself, with what has changed since; else a page around it."""
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
